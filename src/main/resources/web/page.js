import { binChart, sparkline, timeChart } from './charts.js';

const view = document.getElementById('view');
const alive = document.getElementById('alive');
const WORDS = { ok: 'stable', firing: 'drifted', unknown: 'cannot tell yet' };
let lastRecords = null;
let lastTime = null;
let drawing = false;

function node(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const nats = (value) => (typeof value === 'number' ? value.toPrecision(3) : value === undefined ? '–' : '∞');
const day = (time) => (time.endsWith('T00:00:00Z') ? time.slice(0, 10) : time.slice(0, 16).replace('T', ' '));
const chip = (state) => node('span', { class: `state ${state}` }, WORDS[state]);

async function get(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
}

function seriesLink(series) {
  return `#/${encodeURIComponent(series.monitor)}/${encodeURIComponent(series.feature)}/${encodeURIComponent(series.segment)}`;
}

function tell(board) {
  const records = board.monitors.reduce((sum, m) => sum + (m.progress ? m.progress.records : 0), 0);
  const now = performance.now();
  let rate = '';
  if (lastTime !== null && now > lastTime) rate = `, ${Math.round(((records - lastRecords) * 1000) / (now - lastTime)).toLocaleString('en')} events/s`;
  lastRecords = records;
  lastTime = now;
  alive.textContent = `${records.toLocaleString('en')} events${rate}`;
}

function overview(board) {
  const parts = [];
  for (const monitor of board.monitors) {
    const card = node('section', { class: 'card' }, node('h1', {}, monitor.name));
    const facts = [`topic ${monitor.topic}`, `windows of ${monitor.window}`];
    if (monitor.progress) {
      if (monitor.progress.watermark) facts.push(`read up to ${day(monitor.progress.watermark)}`);
      if (monitor.progress.idle_partitions) facts.push(`${monitor.progress.idle_partitions} of ${monitor.progress.partitions} partitions silent`);
      const rejected = Object.entries(monitor.progress.rejected).map(([reason, count]) => `${count} ${reason}`);
      if (rejected.length) facts.push(`refused: ${rejected.join(', ')}`);
    } else {
      facts.push('not on this instance, or nothing read yet');
    }
    facts.push(monitor.reference ? `reference: ${monitor.reference.origin}` : 'no reference yet');
    card.append(node('p', { class: 'facts' }, facts.join(' · ')));
    const rows = monitor.series.map((series) => {
      const last = series.windows[series.windows.length - 1];
      const drifted = series.windows.filter((w) => w.verdict === 'drifted');
      const worth = last && last.verdict !== 'stable' ? last : drifted[drifted.length - 1];
      const name = series.segment ? `${series.feature} · ${series.segment}` : series.feature;
      return node('tr', {},
        node('td', {}, node('a', { href: seriesLink(series) }, name)),
        node('td', {}, chip(series.state)),
        node('td', { class: 'when' }, last ? day(last.start) : ''),
        node('td', { class: 'number' }, last ? nats(last.kl) : '–'),
        node('td', { class: 'number wide' }, last ? nats(last.noise_floor) : '–'),
        node('td', { class: 'wide' }, sparkline(series.windows, series.min_kl)),
        node('td', { class: 'why' }, worth ? `${worth === last ? '' : `last drift ${day(worth.start)}: `}${worth.explanation || ''}` : ''));
    });
    if (rows.length) {
      card.append(node('table', {},
        node('thead', {}, node('tr', {}, ...['feature', 'state', 'last window'].map((t) => node('th', { scope: 'col' }, t)),
          node('th', { scope: 'col', class: 'number' }, 'KL, nats'), node('th', { scope: 'col', class: 'number wide' }, 'noise'),
          node('th', { scope: 'col', class: 'wide' }, 'windows'), node('th', { scope: 'col' }, 'what moved'))),
        node('tbody', {}, ...rows)));
    } else {
      card.append(node('p', {}, 'No window has closed yet.'));
    }
    parts.push(card);
  }
  view.replaceChildren(...parts);
}

function detail(monitor, series, chosen) {
  const choose = (start) => { location.hash = `${seriesLink(series)}/${encodeURIComponent(start)}`; };
  const window = series.window;
  const title = series.segment ? `${series.feature} · ${series.segment}` : series.feature;
  const card = node('section', { class: 'card' },
    node('h1', {}, `${title} `, chip(series.state)),
    node('p', { class: 'facts' }, node('a', { href: '#/' }, 'all monitors'), ` · ${monitor.name} · topic ${monitor.topic}`),
    timeChart(series.windows, series.min_kl, chosen, choose));
  card.append(node('p', { class: 'key' }, 'KL(observed ‖ reference) of each window with its 95 % interval. Grey: what chance alone shows. Dashed: the divergence that matters (',
    `${series.min_kl}`, '). ', node('span', { class: 'mark-d' }, '●'), ' drifted, ○ too few events or no reference.'));
  if (window && window.bins) {
    card.append(node('h2', {}, `${day(window.start)} to ${day(window.end)}: ${nats(window.kl)} nats, ${window.verdict}`));
    if (window.explanation) card.append(node('p', {}, window.explanation));
    card.append(binChart(window.bins, window.verdict === 'drifted'));
    card.append(node('p', { class: 'key' }, node('span', { class: 'mark-o' }, '■'), ' observed ', ...(window.verdict === 'drifted' ? [node('span', { class: 'mark-m' }, '■'), ' observed, and moved '] : []), node('span', { class: 'mark-r' }, '■'), ' reference'));
  }
  const drifted = series.windows.filter((w) => w.verdict === 'drifted').reverse();
  const list = node('section', { class: 'card' }, node('h2', {}, `${drifted.length} drifted windows`));
  if (drifted.length) {
    list.append(node('table', {}, node('tbody', {}, ...drifted.map((w) => node('tr', w.start === chosen ? { class: 'chosen' } : {},
      node('td', {}, node('a', { href: `${seriesLink(series)}/${encodeURIComponent(w.start)}` }, day(w.start))),
      node('td', { class: 'number' }, `${nats(w.kl)} nats`),
      node('td', { class: 'why' }, w.explanation || ''))))));
  }
  view.replaceChildren(card, list);
}

async function draw() {
  if (drawing) return;
  drawing = true;
  try {
    const board = await get('/api/v1/monitors');
    tell(board);
    const steps = location.hash.replace(/^#\/?/, '').split('/').map(decodeURIComponent);
    if (steps.length < 2) {
      overview(board);
    } else {
      const [monitorName, feature, segment = '', chosen] = steps;
      const monitor = board.monitors.find((m) => m.name === monitorName);
      const query = new URLSearchParams({ segment });
      if (chosen) query.set('window', chosen);
      const series = await get(`/api/v1/monitors/${encodeURIComponent(monitorName)}/features/${encodeURIComponent(feature)}?${query}`);
      detail(monitor, series, chosen || (series.window && series.window.start));
    }
  } catch (problem) {
    alive.textContent = `the service does not answer (${problem.message}); what is shown may be old`;
  } finally {
    drawing = false;
  }
}

window.addEventListener('hashchange', () => { draw(); view.focus(); });
draw();
setInterval(draw, 1000);

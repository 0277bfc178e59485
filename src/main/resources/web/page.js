import { binChart, sparkline, timeChart } from './charts.js';

const view = document.getElementById('view');
const alive = document.getElementById('alive');
const WORDS = { ok: 'ok', pending: 'pending', firing: 'firing', unknown: 'cannot tell yet' };
const RULES = { level: 'far from the reference', change: 'changed', threshold: 'threshold' };
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
const figure = (value) => (typeof value === 'number' ? `${Number(value.toPrecision(3))}` : '∞');
const isOn = (series) => series.state === 'firing' || series.state === 'pending';

/** How the alert of a series stands: `firing since 2001-03-05`. */
function chip(series) {
  const since = isOn(series) && series.alert && series.alert.since ? ` since ${day(series.alert.since)}` : '';
  const stale = series.stale ? ', no newer window' : '';
  return node('span', { class: `state ${series.state}` }, `${series.stale && series.state === 'unknown' ? 'cannot tell' : WORDS[series.state]}${since}${stale}`);
}

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
    if (monitor.source_partitions === 0) {
      card.append(node('p', { class: 'note' }, `There is no topic ${monitor.topic}. The monitor waits for it: create the topic, or correct 'topic' in the configuration.`));
    }
    const rows = monitor.series.map((series) => {
      const last = series.windows[series.windows.length - 1];
      const drifted = series.windows.filter((w) => w.verdict === 'drifted');
      // What the newest drift moved; a later window of which nothing can be told takes nothing of that back.
      const worth = drifted.length ? drifted[drifted.length - 1] : last && last.verdict === 'inconclusive' ? last : null;
      const lead = worth && worth !== last ? `last drift ${day(worth.start)}: ` : '';
      const name = series.segment ? `${series.feature} · ${series.segment}` : series.feature;
      return node('tr', {},
        node('td', {}, node('a', { href: seriesLink(series) }, name)),
        node('td', {}, chip(series)),
        node('td', { class: 'when' }, last ? day(last.start) : '',
          ...(last && last.verdict === 'inconclusive' && worth !== last ? [node('br'), node('span', { class: 'why' }, last.explanation || 'cannot tell')] : [])),
        node('td', { class: `number ${last && last.verdict}` }, last ? nats(last.kl) : '–'),
        node('td', { class: `number wide ${last && last.verdict}` }, last ? nats(last.noise_floor) : '–'),
        node('td', { class: 'wide' }, sparkline(series.windows, series.min_kl)),
        node('td', { class: 'why' }, worth ? `${lead}${worth.explanation || ''}` : ''));
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

/** On what a verdict rests: what each rule measured against what it asks for. */
function evidence(window) {
  const rows = (window.evidence || []).map((piece) => {
    const isChange = piece.rule === 'change';
    const measure = isChange ? `${piece.measure} ${piece.direction}, ln of the evidence` : piece.rule === 'level' ? 'KL less its noise, nats' : piece.measure;
    const since = isChange ? `${day(piece.since)}, found after ${piece.windows} window${piece.windows === 1 ? '' : 's'}` : window.verdict === 'drifted' ? 'this window' : '';
    const asked = `${figure(piece.threshold)}${piece.rule === 'level' ? ' beyond chance' : ''}`;
    return node('tr', {}, node('td', {}, RULES[piece.rule] || piece.rule), node('td', {}, measure),
      node('td', { class: 'number' }, figure(piece.value)), node('td', { class: 'number' }, asked), node('td', { class: 'when' }, since));
  });
  if (!rows.length) return [];
  const heads = ['rule', 'measured', 'value', 'asked for', 'seen since'];
  return [node('table', { class: 'evidence' },
    node('thead', {}, node('tr', {}, ...heads.map((t, i) => node('th', { scope: 'col', ...(i === 2 || i === 3 ? { class: 'number' } : {}) }, t)))),
    node('tbody', {}, ...rows))];
}

/** What is said of a window, why, and what it could not have shown. */
function verdict(window) {
  const parts = [node('h2', {}, `${day(window.start)} to ${day(window.end)}: `, node('span', { class: `verdict ${window.verdict}` }, window.verdict),
    window.kl === undefined ? '' : ` at ${nats(window.kl)} nats, ${nats(window.noise_floor)} by chance`)];
  if (window.explanation) parts.push(node('p', {}, window.explanation));
  parts.push(...evidence(window));
  if (window.may_hide) parts.push(node('p', { class: 'facts' }, `In a window of this size ${window.may_hide}.`));
  if (window.missing) {
    parts.push(node('p', { class: 'facts' }, `Missing values: ${figure(100 * window.missing.reference_share)} → ${figure(100 * window.missing.observed_share)} %, ${nats(window.missing.kl)} nats of it; the others alone give ${nats(window.missing.rest)} nats.`));
  }
  return parts;
}

function detail(monitor, series, chosen) {
  const choose = (start) => { location.hash = `${seriesLink(series)}/${encodeURIComponent(start)}`; };
  const window = series.window;
  const title = series.segment ? `${series.feature} · ${series.segment}` : series.feature;
  const card = node('section', { class: 'card' },
    node('h1', {}, `${title} `, chip(series)),
    node('p', { class: 'facts' }, node('a', { href: '#/' }, 'all monitors'), ` · ${monitor.name} · topic ${monitor.topic}${series.alert ? ` · alert ${series.alert.id} ${series.alert.status}` : ''}`),
    timeChart(series.windows, series.min_kl, chosen, choose));
  card.append(node('p', { class: 'key' }, 'KL(observed ‖ reference) of each window with its 95 % interval. Grey: what chance alone shows. Dashed: the divergence that matters (',
    `${series.min_kl}`, '). ', node('span', { class: 'mark-d' }, '●'), ' drifted, ○ too few events or no reference. ', node('span', { class: 'mark-a' }, '■'), ' an alert was on (pale: pending).'));
  if (series.newest && series.newest.start !== window.start) {
    card.append(node('p', { class: 'note' }, `The newest window, ${day(series.newest.start)}, says nothing: ${series.newest.explanation}. The last that could be judged:`));
  }
  if (window) card.append(...verdict(window));
  if (window && window.bins && window.bins.length) {
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
      const path = `/api/v1/monitors/${encodeURIComponent(monitorName)}/features/${encodeURIComponent(feature)}`;
      const series = await get(`${path}?${query}`);
      const judged = series.windows.filter((w) => w.verdict !== 'inconclusive').pop();
      if (!chosen && judged && series.window && series.window.verdict === 'inconclusive') {
        // Of the newest window nothing can be told: it is named, and the last one that could be judged is shown.
        series.newest = series.window;
        query.set('window', judged.start);
        series.window = (await get(`${path}?${query}`)).window;
      }
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

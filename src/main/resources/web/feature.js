// One feature of one segment: its score over time, and one window in full.

import { figure, isolate, lastOf, moment, monitorLink, node, percent, refill, say, seriesChip, seriesLink, title } from './dom.js';
import { binTable } from './bins.js';
import { Timeline } from './timeline.js';
import { SeriesTable } from './table.js';

const RULES = { level: 'far from the reference', change: 'changed', threshold: 'threshold' };

/** On what a verdict rests: what each rule measured against what it asks for. */
function evidence(w) {
  const rows = (w.evidence || []).map((piece) => {
    const isChange = piece.rule === 'change';
    const measure = isChange ? `${piece.measure} ${piece.direction}, ln of the evidence` : piece.rule === 'level' ? 'divergence less its noise, nats' : piece.measure;
    const since = isChange ? `${moment(piece.since)}, found after ${piece.windows} window${piece.windows === 1 ? '' : 's'}` : w.verdict === 'drifted' ? 'this window' : '–';
    return node('tr', {}, node('th', { scope: 'row' }, RULES[piece.rule] || piece.rule), node('td', {}, measure), node('td', { class: 'number' }, figure(piece.value)),
      node('td', { class: 'number' }, `${figure(piece.threshold)}${piece.rule === 'level' ? ' beyond chance' : ''}`), node('td', { class: 'when' }, since));
  });
  if (!rows.length) return [];
  const heads = ['Rule', 'Measured', 'Value', 'Asked for', 'Seen since'];
  return [node('h3', {}, 'Evidence'), node('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Evidence' }, node('table', { class: 'fit' },
    node('caption', { class: 'unseen' }, 'Evidence'), node('thead', {}, node('tr', {}, ...heads.map((t, i) => node('th', { scope: 'col', ...(i === 2 || i === 3 ? { class: 'number' } : {}) }, t)))), node('tbody', {}, ...rows)))];
}

const WORDS = { stable: 'stable', drifted: 'drifted', inconclusive: 'cannot tell' };

/** The explanation as a sentence, whatever the verdict. */
function sentence(w) {
  const score = w.kl === undefined ? '' : `${figure(w.kl)} nats from the reference, ${figure(w.noise_floor)} of it by chance; 95 % interval ${figure(w.kl_lower)} to ${figure(w.kl_upper)}`;
  if (w.verdict === 'inconclusive') return `Nothing can be told of this window: ${w.explanation || 'there is no reference'}.`;
  return `${score}.${w.explanation ? ` ${w.verdict === 'drifted' ? 'What moved' : 'Most of it'}: ${w.explanation}.` : ''}`;
}

function full(w) {
  const parts = [node('h2', {}, `${moment(w.start)} to ${moment(w.end)} `, node('span', { class: `verdict ${w.verdict}` }, WORDS[w.verdict])),
    node('p', { class: 'words', id: 'explanation' }, isolate(sentence(w))),
    node('p', { class: 'facts' }, `${w.records.toLocaleString('en')} events${w.p_value === undefined ? '' : ` · p ${figure(w.p_value)}`}${w.revision > 1 ? ` · revision ${w.revision}` : ''}`)];
  if (w.missing) parts.push(node('p', {}, `Missing values: ${percent(w.missing.reference_share)} → ${percent(w.missing.observed_share)}, ${figure(w.missing.kl)} nats of it; the others alone give ${figure(w.missing.rest)} nats.`));
  if (w.may_hide) parts.push(node('p', { class: 'facts' }, `In a window of this size ${w.may_hide}.`));
  parts.push(...evidence(w));
  if (w.bins && w.bins.length) parts.push(node('h3', {}, 'Reference and observed'), ...binTable(w.bins, w.verdict === 'drifted'));
  if (w.scores) {
    parts.push(node('details', {}, node('summary', {}, 'All divergences of this window'), node('table', { class: 'fit' }, node('caption', { class: 'unseen' }, 'All divergences'),
      node('tbody', {}, ...Object.entries(w.scores).map(([name, value]) => node('tr', {}, node('th', { scope: 'row' }, name.replaceAll('_', ' ')), node('td', { class: 'number' }, figure(value))))))));
  }
  return parts;
}

function brief(point) {
  return [node('h2', {}, `${moment(point.start)} to ${moment(point.end)} `, node('span', { class: `verdict ${point.verdict}` }, WORDS[point.verdict])),
    node('p', { class: 'words', id: 'explanation' }, isolate(sentence(point))),
    node('p', { class: 'facts' }, `${point.records.toLocaleString('en')} events. Its bins are not kept: those of the newest window and of the last drifted ones are.`)];
}

function windowsTable(series) {
  const rows = [...series.windows].reverse().map((w) => node('tr', {}, node('th', { scope: 'row' }, node('a', { href: seriesLink(series, w.start) }, moment(w.start))), node('td', {}, WORDS[w.verdict]),
    node('td', { class: 'number' }, figure(w.kl)), node('td', { class: 'number' }, figure(w.noise_floor)), node('td', { class: 'number' }, w.records.toLocaleString('en')), node('td', {}, w.alert)));
  return node('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'All windows' }, node('table', {}, node('caption', { class: 'unseen' }, 'All windows, the newest first'),
    node('thead', {}, node('tr', {}, ...['Window', 'Verdict', 'Score, nats', 'By chance', 'Events', 'Alert'].map((t, i) => node('th', { scope: 'col', ...(i > 1 && i < 5 ? { class: 'number' } : {}) }, t)))), node('tbody', {}, ...rows)));
}

export function featureView(view, get, monitorName, feature, segment, start, ask) {
  const path = `/api/v1/monitors/${encodeURIComponent(monitorName)}/features/${encodeURIComponent(feature)}`;
  const self = { monitor: monitorName, feature, segment };
  let chosen = start;
  let later = 0;
  const state = node('span');
  const under = node('p', { class: 'facts' });
  const note = node('p', { class: 'words', role: 'status' });
  const plotKey = node('p', { class: 'key' });
  const place = node('section', { class: 'card', 'aria-label': 'The window that is chosen' });
  const segments = new SeriesTable(`Segments of ${feature}`);
  const beside = node('section', { class: 'card' }, node('h2', {}, 'Segments of this feature'), segments.table);
  const many = node('details', { class: 'card' }, node('summary', {}, 'All windows as a table'));
  let listed = null;
  const timeline = new Timeline(`Window of ${title(self)}`, (picked) => {
    chosen = picked;
    history.replaceState(null, '', seriesLink(self, picked));
    // While an arrow key is held, only where it comes to rest is asked for.
    clearTimeout(later);
    later = setTimeout(ask, 120);
  });
  const chart = node('section', { class: 'card' }, node('h2', {}, 'Score over time'), timeline.figure, plotKey);
  view.replaceChildren(
    node('nav', { 'aria-label': 'Where you are', class: 'crumbs' }, node('a', { href: '#/' }, 'Monitors'), ' / ', node('a', { href: monitorLink(monitorName) }, isolate(monitorName))),
    node('h1', { tabindex: '-1' }, isolate(title(self)), ' ', state), under, note, chart, place, beside, many);
  many.addEventListener('toggle', () => { if (many.open && listed) refill(many.querySelector('div') || many.appendChild(node('div')), listed.signature, () => [windowsTable(listed.series)]); });

  function show(series, monitor) {
    const judged = series.windows.filter((w) => w.verdict !== 'inconclusive').pop();
    const last = lastOf(series);
    const shownStart = chosen || (judged || last || {}).start;
    const point = series.windows.find((w) => w.start === shownStart);
    const signature = JSON.stringify([series.state, series.stale, series.alert]);
    refill(state, signature, () => [seriesChip(series)]);
    say(under, `topic ${monitor ? monitor.topic : '–'}${series.alert ? ` · alert ${series.alert.id} ${series.alert.status}` : ''}${series.stale ? ' · stale: no newer window has come' : ''}`);
    say(note, !last ? 'No window has closed yet.' : !chosen && judged && last !== judged ? `The newest window, ${moment(last.start)}, says nothing: ${last.explanation || 'there is no reference'}. The last that could be judged is shown.` : chosen && !point ? `The window of ${chosen} is not among those that are kept.` : '');
    timeline.show(series.windows, series.min_kl || 0, shownStart);
    refill(plotKey, String(series.min_kl), () => [node('span', { class: 'sign stable' }, '●'), ' stable ', node('span', { class: 'sign drifted' }, '◆'), ' drifted ', node('span', { class: 'sign inconclusive' }, '○'), ' cannot tell · ',
      node('span', { class: 'sign noise' }, '■'), ' what chance alone shows · ', node('span', { class: 'sign threshold' }, '╌╌'), ` chance and the ${figure(series.min_kl)} nats that matter · `, node('span', { class: 'sign bar-line' }, '│'), ' 95 % interval, chance taken off · ', node('span', { class: 'sign alert' }, '■'), ' alert on (a broken bar on top: pending)']);
    const w = series.window && series.window.start === shownStart ? series.window : null;
    place.hidden = !point && !w;
    if (w) refill(place, JSON.stringify(w), () => full(w));
    else if (point) refill(place, JSON.stringify(point), () => brief(point));
    listed = { series, signature: JSON.stringify([series.windows.length, last]) };
    if (many.open) many.dispatchEvent(new Event('toggle'));
    const siblings = monitor ? monitor.series.filter((s) => s.feature === feature) : [];
    beside.hidden = siblings.length < 2;
    segments.show(siblings);
    for (const a of segments.table.querySelectorAll('tbody a')) a.toggleAttribute('aria-current', a.getAttribute('href') === seriesLink(self));
  }

  async function fetched(window) {
    const query = new URLSearchParams({ segment });
    if (window) query.set('window', window);
    return get(`${path}?${query}`);
  }

  return {
    name: `${title(self)} of ${monitorName}`,
    choose(picked) {
      chosen = picked;
      ask();
    },
    async update({ board }) {
      const monitor = board.monitors.find((m) => m.name === monitorName);
      const asked = chosen;
      // The list says whether there is such a series here, so that nothing is asked for that is not there.
      const here = monitor && monitor.series.some((s) => s.feature === feature && s.segment === segment);
      const series = here ? await fetched() : null;
      if (chosen !== asked || !view.contains(place)) return;
      if (!series) {
        say(note, 'There is nothing of this feature and segment here: no window has closed yet, or it runs on another instance.');
        chart.hidden = place.hidden = beside.hidden = many.hidden = true;
        return;
      }
      chart.hidden = many.hidden = false;
      const wanted = asked || (series.windows.filter((w) => w.verdict !== 'inconclusive').pop() || {}).start;
      if (series.kept.includes(wanted) && series.window.start !== wanted) series.window = ((await fetched(wanted)) || series).window;
      if (chosen === asked && view.contains(place)) show(series, monitor);
    },
  };
}


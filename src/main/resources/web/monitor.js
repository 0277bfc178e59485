// One monitor: how far it is, what it refused, what it compares with, and its series.

import { chip, count, isolate, moment, node, percent, refill, say } from './dom.js';
import { inWords, worst } from './overview.js';
import { SeriesTable, SORTS } from './table.js';

// As the alert KullbackReferenceStale has it, but by the time of the events.
const STALE_DAYS = 90;

/** Days from the end of the reference to the latest event; nothing where one of them is not known. */
function age(monitor) {
  if (!monitor.reference || !monitor.reference.to || !monitor.progress || !monitor.progress.latest_event) return NaN;
  return Math.floor((Date.parse(monitor.progress.latest_event) - Date.parse(monitor.reference.to)) / 86400000);
}

function progress(monitor, rate) {
  const p = monitor.progress;
  const rows = [['Topic', monitor.topic], ['Windows', `of ${monitor.window}`]];
  if (monitor.source_partitions !== undefined) rows.push(['Partitions', `${count(monitor.source_partitions)}${p && p.idle_partitions ? `, ${count(p.idle_partitions)} silent` : ''}`]);
  if (p) {
    rows.push(['Events read', `${count(p.records)}${rate === null ? '' : `, ${count(rate)} a second now`}`], ['Counted', count(p.counted)], ['Too late', count(p.late)], ['From the future', count(p.future)]);
    if (p.watermark) rows.push(['Read up to', moment(p.watermark)]);
    if (p.latest_event) rows.push(['Latest event', moment(p.latest_event)]);
    rows.push(['Series', `at most ${count(p.series_limit)}${p.series_overflow ? `; ${count(p.series_overflow)} beyond that left out` : ''}`]);
    if (p.categories_overflow) rows.push(['Categories', `${count(p.categories_overflow)} beyond the limit counted as others`]);
  }
  rows.push(['Reference', monitor.reference ? monitor.reference.origin : 'none yet: windows are counted, but cannot be judged']);
  if (monitor.reference) rows.push(['Reference id', monitor.reference.id]);
  const days = age(monitor);
  if (days > 0) rows.push(['Reference age', `${count(days)} day${days === 1 ? '' : 's'} before the latest event${days > STALE_DAYS ? '. It is stale: what differs from it may long be the new normal' : ''}`]);
  return rows;
}

function rejected(p) {
  const reasons = p ? Object.entries(p.rejected) : [];
  if (!reasons.length) return [node('p', { class: 'facts' }, 'No record was rejected.')];
  return [node('table', { class: 'fit' }, node('caption', { class: 'unseen' }, 'Rejected records by reason'),
    node('thead', {}, node('tr', {}, node('th', { scope: 'col' }, 'Reason'), node('th', { scope: 'col', class: 'number' }, 'Records'), node('th', { scope: 'col', class: 'number' }, 'Of all'))),
    node('tbody', {}, ...reasons.sort((a, b) => b[1] - a[1]).map(([reason, n]) => node('tr', {}, node('th', { scope: 'row' }, reason), node('td', { class: 'number' }, count(n)), node('td', { class: 'number' }, percent(n / Math.max(1, p.records)))))))];
}

export function monitorView(view, name) {
  const state = node('span');
  const words = node('p', { class: 'words' });
  const list = node('dl', { class: 'facts-list' });
  const refused = node('div');
  const table = new SeriesTable(`Series of ${name}`);
  view.replaceChildren(
    node('nav', { 'aria-label': 'Where you are', class: 'crumbs' }, node('a', { href: '#/' }, 'Monitors')),
    node('h1', { tabindex: '-1' }, isolate(name), ' ', state), words,
    node('section', { class: 'card' }, node('h2', {}, 'Features and segments'), table.table),
    node('div', { class: 'pair' },
      node('section', { class: 'card' }, node('h2', {}, 'Progress'), list),
      node('section', { class: 'card' }, node('h2', {}, 'Rejected records'), refused)));
  return {
    name,
    update({ board, rates }) {
      const monitor = board.monitors.find((m) => m.name === name);
      if (!monitor) {
        say(words, 'There is no such monitor.');
        return;
      }
      refill(state, worst(monitor), () => [chip(worst(monitor))]);
      say(words, inWords(monitor));
      const rows = progress(monitor, rates.of(name));
      refill(list, JSON.stringify(rows), () => rows.map(([term, text]) => node('div', {}, node('dt', {}, term), node('dd', {}, isolate(text)))));
      refill(refused, JSON.stringify(monitor.progress ? [monitor.progress.rejected, monitor.progress.records] : null), () => rejected(monitor.progress));
      table.show([...monitor.series].sort(SORTS.urgent[1]));
      table.table.hidden = monitor.series.length === 0;
    },
  };
}

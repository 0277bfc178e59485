// Series in rows, each row kept as long as its series is there.

import { figure, finite, isolate, lastDrift, lastOf, moment, node, ORDER, seriesChip, seriesLink, title } from './dom.js';
import { sparkline } from './sparkline.js';

/** What is worth a word: what the newest drift moved, which a later window of which nothing can be told does not take back. */
function worth(series) {
  const last = lastOf(series);
  if (!last) return 'No window has closed yet.';
  const drift = lastDrift(series);
  if (drift === last) return last.explanation || '';
  const parts = [];
  if (last.verdict === 'inconclusive') parts.push(`Cannot tell: ${last.explanation || 'no reference'}.`);
  if (drift && drift.explanation) parts.push(`Last drift ${moment(drift.start)}: ${drift.explanation}`);
  return parts.join(' ');
}

const signature = (series) => {
  const last = lastOf(series) || {};
  return [series.state, series.stale, series.alert && series.alert.since, series.windows.length, last.start, last.kl, last.verdict, last.records, worth(series)].join('|');
};

function cells(series) {
  const last = lastOf(series);
  const text = worth(series);
  const stale = series.stale ? 'No newer window has come since. ' : '';
  return [
    node('th', { scope: 'row' }, node('a', { href: seriesLink(series) }, isolate(title(series))), node('p', { class: 'why narrow' }, isolate(`${stale}${text}`))),
    node('td', {}, seriesChip(series)),
    node('td', { class: 'wide when' }, last ? moment(last.start) : '–', ...(last && last.verdict !== 'stable' ? [node('span', { class: `verdict ${last.verdict}` }, last.verdict === 'drifted' ? 'drifted' : 'inconclusive')] : [])),
    node('td', { class: 'number' }, last && last.verdict !== 'inconclusive' ? figure(last.kl) : '–'),
    node('td', { class: 'number wide' }, last && last.verdict !== 'inconclusive' ? figure(last.noise_floor) : '–'),
    node('td', { class: 'wide' }, sparkline(series.windows, series.min_kl)),
    node('td', { class: 'why wide' }, isolate(`${stale}${text}`)),
  ];
}

const excess = (series) => {
  const last = lastOf(series);
  if (!last || last.verdict === 'inconclusive' || last.kl === undefined) return -1;
  return finite(last.kl) ? (last.kl_corrected || 0) / (series.min_kl || 1) : Infinity;
};

export const SORTS = {
  urgent: ['what fires first', (a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state)],
  score: ['highest score first', (a, b) => { const x = excess(a), y = excess(b); return x === y ? 0 : y - x; }],
  name: ['name', (a, b) => title(a).localeCompare(title(b), 'en')],
  given: ['as configured', () => 0],
};

export class SeriesTable {
  constructor(caption) {
    this.rows = new Map();
    this.body = node('tbody');
    const heads = [['Feature'], ['State'], ['Last window', 'wide'], ['Score, nats', 'number'], ['By chance', 'number wide'], ['Last windows', 'wide'], ['What moved', 'wide']];
    this.table = node('table', { class: 'series' }, node('caption', { class: 'unseen' }, caption),
      node('thead', {}, node('tr', {}, ...heads.map(([text, kind]) => node('th', { scope: 'col', ...(kind ? { class: kind } : {}) }, text)))), this.body);
  }

  /** Shows these series in this order, and of them those that are wanted; gives how many. */
  show(list, isWanted = () => true) {
    const focused = this.body.contains(document.activeElement) ? document.activeElement.closest('tr') : null;
    const gone = new Set(this.rows.keys());
    let place = this.body.firstChild;
    let wanted = 0;
    for (const series of list) {
      const key = JSON.stringify([series.feature, series.segment]);
      const signed = signature(series);
      let row = this.rows.get(key);
      gone.delete(key);
      if (!row) {
        row = { tr: node('tr'), signed: null };
        this.rows.set(key, row);
      }
      if (row.signed !== signed) {
        row.tr.replaceChildren(...cells(series));
        row.signed = signed;
      }
      row.tr.hidden = !isWanted(series);
      if (!row.tr.hidden) wanted++;
      if (place === row.tr) place = place.nextSibling;
      else this.body.insertBefore(row.tr, place);
    }
    for (const key of gone) {
      this.rows.get(key).tr.remove();
      this.rows.delete(key);
    }
    // A row that is filled anew or moved loses the focus that it had.
    if (focused && focused.isConnected && !focused.hidden && !focused.contains(document.activeElement)) focused.querySelector('a').focus({ preventScroll: true });
    return wanted;
  }
}

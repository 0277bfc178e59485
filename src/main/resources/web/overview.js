// All monitors at a glance, and the list of what is on.

import { chip, count, isOn, isolate, lastDrift, lastOf, moment, monitorLink, node, ORDER, refill, say, seriesChip, seriesLink, stateWord, title } from './dom.js';
import { SeriesTable, SORTS } from './table.js';

export const worst = (monitor) => ORDER.find((state) => monitor.series.some((s) => s.state === state)) || 'unknown';

/** In a sentence how a monitor does, what is stale or cannot be told included. */
export function inWords(monitor) {
  const all = monitor.series.length;
  if (monitor.source_partitions === 0) return `There is no topic ${monitor.topic}. The monitor waits for it: create the topic, or correct 'topic' in the configuration.`;
  if (monitor.instance) return `Runs on the instance ${monitor.instance}.`;
  if (!all) return monitor.progress ? 'No window has closed yet.' : 'Not on this instance, or nothing read yet.';
  const states = ORDER.map((state) => [state, monitor.series.filter((s) => s.state === state).length]).filter(([, n]) => n);
  const said = states.length === 1 ? (all === 1 ? stateWord(states[0][0]) : `all ${stateWord(states[0][0])}`) : states.map(([state, n]) => `${count(n)} ${stateWord(state)}`).join(', ');
  const stale = monitor.series.filter((s) => s.stale).length;
  const dumb = monitor.series.filter((s) => lastOf(s) && lastOf(s).verdict === 'inconclusive').length;
  const more = [];
  if (stale) more.push(`No newer window has come for ${stale === all ? 'any' : count(stale)} of them: stale.`);
  if (dumb) more.push(`Of the last window of ${dumb === all && all > 1 ? 'each' : count(dumb)} nothing can be told.`);
  return [`${count(all)} series: ${said}.`, ...more].join(' ');
}

export function facts(monitor, rate) {
  const parts = [`topic ${monitor.topic}`, `windows of ${monitor.window}`];
  const p = monitor.progress;
  if (p) {
    parts.push(`${count(p.records)} events${rate === null ? '' : `, ${count(rate)} events/s`}`);
    if (p.watermark) parts.push(`read up to ${moment(p.watermark)}`);
    const rejected = Object.values(p.rejected).reduce((a, b) => a + b, 0);
    if (rejected) parts.push(`${count(rejected)} rejected`);
    if (p.idle_partitions) parts.push(`${p.idle_partitions} of ${p.partitions} partitions silent`);
  }
  parts.push(monitor.reference ? 'reference in force' : 'no reference yet');
  return parts.join(' · ');
}

/** A table of one monitor's series with its heading, kept up to date in place. */
class Card {
  constructor(monitor) {
    this.table = new SeriesTable(`Series of ${monitor.name}`);
    this.chip = node('span');
    this.words = node('p', { class: 'words' });
    this.facts = node('p', { class: 'facts' });
    this.none = node('p', { class: 'facts' }, 'None of its series is among those asked for.');
    this.section = node('section', { class: 'card' },
      node('h2', {}, node('a', { href: monitorLink(monitor.name) }, isolate(monitor.name)), ' ', this.chip), this.words, this.facts, this.table.table, this.none);
  }

  show(monitor, rate, sort, isWanted) {
    refill(this.chip, worst(monitor), () => [chip(worst(monitor))]);
    say(this.words, inWords(monitor));
    say(this.facts, facts(monitor, rate));
    const wanted = this.table.show([...monitor.series].sort(sort), isWanted);
    this.table.table.hidden = wanted === 0;
    this.none.hidden = wanted > 0 || monitor.series.length === 0;
    return wanted;
  }
}

export function overview(view) {
  let text = '';
  let state = null;
  let shown = null;
  const cards = new Map();
  const search = node('input', { type: 'search', id: 'search', placeholder: 'monitor, feature or segment', autocomplete: 'off' });
  const order = node('select', { id: 'order' }, ...Object.entries(SORTS).map(([key, [word]]) => node('option', { value: key }, word)));
  const buttons = new Map(ORDER.map((s) => [s, node('button', { type: 'button', class: `state ${s}`, 'aria-pressed': 'false' })]));
  const found = node('p', { class: 'facts', role: 'status' });
  const list = node('div');
  view.replaceChildren(
    node('h1', { tabindex: '-1' }, 'Monitors'),
    node('div', { class: 'tools', role: 'search' },
      node('label', { for: 'search' }, 'Find'), search,
      node('div', { role: 'group', 'aria-label': 'Only this state', class: 'group' }, ...buttons.values()),
      node('label', { for: 'order' }, 'Order'), order),
    found, list);
  const draw = () => {
    if (!shown) return;
    const { board, rates } = shown;
    const all = board.monitors.flatMap((m) => m.series);
    for (const [s, button] of buttons) {
      say(button, `${count(all.filter((one) => one.state === s).length)} ${stateWord(s)}`);
      button.setAttribute('aria-pressed', String(state === s));
    }
    const asked = text.trim().toLowerCase();
    const isWanted = (s) => (!state || s.state === state) && (!asked || `${s.monitor} ${title(s)}`.toLowerCase().includes(asked));
    const sort = SORTS[order.value][1];
    const monitors = order.value === 'urgent' ? [...board.monitors].sort((a, b) => ORDER.indexOf(worst(a)) - ORDER.indexOf(worst(b))) : [...board.monitors];
    let wanted = 0;
    let place = list.firstChild;
    const gone = new Set(cards.keys());
    for (const monitor of monitors) {
      gone.delete(monitor.name);
      if (!cards.has(monitor.name)) cards.set(monitor.name, new Card(monitor));
      const card = cards.get(monitor.name);
      const n = card.show(monitor, rates.of(monitor.name), sort, isWanted);
      wanted += n;
      card.section.hidden = n === 0 && (state !== null || (asked !== '' && !monitor.name.toLowerCase().includes(asked)));
      if (place === card.section) place = place.nextSibling;
      else list.insertBefore(card.section, place);
    }
    for (const name of gone) {
      cards.get(name).section.remove();
      cards.delete(name);
    }
    say(found, asked || state ? `${count(wanted)} of ${count(all.length)} series` : board.monitors.length ? '' : 'No monitor is configured.');
  };
  search.addEventListener('input', () => { text = search.value; draw(); });
  order.addEventListener('change', draw);
  for (const [s, button] of buttons) button.addEventListener('click', () => { state = state === s ? null : s; draw(); });
  return { name: 'Monitors', update(data) { shown = data; draw(); } };
}

export function alerts(view) {
  const list = node('div', { class: 'card' });
  view.replaceChildren(node('h1', { tabindex: '-1' }, 'Alerts'), node('p', { class: 'facts' }, 'What is firing or pending now, the newest first.'), list);
  return {
    name: 'Alerts',
    update({ board }) {
      const on = board.monitors.flatMap((m) => m.series).filter(isOn).sort((a, b) => ((b.alert && b.alert.since) || '').localeCompare((a.alert && a.alert.since) || ''));
      refill(list, JSON.stringify(on.map((s) => [s.monitor, s.feature, s.segment, s.state, s.alert, lastOf(s)])), () => {
        if (!on.length) return [node('p', {}, 'No alert is on.')];
        const rows = on.map((s) => {
          const drift = lastDrift(s);
          return node('tr', {}, node('th', { scope: 'row' }, node('a', { href: seriesLink(s) }, isolate(`${s.monitor} / ${title(s)}`)), node('p', { class: 'why narrow' }, isolate((drift && drift.explanation) || ''))),
            node('td', {}, seriesChip(s)), node('td', { class: 'why wide' }, isolate((drift && drift.explanation) || '')));
        });
        return [node('table', { class: 'series' }, node('caption', { class: 'unseen' }, 'Alerts that are on'),
          node('thead', {}, node('tr', {}, node('th', { scope: 'col' }, 'Series'), node('th', { scope: 'col' }, 'State'), node('th', { scope: 'col', class: 'wide' }, 'What moved'))), node('tbody', {}, ...rows))];
      });
    },
  };
}

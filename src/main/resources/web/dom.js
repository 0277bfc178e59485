// Elements, and figures as words. Everything that comes from data is set as text or as an attribute, never as markup.

const SVG = 'http://www.w3.org/2000/svg';

export function node(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export function drawing(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/** Fills a place anew only when what it shows has changed, so that focus, scroll and selection stay where they are. */
export function refill(place, signature, build) {
  if (place.dataset.shows === signature) return;
  place.dataset.shows = signature;
  const focused = place.contains(document.activeElement) ? document.activeElement.getAttribute('href') || document.activeElement.id : null;
  place.replaceChildren(...build());
  if (!focused) return;
  const again = [...place.querySelectorAll('a, button, select, input, summary')].find((e) => e.getAttribute('href') === focused || e.id === focused);
  if (again) again.focus({ preventScroll: true });
}

export function say(place, text) {
  if (place.textContent !== text) place.textContent = text;
}

export const finite = (value) => typeof value === 'number' && Number.isFinite(value);

/** Three digits: `0.0316`. The API writes what is no finite number as a text. */
export function figure(value) {
  if (value === undefined || value === null || value === 'NaN') return '–';
  if (!finite(value)) return value === '-Infinity' ? '−∞' : '∞';
  return `${Number(value.toPrecision(3))}`.replace('-', '−');
}

export const signed = (value) => (finite(value) && value > 0 ? `+${figure(value)}` : figure(value));
export const percent = (share) => (finite(share) ? `${figure(100 * share)} %` : '–');
export const count = (value) => value.toLocaleString('en');

/** The date alone where a window starts at midnight. */
export const moment = (time) => (time.endsWith('T00:00:00Z') ? time.slice(0, 10) : time.slice(0, 19).replace('T', ' ').replace(/:00$/, ''));

const STATES = { ok: 'ok', pending: 'pending', firing: 'firing', unknown: 'cannot tell' };
export const ORDER = ['firing', 'pending', 'unknown', 'ok'];
export const stateWord = (state) => STATES[state] || state;

export const isOn = (series) => series.state === 'firing' || series.state === 'pending';
export const isolate = (text) => node('bdi', {}, text);

/** A mark by its shape and its word; colour comes on top. */
export function chip(state, more = '') {
  return node('span', { class: `state ${state}` }, `${stateWord(state)}${more}`);
}

/** How the alert of a series stands: `firing since 2001-03-05`. */
export function seriesChip(series) {
  const since = isOn(series) && series.alert && series.alert.since ? ` since ${moment(series.alert.since)}` : '';
  return chip(series.state, `${since}${series.stale ? ', stale' : ''}`);
}

const path = (...names) => `#/${names.map(encodeURIComponent).join('/')}`;
export const monitorLink = (name) => path(name);
export const seriesLink = (series, start) => path(series.monitor, series.feature, series.segment, ...(start ? [start] : []));
export const title = (series) => (series.segment ? `${series.feature} · ${series.segment}` : series.feature);
export const lastOf = (series) => series.windows[series.windows.length - 1];

/** The newest window that drifted, also where it is older than those that are listed. */
export const lastDrift = (series) => series.windows.filter((w) => w.verdict === 'drifted').pop() || series.last_drifted;

// Which view is shown, and what it is given.

import { alerts, overview } from './overview.js';
import { count, isOn, say, title } from './dom.js';
import { featureView } from './feature.js';
import { live } from './live.js';
import { monitorView } from './monitor.js';

const byId = (id) => document.getElementById(id);
const view = byId('view');
const POINTS = 30;

/** Events a second of each monitor, over the last ten seconds or so. */
class Rates {
  seen = [];

  note(board) {
    this.seen.push({ at: performance.now(), records: new Map(board.monitors.map((m) => [m.name, m.progress ? m.progress.records : 0])) });
    while (this.seen.length > 2 && performance.now() - this.seen[1].at > 10000) this.seen.shift();
  }

  of(monitor) {
    const first = this.seen[0], last = this.seen[this.seen.length - 1];
    if (!first || last.at - first.at < 400) return null;
    return Math.max(0, Math.round(((last.records.get(monitor) || 0) - (first.records.get(monitor) || 0)) * 1000 / (last.at - first.at)));
  }
}

const rates = new Rates();
let firing = null;
let current = null;
let lastBoard = null;

/** An answer of the API; empty where it knows of no such thing. */
async function get(path) {
  const response = await fetch(path, { signal: AbortSignal.timeout(10000) });
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`status ${response.status}`);
  return response.json();
}

function decoded(step) {
  try {
    return decodeURIComponent(step);
  } catch (broken) {
    return step;
  }
}

function open() {
  const hash = location.hash;
  if (hash === '#view') return;
  const steps = hash.replace(/^#\/?/, '').split('/').map(decoded);
  const place = hash === '#alerts' ? 'alerts' : JSON.stringify(steps.slice(0, 3));
  if (current && current.place === place && current.choose) {
    current.choose(steps[3]);
  } else {
    const made = hash === '#alerts' ? alerts(view) : !steps[0] ? overview(view)
      : steps.length === 1 || !steps[1] ? monitorView(view, steps[0]) : featureView(view, get, steps[0], steps[1], steps[2] || '', steps[3], () => ask());
    current = { ...made, place };
    if (lastBoard) current.update({ board: lastBoard, rates });
  }
  byId('to-monitors').toggleAttribute('aria-current', hash !== '#alerts');
  byId('to-alerts').toggleAttribute('aria-current', hash === '#alerts');
}

/** Says once what began or ended to fire, and nothing of all that moves besides. */
function tellNews(board) {
  const now = new Map(board.monitors.flatMap((m) => m.series).filter((s) => s.state === 'firing').map((s) => [JSON.stringify([s.monitor, s.feature, s.segment]), `${title(s)} of ${s.monitor}`]));
  if (firing) {
    const began = [...now].filter(([key]) => !firing.has(key)).map(([, name]) => name);
    const ended = [...firing].filter(([key]) => !now.has(key)).map(([, name]) => name);
    const few = (names) => (names.length > 3 ? `${names.length} series` : names.join(', '));
    const news = [began.length ? `Now firing: ${few(began)}.` : '', ended.length ? `No longer firing: ${few(ended)}.` : ''].join(' ').trim();
    if (news) say(byId('news'), news);
  }
  firing = now;
}

async function refresh() {
  const board = await get(`/api/v1/monitors?points=${POINTS}`);
  if (!board) throw new Error('status 404');
  lastBoard = board;
  rates.note(board);
  tellNews(board);
  const records = board.monitors.reduce((sum, m) => sum + (m.progress ? m.progress.records : 0), 0);
  const speeds = board.monitors.map((m) => rates.of(m.name)).filter((r) => r !== null);
  byId('rate').dataset.text = `${count(records)} events${speeds.length ? `, ${count(speeds.reduce((a, b) => a + b, 0))} events/s` : ''}`;
  say(byId('build'), `Kullback ${board.version}, configuration ${board.config_hash}.`);
  await current.update({ board, rates });
  const on = board.monitors.flatMap((m) => m.series).filter(isOn).length;
  say(byId('to-alerts'), on ? `Alerts (${count(on)})` : 'Alerts');
  document.title = `${firing.size ? `(${firing.size} firing) ` : ''}${current.name} – Kullback`;
}

let state = 'connecting';
let shownAt = 0;

function age() {
  const seconds = Math.round((Date.now() - shownAt) / 1000);
  const text = byId('rate').dataset.text || '';
  say(byId('rate'), state === 'lost' ? (shownAt ? `${count(seconds)} s old.` : '') : text);
}

function tell(text, now, at) {
  state = now;
  shownAt = at;
  say(byId('alive'), text);
  document.body.dataset.live = now;
  age();
}

window.addEventListener('hashchange', () => {
  const before = current && current.place;
  open();
  if (current.place !== before) {
    window.scrollTo(0, 0);
    view.querySelector('h1').focus({ preventScroll: true });
  }
  ask();
});
open();
const ask = live(refresh, tell);
ask();
setInterval(age, 1000);

// The score over time, drawn by uPlot: noise floor, threshold, interval, and the spans in which an alert was on.

import { figure, finite, moment, node, say } from './dom.js';

const HEIGHT = 300;
const SHAPE = { stable: 'stable', drifted: 'drifted', inconclusive: 'inconclusive' };
const middle = (w) => (Date.parse(w.start) + Date.parse(w.end)) / 2000;

/** Windows in a row after which the alert stood alike: pending, or firing. */
export function alertSpans(windows) {
  const spans = [];
  let last = null;
  for (const w of windows) {
    if (w.alert !== 'pending' && w.alert !== 'firing') last = null;
    else if (last && last.status === w.alert) last.end = w.end;
    else spans.push(last = { status: w.alert, start: w.start, end: w.end });
  }
  return spans;
}

/** One window in a line. */
export function line(w) {
  const score = w.kl === undefined ? 'no score' : `${figure(w.kl)} nats, ${figure(w.noise_floor)} by chance, 95 % interval ${figure(w.kl_lower)} to ${figure(w.kl_upper)}`;
  return `${moment(w.start)}: ${SHAPE[w.verdict]}, ${w.verdict === 'inconclusive' ? w.explanation || 'no reference' : score}, ${w.records.toLocaleString('en')} events`;
}

/** A date, or within a day the time too. */
const tick = (seconds, step) => {
  const iso = new Date(seconds * 1000).toISOString();
  return step >= 86400 || iso.slice(11, 16) === '00:00' ? iso.slice(0, 10) : iso.slice(11, step < 60 ? 19 : 16);
};

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

export class Timeline {
  /** @param choose is told the start of the window that is chosen by pointer or key */
  constructor(label, choose) {
    this.choose = choose;
    this.windows = [];
    this.chosen = 0;
    this.plot = null;
    this.host = node('div', { class: 'plot', role: 'slider', tabindex: '0', 'aria-label': label, 'aria-describedby': 'plot-help', id: 'plot' });
    this.readout = node('p', { class: 'readout', 'aria-hidden': 'true' });
    const zoom = (text, name, act) => {
      const button = node('button', { type: 'button', 'aria-label': name }, text);
      button.addEventListener('click', act);
      return button;
    };
    this.figure = node('figure', { class: 'timeline' },
      node('div', { class: 'plot-head' }, this.readout, node('div', { role: 'group', 'aria-label': 'Zoom', class: 'group' },
        zoom('−', 'Zoom out', () => this.zoom(2)), zoom('+', 'Zoom in', () => this.zoom(0.5)), zoom('All', 'Show all windows', () => this.zoom(Infinity)))),
      this.host,
      node('figcaption', { id: 'plot-help' }, 'Arrow keys or a click choose a window; drag, or + and −, to zoom; 0 shows all.'));
    this.host.addEventListener('keydown', (event) => this.key(event));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.draw());
    new ResizeObserver(() => { if (this.plot && this.host.clientWidth) this.plot.setSize({ width: this.host.clientWidth, height: HEIGHT }); }).observe(this.host);
  }

  show(windows, minKl, start) {
    const signature = JSON.stringify([windows.length, windows[0], windows[windows.length - 1]]);
    const isNew = signature !== this.signature;
    this.signature = signature;
    this.windows = windows;
    this.minKl = minKl;
    const at = windows.findIndex((w) => w.start === start);
    this.chosen = at < 0 ? windows.length - 1 : at;
    if (isNew) this.draw();
    else if (this.plot) this.plot.redraw(false);
    this.speak();
  }

  speak() {
    const w = this.windows[this.chosen];
    for (const [name, value] of Object.entries({ valuemin: 1, valuemax: Math.max(1, this.windows.length), valuenow: this.chosen + 1, valuetext: w ? line(w) : 'no window has closed yet' })) this.host.setAttribute(`aria-${name}`, value);
    say(this.readout, w ? line(w) : 'No window has closed yet.');
  }

  pick(index) {
    if (index < 0 || index >= this.windows.length || index === this.chosen) return;
    this.chosen = index;
    this.speak();
    const { min, max } = this.plot.scales.x;
    const x = middle(this.windows[index]);
    if (x < min || x > max) this.plot.setScale('x', { min: x - (max - min) / 2, max: x + (max - min) / 2 });
    else this.plot.redraw(false);
    this.choose(this.windows[index].start);
  }

  key(event) {
    const last = this.windows.length - 1;
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1, PageUp: 10, PageDown: -10 }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey || !this.plot) return;
    if (step) this.pick(Math.max(0, Math.min(last, this.chosen + step)));
    else if (event.key === 'Home') this.pick(0);
    else if (event.key === 'End') this.pick(last);
    else if (event.key === '+' || event.key === '=') this.zoom(0.5);
    else if (event.key === '-') this.zoom(2);
    else if (event.key === '0') this.zoom(Infinity);
    else return;
    event.preventDefault();
  }

  /** Around the chosen window. */
  zoom(factor) {
    if (!this.plot || !this.windows.length) return;
    const from = Date.parse(this.windows[0].start) / 1000, to = Date.parse(this.windows[this.windows.length - 1].end) / 1000;
    const { min, max } = this.plot.scales.x;
    const span = (max - min) * factor;
    if (span >= to - from) {
      this.plot.setScale('x', { min: from, max: to });
      return;
    }
    const least = 4 * (Date.parse(this.windows[0].end) / 1000 - from);
    const half = Math.max(span, least) / 2, x = middle(this.windows[this.chosen]);
    this.plot.setScale('x', { min: x - half, max: x + half });
  }

  draw() {
    const kept = this.plot && this.plot.scales.x;
    const zoomed = this.plot && kept.max - kept.min < this.whole * 0.999 ? kept : null;
    if (this.plot) this.plot.destroy();
    this.plot = null;
    if (!this.windows.length || !this.host.isConnected) return;
    const judged = (value) => (w) => (w.verdict !== 'inconclusive' && finite(w[value]) ? w[value] : null);
    const noise = this.windows.map(judged('noise_floor'));
    const data = [this.windows.map(middle), this.windows.map(judged('kl')), noise, noise.map((n) => (n === null ? null : n + this.minKl))];
    const from = Date.parse(this.windows[0].start) / 1000, to = Date.parse(this.windows[this.windows.length - 1].end) / 1000;
    this.whole = to - from;
    const top = Math.max(this.minKl * 1.6, ...data[1].map((v) => v || 0), ...this.windows.map(judged('kl_upper')).map((v) => v || 0)) * 1.06;
    const axis = { stroke: colour('soft'), grid: { stroke: colour('line'), width: 1 }, ticks: { stroke: colour('line'), width: 1 }, font: '12px system-ui, sans-serif' };
    const step = uPlot.paths.stepped({ align: 0 });
    this.plot = new uPlot({
      width: Math.max(260, this.host.clientWidth), height: HEIGHT, tzDate: (t) => uPlot.tzDate(new Date(t * 1000), 'Etc/UTC'),
      legend: { show: false }, padding: [8, 40, 0, 0],
      scales: { x: { time: true, range: (u, min, max) => (min === null || min === max ? [from, to] : [min, max]) }, y: { range: () => [0, top] } },
      axes: [{ ...axis, space: 84, values: (u, ticks, i, space, step) => ticks.map((t) => tick(t, step)) }, { ...axis, size: 52, values: (u, ticks) => ticks.map((t) => figure(t)) }],
      cursor: { drag: { x: true, y: false, dist: 6 }, points: { show: false }, y: false },
      series: [{},
        { label: 'score', stroke: colour('trend'), width: 1, points: { show: false } },
        { label: 'noise floor', stroke: colour('noise-line'), width: 1, fill: colour('noise'), paths: step, points: { show: false } },
        { label: 'threshold', stroke: colour('threshold'), width: 1.5, dash: [6, 4], paths: step, points: { show: false } }],
      hooks: {
        drawClear: [(u) => this.shade(u)],
        draw: [(u) => this.marks(u)],
        setCursor: [(u) => say(this.readout, line(this.windows[u.cursor.idx === null || u.cursor.idx === undefined ? this.chosen : u.cursor.idx]))],
        ready: [(u) => u.over.addEventListener('click', () => { if (u.cursor.idx !== null && !(u.select.width > 0)) this.pick(u.cursor.idx); })],
      },
    }, data, this.host);
    this.plot.setScale('x', zoomed ? { min: zoomed.min, max: zoomed.max } : { min: from, max: to });
    this.host.querySelectorAll('canvas').forEach((c) => c.setAttribute('aria-hidden', 'true'));
  }

  shade(u) {
    const { ctx } = u, { left, top, width, height } = u.bbox, ratio = devicePixelRatio;
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, top, width, height);
    ctx.clip();
    const across = (time) => u.valToPos(Date.parse(time) / 1000, 'x', true);
    for (const span of alertSpans(this.windows)) {
      const a = across(span.start), b = Math.max(a + 2 * ratio, across(span.end));
      ctx.fillStyle = colour(span.status === 'firing' ? 'alert' : 'alert-pending');
      ctx.fillRect(a, top, b - a, height);
      // On top a bar, whole while it fires and broken while it is pending: not by colour alone.
      ctx.strokeStyle = colour('firing');
      ctx.lineWidth = 4 * ratio;
      ctx.setLineDash(span.status === 'firing' ? [] : [4 * ratio, 3 * ratio]);
      ctx.beginPath();
      ctx.moveTo(a, top + 2 * ratio);
      ctx.lineTo(b, top + 2 * ratio);
      ctx.stroke();
    }
    ctx.restore();
  }

  marks(u) {
    const { ctx } = u, { left, top, width, height } = u.bbox, ratio = devicePixelRatio;
    const floor = top + height;
    ctx.save();
    ctx.beginPath();
    ctx.rect(left, top - 4 * ratio, width, height + 8 * ratio);
    ctx.clip();
    this.windows.forEach((w, i) => {
      const x = u.valToPos(middle(w), 'x', true);
      if (x < left - 8 || x > left + width + 8) return;
      const place = (v) => Math.max(top, u.valToPos(finite(v) ? v : Infinity, 'y', true)) || top;
      const isDrift = w.verdict === 'drifted', isDumb = w.verdict === 'inconclusive';
      if (i === this.chosen) {
        ctx.strokeStyle = colour('ink');
        ctx.lineWidth = ratio;
        ctx.setLineDash([2 * ratio, 2 * ratio]);
        ctx.beginPath();
        ctx.moveTo(x, top);
        ctx.lineTo(x, floor);
        ctx.stroke();
        ctx.setLineDash([]);
      }
      if (!isDumb && finite(w.kl_lower) && finite(w.kl_upper) && w.kl_upper > 0) {
        ctx.strokeStyle = colour(isDrift ? 'firing' : 'observed');
        ctx.globalAlpha = 0.45;
        ctx.lineWidth = 1.5 * ratio;
        ctx.beginPath();
        ctx.moveTo(x, place(w.kl_lower));
        ctx.lineTo(x, place(w.kl_upper));
        ctx.stroke();
        ctx.globalAlpha = 1;
      }
      const y = isDumb ? floor - 4 * ratio : w.kl === undefined ? floor : place(w.kl);
      const r = (i === this.chosen ? 5.5 : isDrift ? 4.5 : 2.6) * ratio;
      ctx.fillStyle = colour(isDrift ? 'firing' : isDumb ? 'card' : 'observed');
      ctx.strokeStyle = colour(isDumb ? 'unknown' : 'card');
      ctx.lineWidth = (isDumb ? 1.5 : 1) * ratio;
      ctx.beginPath();
      if (isDrift) {
        ctx.moveTo(x, y - r * 1.2);
        ctx.lineTo(x + r * 1.2, y);
        ctx.lineTo(x, y + r * 1.2);
        ctx.lineTo(x - r * 1.2, y);
        ctx.closePath();
      } else {
        ctx.arc(x, y, r, 0, 2 * Math.PI);
      }
      ctx.fill();
      ctx.stroke();
    });
    ctx.restore();
  }
}

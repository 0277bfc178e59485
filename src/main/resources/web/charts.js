// Small charts in SVG. Everything that comes from data is set as text or as an attribute, never as markup.

const SVG = 'http://www.w3.org/2000/svg';

function element(name, attributes, text) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  if (text !== undefined) node.textContent = text;
  return node;
}

function frame(width, height, label) {
  return element('svg', { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': label });
}

const finite = (value) => typeof value === 'number' && Number.isFinite(value);

/** The last windows of a series in a word's height. */
export function sparkline(windows, minKl) {
  const width = 240, height = 34, shown = windows.slice(-80);
  const svg = frame(width, height, `divergence of the last ${shown.length} windows`);
  const values = shown.map((w) => (finite(w.kl) ? w.kl : 0));
  // A window of too few events may show anything; it must not flatten the others.
  const judged = shown.filter((w) => w.verdict !== 'inconclusive' && finite(w.kl)).map((w) => w.kl);
  const top = Math.max(minKl * 2, ...judged);
  const step = width / Math.max(shown.length, 30);
  shown.forEach((w, i) => {
    const h = Math.max(1, Math.min(1, values[i] / top) * height);
    svg.append(element('rect', {
      x: i * step, y: height - h, width: Math.max(1, step - 1), height: h, class: `mark ${w.verdict}`,
    }));
  });
  return svg;
}

/** Windows in a row after which the alert stood alike: pending, or firing. */
function alertSpans(windows) {
  const spans = [];
  for (const w of windows) {
    const last = spans[spans.length - 1];
    if (last && last.open && last.status === w.alert) last.end = w.end;
    else {
      if (last) last.open = false;
      if (w.alert === 'pending' || w.alert === 'firing') spans.push({ status: w.alert, start: w.start, end: w.end, open: true });
    }
  }
  return spans;
}

/** Divergence over time with its interval, the noise floor and the threshold. */
export function timeChart(windows, minKl, chosen, choose) {
  const width = 1100, height = 280, left = 56, bottom = 28, right = 12, topPad = 12;
  const svg = frame(width, height, 'divergence over time');
  if (windows.length === 0) return svg;
  const judged = windows.filter((w) => w.verdict !== 'inconclusive' && finite(w.kl)).map((w) => w.kl);
  const top = Math.max(minKl * 1.5, ...judged) * 1.08;
  const from = Date.parse(windows[0].start), to = Math.max(Date.parse(windows[windows.length - 1].end), from + 1);
  const x = (time) => left + ((time - from) / (to - from)) * (width - left - right);
  const y = (nats) => height - bottom - Math.min(1, nats / top) * (height - bottom - topPad);
  for (const span of alertSpans(windows)) {
    const a = x(Date.parse(span.start)), b = x(Date.parse(span.end));
    const shade = element('rect', { x: a, y: topPad, width: Math.max(2, b - a), height: height - bottom - topPad, class: `alert ${span.status}` });
    shade.append(element('title', {}, `${span.status} from ${span.start.slice(0, 16)} to ${span.end.slice(0, 16)}`));
    svg.append(shade);
  }
  for (let i = 0; i <= 4; i++) {
    const value = (top * i) / 4;
    svg.append(element('line', { x1: left, x2: width - right, y1: y(value), y2: y(value), class: 'axis' }));
    svg.append(element('text', { x: left - 8, y: y(value) + 4, 'text-anchor': 'end' }, value.toPrecision(2)));
  }
  for (let i = 0; i <= 5; i++) {
    const time = from + ((to - from) * i) / 5;
    const anchor = i === 0 ? 'start' : i === 5 ? 'end' : 'middle';
    svg.append(element('text', { x: x(time), y: height - 8, 'text-anchor': anchor }, new Date(time).toISOString().slice(0, 10)));
  }
  const slot = (width - left - right) / windows.length;
  for (const w of windows) {
    if (finite(w.noise_floor)) {
      const a = x(Date.parse(w.start)), b = x(Date.parse(w.end));
      svg.append(element('rect', { x: a, y: y(w.noise_floor), width: Math.max(1, b - a), height: height - bottom - y(w.noise_floor), class: 'noise' }));
    }
  }
  svg.append(element('line', { x1: left, x2: width - right, y1: y(minKl), y2: y(minKl), class: 'threshold' }));
  for (const w of windows) {
    if (!finite(w.kl)) continue;
    const cx = (x(Date.parse(w.start)) + x(Date.parse(w.end))) / 2;
    if (finite(w.kl_lower) && finite(w.kl_upper) && w.verdict !== 'inconclusive') {
      svg.append(element('line', { x1: cx, x2: cx, y1: y(w.kl_lower), y2: y(w.kl_upper), class: `range ${w.verdict}` }));
    }
    const dot = element('circle', {
      cx, cy: y(w.kl), r: w.start === chosen ? 6 : Math.max(2.2, Math.min(4, slot / 2)), class: `mark ${w.verdict}`,
    });
    dot.append(element('title', {}, `${w.start.slice(0, 16)}  ${w.kl.toPrecision(3)} nats, ${w.verdict}, ${w.records} records${w.explanation ? '\n' + w.explanation : ''}`));
    if (w.verdict === 'drifted') {
      dot.classList.add('choice');
      dot.addEventListener('click', () => choose(w.start));
    }
    svg.append(dot);
  }
  return svg;
}

/** Observed and reference shares side by side, bin by bin; those that made the drift stand out. */
export function binChart(bins, drifted) {
  const row = 22, label = 130, width = 760, scale = width - label - 130;
  const shown = bins.filter((b) => b.observed > 0 || b.reference > 0);
  const svg = frame(width, shown.length * row + 6, 'observed and reference share of each bin');
  const most = Math.max(1e-9, ...shown.map((b) => Math.max(b.observed, b.reference)));
  const total = Math.max(1e-12, shown.reduce((sum, b) => sum + b.nats, 0));
  shown.forEach((b, i) => {
    const y = i * row + 3;
    svg.append(element('text', { x: label - 8, y: y + 13, 'text-anchor': 'end', class: 'name' }, b.label));
    svg.append(element('rect', { x: label, y: y + 10, width: (b.reference / most) * scale, height: 7, class: 'reference' }));
    svg.append(element('rect', {
      x: label, y: y + 1, width: (b.observed / most) * scale, height: 8, class: drifted && b.nats / total >= 0.05 ? 'observed moved' : 'observed',
    }));
    const change = `${(100 * b.reference).toPrecision(2)} → ${(100 * b.observed).toPrecision(2)} %`;
    svg.append(element('text', { x: label + (Math.max(b.observed, b.reference) / most) * scale + 8, y: y + 13 }, change));
  });
  return svg;
}

// The last windows of a series in the height of a word.

import { drawing, finite } from './dom.js';

const WIDTH = 180, HEIGHT = 30, SHOWN = 30;

/** One path for each verdict: with hundreds of series every element counts. What drifted stands on a foot, what cannot be told is hollow. */
export function sparkline(windows, minKl) {
  const shown = windows.slice(-SHOWN);
  const drifted = shown.filter((w) => w.verdict === 'drifted').length;
  const svg = drawing('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, class: 'spark', role: 'img', 'aria-label': `${drifted} of the last ${shown.length} windows drifted` });
  const judged = shown.filter((w) => w.verdict !== 'inconclusive' && finite(w.kl)).map((w) => w.kl);
  const top = Math.max(minKl * 1.5 || 0, ...judged) || 1;
  const step = WIDTH / SHOWN;
  const paths = { stable: '', drifted: '', inconclusive: '' };
  shown.forEach((w, i) => {
    const x = (i * step).toFixed(1), width = Math.max(1, step - 1).toFixed(1);
    const share = finite(w.kl) ? Math.min(1, w.kl / top) : w.kl === undefined ? 0 : 1;
    const height = w.verdict === 'inconclusive' ? 3 : Math.max(1.5, share * (HEIGHT - 4));
    paths[w.verdict] += `M${x} ${(HEIGHT - 3 - height).toFixed(1)}h${width}v${height.toFixed(1)}h-${width}z`;
    if (w.verdict === 'drifted') paths.drifted += `M${x} ${HEIGHT - 2}h${width}v2h-${width}z`;
  });
  for (const [verdict, d] of Object.entries(paths)) if (d) svg.append(drawing('path', { d, class: `mark ${verdict}` }));
  return svg;
}

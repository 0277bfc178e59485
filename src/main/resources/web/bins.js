// Reference and observed shares side by side, bin by bin, with what each gives to the divergence.

import { figure, finite, isolate, node, percent, signed } from './dom.js';

const MOST = 40;

function bar(kind, share, most) {
  const made = node('span', { class: `bar ${kind}` });
  made.style.width = `${(100 * share) / most}%`;
  return made;
}

/** @param drifted whether what moved is to stand out */
export function binTable(bins, drifted) {
  const shown = bins.filter((b) => b.observed > 0 || b.reference > 0 || b.nats !== 0);
  const most = Math.max(1e-9, ...shown.flatMap((b) => [b.observed, b.reference]).filter(finite));
  const total = shown.reduce((sum, b) => sum + (finite(b.nats) ? b.nats : 0), 0);
  const largest = Math.max(1e-12, ...shown.map((b) => Math.abs(finite(b.nats) ? b.nats : 0)));
  const isMoved = (b) => drifted && (!finite(b.nats) || (total > 0 && b.nats / total >= 0.05 && Math.abs(b.residual) >= 3));
  const row = (b) => {
    const part = bar('part', Math.abs(finite(b.nats) ? b.nats : largest), largest);
    const moved = isMoved(b);
    return node('tr', moved ? { class: 'moved' } : {},
      node('th', { scope: 'row' }, isolate(b.label), ...(moved ? [node('span', { class: 'flag' }, ' moved')] : [])),
      node('td', { class: 'bars wide' }, bar('reference', b.reference, most), bar(moved ? 'observed moved' : 'observed', b.observed, most)),
      node('td', { class: 'number' }, percent(b.reference)), node('td', { class: 'number' }, percent(b.observed)),
      node('td', { class: 'number residual' }, signed(b.residual)),
      node('td', { class: 'number wide' }, `${figure(b.nats)}`),
      node('td', { class: 'number' }, total > 0 && finite(b.nats) ? `${figure(Math.round((1000 * b.nats) / total) / 10)} %` : '–'),
      node('td', { class: 'parts wide' }, part));
  };
  const heads = [['Bin'], ['Reference above, observed below', 'wide'], ['Reference', 'number'], ['Observed', 'number'], ['Residual', 'number'], ['Nats', 'number wide'], ['Part', 'number'], ['', 'wide']];
  const body = node('tbody');
  const order = node('select', { id: 'bin-order' }, node('option', { value: 'given' }, 'as the bins are'), node('option', { value: 'part' }, 'largest contribution first'));
  const all = node('button', { type: 'button', id: 'all-bins' }, `Show all ${shown.length} bins`);
  let limit = MOST;
  const weight = (b) => (finite(b.nats) ? Math.abs(b.nats) : Infinity);
  const fill = () => {
    let list = shown;
    if (shown.length > limit) {
      const kept = new Set([...shown].sort((a, b) => weight(b) - weight(a)).slice(0, limit));
      list = shown.filter((b) => kept.has(b));
    }
    if (order.value === 'part') list = [...list].sort((a, b) => weight(b) - weight(a));
    body.replaceChildren(...list.map(row));
    all.hidden = shown.length <= limit;
  };
  order.addEventListener('change', fill);
  all.addEventListener('click', () => { limit = Infinity; fill(); order.focus(); });
  fill();
  return [
    node('div', { class: 'tools' }, node('p', { class: 'key' }, bar('key reference', 1, 1), ' reference ', bar('key observed', 1, 1), ' observed', ...(drifted ? [' ', bar('key observed moved', 1, 1), ' observed, and moved'] : [])),
      node('label', { for: 'bin-order' }, 'Order'), order),
    node('table', { class: 'bins' }, node('caption', { class: 'unseen' }, 'Shares of each bin in the reference and in the window, and what it gives to the divergence'),
      node('thead', {}, node('tr', {}, ...heads.map(([text, kind]) => (text ? node('th', { scope: 'col', ...(kind ? { class: kind } : {}) }, text) : node('td', { class: kind }))))), body),
    all,
    node('p', { class: 'facts' }, 'Residual: standard deviations above (+) or below (−) what the reference expects. Part: of the whole divergence; a bin that became rarer may give a negative part.'),
  ];
}

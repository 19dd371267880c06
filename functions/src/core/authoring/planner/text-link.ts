import { connects, saysWhen } from './messages.ts';
import type { Token } from './tokens.ts';

const LINKS = new Set(['to', 'about', 'of', 'that', 'regarding', 'for', 'saying', 'called', 'titled', 'named']);

/** Where the text begins, past what was said about when: "remind me | on Friday at 5 | to call". */
export function linkAt(tokens: readonly Token[], at: number): { readonly from: number; readonly to: number } | null {
  const near = tokens.slice(at, at + 30);
  const end = near.findIndex(({ gap }, index) => index > 0 && (gap === '.' || gap === ';'));
  const rest = end < 0 ? near : near.slice(0, end);
  const when = saysWhen(rest);
  for (const [index, here] of rest.entries()) {
    const place = at + index;
    const isMark = [':', '–', ','].includes(here.gap);
    if (here.kind === 'quote') return { from: place, to: place };
    if (here.text === ':' && !when[index]) return { from: place, to: place + 1 };
    if (here.gap === ':' && !when[index]) return { from: place, to: place };
    const isEach = here.text === 'for' && ['each', 'every', 'all', 'any'].includes(rest[index + 1]?.text ?? '');
    if (isEach) return null;
    const after = rest[index + 1];
    // "Too call Tom", a slip for "to".
    const isSlip = here.text === 'too' && after?.kind === 'word' && after.gap === '' && !when[index + 1];
    if ((LINKS.has(here.text) && !when[index]) || isSlip) return { from: place, to: place + 1 };
    if (when[index] || connects(here)) continue;
    // "Remind me water the plants every day".
    return index === 0 || isMark ? { from: place, to: place } : null;
  }
  return null;
}

import { editDistance } from './nearest.ts';

export interface Named {
  readonly id: string;
  readonly name: string;
  /** What it is called where others have its name, too; left out where none has. */
  readonly label?: string | undefined;
}
/** Which playbook a person means: exactly one, or the ones it could be. */
export type Found<P extends Named> =
  | { readonly kind: 'one'; readonly playbook: P }
  | { readonly kind: 'several' | 'none'; readonly candidates: readonly P[] };

/**
 * The playbook that is called so: its name has every word of it. Two that fit equally well are both told; `null` ("it")
 * is clear only where there is just one.
 */
export function findPlaybook<P extends Named>(target: string | null, playbooks: readonly P[]): Found<P> {
  if (target === null) return choose(playbooks);
  const exact = playbooks.filter(({ name, id, label }) =>
    [id, label, name].some((one) => one?.toLowerCase() === target.toLowerCase()),
  );
  if (exact.length > 0) return choose(exact);
  const wanted = wordsOf(target);
  const scored = playbooks.map((playbook) => ({ playbook, score: score(wanted, wordsOf(playbook.name)) }));
  const best = Math.max(0, ...scored.map((one) => one.score));
  if (best === 0) return { kind: 'none', candidates: playbooks };
  const candidates = scored.filter((one) => one.score === best).map(({ playbook }) => playbook);
  // A word that no name has may change what is meant: "… until Monday", "… except Fridays".
  return best === 1 ? choose(candidates) : { kind: 'none', candidates };
}

function choose<P extends Named>(candidates: readonly P[]): Found<P> {
  const [only, ...more] = candidates;
  if (only === undefined) return { kind: 'none', candidates };
  return more.length === 0 ? { kind: 'one', playbook: only } : { kind: 'several', candidates };
}

/** Alike in meaning here: a scan and a check are what a watch of prices does. */
const SAME: Readonly<Record<string, string>> = {
  prices: 'price',
  pricing: 'price',
  competitors: 'competitor',
  rival: 'competitor',
  rivals: 'competitor',
  competition: 'competitor',
  alerts: 'alert',
  reports: 'report',
  inventory: 'stock',
};
const EMPTY = new Set([
  'the',
  'my',
  'our',
  'a',
  'playbook',
  'scan',
  'check',
  'watch',
  'daily',
  'weekly',
  'one',
  'for',
  'of',
  'back',
  'again',
  'too',
]);

function wordsOf(text: string): string[] {
  const words = text
    .toLowerCase()
    .replace(/'s?\b/g, '')
    .split(/[^\p{L}\d]+/u);
  return words.filter((word) => word !== '' && !EMPTY.has(word)).map((word) => SAME[word] ?? word);
}

/** The share of the wanted words that the name has; half or less is no match. */
function score(wanted: readonly string[], name: readonly string[]): number {
  if (wanted.length === 0) return 0;
  const hits = wanted.filter((word) =>
    name.some((other) => word === other || (word.length > 4 && editDistance(word, other, 2) < 2)),
  );
  return hits.length * 2 > wanted.length ? hits.length / wanted.length : 0;
}

import { editDistance } from '../nearest.ts';
import { english } from './english.ts';
import { numberWord, type Token } from './tokens.ts';

/** Words that turn a sentence round, each a slip away from one that does not. */
const AS_WRITTEN = new Set(
  'never not none nobody nothing neither nor without unless except until hardly rarely seldom deleted delayed increase increases increased increasing inexpensive pos sku skus crm erp roi kpi kpis gmv aov mrr arr ltv cac thc cbd otc seo sem ads api csv pdf vip eta faq cta hq pto'.split(
    ' ',
  ),
);

/** Slips that are too short, or too far off, to be told by their letters. */
const COMMON_SLIPS: Readonly<Record<string, string>> = {
  teh: 'the',
  wen: 'when',
  oder: 'order',
  wehn: 'when',
  whn: 'when',
  emale: 'email',
  emal: 'email',
  evry: 'every',
  abt: 'about',
  wensday: 'wednesday',
  wednsday: 'wednesday',
  adn: 'and',
  nad: 'and',
  fo: 'of',
  taht: 'that',
  tht: 'that',
  msg: 'message',
  cust: 'customer',
  cancled: 'canceled',
  recieve: 'receive',
  tel: 'tell',
  payed: 'paid',
  tmrw: 'tomorrow',
  tmr: 'tomorrow',
  ur: 'your',
};

/** Puts right a word that is one known word with a slip of the fingers, and leaves alone what could be two. */
export function corrected(tokens: readonly Token[], known: ReadonlySet<string>): Token[] {
  return tokens.map((token, at) => {
    if (token.kind !== 'word') return token;
    const common = COMMON_SLIPS[token.text];
    if (common !== undefined) return { ...token, text: common };
    if (token.text === 'les' && tokens[at + 1]?.text === 'than') return { ...token, text: 'less' };
    if (token.text === 'lat' && DUE.has(tokens[at - 1]?.text ?? '')) return { ...token, text: 'late' };
    if (known.has(token.text) || AS_WRITTEN.has(token.text) || english.has(token.text)) return token;
    const near = (token.text.length < 4 ? null : nearest(token.text, known)) ?? nearestShort(token, known);
    if (near === null) return token;
    const number = numberWord(near);
    return number === null ? { ...token, text: near } : { ...token, text: near, number, kind: 'number' };
  });
}
const DUE = new Set('day days week weeks month months is are'.split(' '));

/** The known words by their first two letters, and what was put right before. */
interface Known {
  readonly words: ReadonlyMap<string, readonly { readonly word: string; readonly letters: string }[]>;
  readonly before: Map<string, string | null>;
}
const knowing = new WeakMap<ReadonlySet<string>, Known>();

function knownIn(words: ReadonlySet<string>): Known {
  const there = knowing.get(words);
  if (there) return there;
  const long = [...words].filter((word) => word.length >= 3).map((word) => ({ word, letters: lettersOf(word) }));
  const made = { words: Map.groupBy(long, ({ word }) => word.charAt(0)), before: new Map<string, string | null>() };
  knowing.set(words, made);
  return made;
}

/** The one known word that it can be; letters in another order, and letters left out, come before others. */
function nearest(said: string, all: ReadonlySet<string>): string | null {
  const { words, before } = knownIn(all);
  const remembered = before.get(said);
  if (remembered !== undefined) return remembered;
  const limit = said.length >= 8 ? 3 : 2;
  const letters = lettersOf(said);
  // Fingers seldom slip on the first letter: "lights" are no "nights".
  const near = [...(words.get(said.charAt(0)) ?? []), ...(words.get(said.charAt(1)) ?? [])]
    .filter(({ word }) => word.length >= 4 && Math.abs(said.length - word.length) < limit && beginsAlike(said, word))
    .filter((one) => said.length > 4 || one.word.length > 4 || one.letters === letters)
    .map((one) => ({
      word: one.word,
      distance: one.letters === letters ? (isSwapped(said, one.word) ? 0.4 : 0.5) : slip(said, one.word, limit),
    }))
    .filter(({ distance }) => distance < limit)
    .sort((a, b) => a.distance - b.distance);
  const [best, second] = near;
  const isOne = best && !(second && second.distance === best.distance && !sameStem(best.word, second.word));
  const word = isOne ? best.word : null;
  if (before.size < 5_000) before.set(said, word);
  return word;
}

/** Of a word with three to five letters: two of them swapped, one left out, doubled, or the key beside it. */
function nearestShort({ text: said, raw }: Token, all: ReadonlySet<string>): string | null {
  // "Amy" is no "may".
  if (said.length < 3 || said.length > 5 || /^\p{Lu}/u.test(raw)) return null;
  const there = (knownIn(all).words.get(said.charAt(0)) ?? []).map(({ word }) => word);
  const swapped = there.filter((word) => isSwapped(said, word));
  const near = swapped.length > 0 ? swapped : there.filter((word) => isOneOff(said, word));
  return near.length === 1 ? (near[0] ?? null) : null;
}

/** Two letters beside each other are in the other order. */
function isSwapped(said: string, word: string): boolean {
  const at = [...said].findIndex((letter, index) => letter !== word[index]);
  return (
    at >= 0 &&
    said.length === word.length &&
    said[at] === word[at + 1] &&
    said[at + 1] === word[at] &&
    said.slice(at + 2) === word.slice(at + 2)
  );
}

const KEYS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
function isOneOff(said: string, word: string): boolean {
  const at = [...said].findIndex((letter, index) => letter !== word[index]);
  const from = at < 0 ? said.length : at;
  if (word.length === said.length + 1) return said.slice(from) === word.slice(from + 1);
  if (word.length === said.length - 1)
    return said[from] === said[from - 1] && said.slice(from + 1) === word.slice(from);
  if (word.length !== said.length || said.slice(from + 1) !== word.slice(from + 1)) return false;
  return KEYS.some((row) => {
    const [one, other] = [row.indexOf(said.charAt(from)), row.indexOf(word.charAt(from))];
    return one >= 0 && other >= 0 && Math.abs(one - other) === 1;
  });
}

function slip(said: string, word: string, limit: number): number {
  const distance = editDistance(said, word, limit);
  return distance === 1 && isPart(said, word) ? 0.75 : distance;
}

function lettersOf(word: string): string {
  return [...word].sort().join('');
}

/** Whether the word is what was said with letters more. */
function isPart(said: string, word: string): boolean {
  let at = 0;
  for (const letter of word) if (letter === said[at]) at += 1;
  return at === said.length;
}

/** The first letter is the same, or the first two in the other order. */
function beginsAlike(said: string, word: string): boolean {
  return said.charAt(0) === word.charAt(0) || (said.charAt(0) === word.charAt(1) && said.charAt(1) === word.charAt(0));
}

function sameStem(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a);
}

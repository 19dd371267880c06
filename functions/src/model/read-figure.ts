import type { Place } from './figure-text.ts';
import { FIGURE_WORDS, type Unit } from './figure-words.ts';
import { type FigureName, figuresSchema } from './figures.ts';
import { marksOf, partOf } from './number-marks.ts';

/** A figure as somebody has written it; null where nothing is said of it. */
export type ReadFigure = { readonly value: number } | { readonly problem: string } | null;

const NOTHING = /^(?:[-–—?]?|n\/?a|unknown|not known|skip|no answer)$/i;
const ZERO = /^(?:zero|nothing|nil)$/i;
const ABOUT = /^(?:about|around|approx(?:imately|\.)?|ca\.?|~|≈)\s*/i;
const PERCENT = /\s*(?:%|per ?cent\b)\s*/i;
/** What may stand behind a number of that kind. */
const NOUNS: Readonly<Partial<Record<Unit, RegExp>>> = {
  days: /\s*days?$/i,
  times: /\s*(?:times?|x)$/i,
  stars: /\s*(?:stars?|\/\s*5)$/i,
};
const SCALES: Readonly<Record<string, number>> = { k: 1e3, m: 1e6 };

/**
 * Reads a figure as people write it: `$12,400`, `12.400,50 €`, `(350)`, `about 12k`, `12 %`. A single mark before three digits
 * parts thousands in an amount and a count; elsewhere the place decides.
 */
export function readFigure(name: FigureName, text: string, place: Place): ReadFigure {
  const { unit } = FIGURE_WORDS[name];
  // Spaces of all kinds become one kind.
  const said = text.normalize('NFKC').replaceAll('\u2212', '-').trim().replace(ABOUT, '');
  if (NOTHING.test(said)) return null;
  if (ZERO.test(said)) return { value: 0 };
  const { rest, isNegative } = signIn(unit === 'money' ? withoutMark(said, place) : said);
  if (/\p{Sc}|\b[A-Z]{3}\b/u.test(rest)) {
    return { problem: unit === 'money' ? `This is not in ${place.currency}` : 'This is no amount of money' };
  }
  const isPercent = PERCENT.test(rest);
  if (isPercent && unit !== 'share') return { problem: 'This is no percentage' };
  const size = sizeOf(rest.replace(PERCENT, '').replace(NOUNS[unit] ?? '', ''), unit, place);
  if (size === null) return { problem: `‘${said.slice(0, 40)}’ is no number` };
  if (unit === 'share' && !isPercent && size > 1) return { problem: `Write ${size} % or ${size / 100}` };
  const value = (isNegative ? -1 : 1) * (isPercent ? Math.round(size * 1e6) / 1e8 : size);
  const checked = figuresSchema.shape[name].safeParse(value);
  return checked.success ? { value } : { problem: checked.error.issues[0]?.message ?? 'This cannot be' };
}

/** Without the mark of the business's own currency, at either end. */
function withoutMark(said: string, place: Place): string {
  const lower = said.toLowerCase();
  const mark = marksOf(place).find((one) => lower.includes(one.toLowerCase()));
  if (mark === undefined) return said;
  const at = lower.indexOf(mark.toLowerCase());
  return `${said.slice(0, at)}${said.slice(at + mark.length)}`.trim();
}

/** A minus stands before, behind, or is a pair of brackets. */
function signIn(said: string): { readonly rest: string; readonly isNegative: boolean } {
  const [, before, inner, behind] = /^([-+(]?)\s*(.*?)\s*([-)]?)$/s.exec(said) ?? [];
  const isNegative = before === '-' || behind === '-' || (before === '(' && behind === ')');
  const isWhole = (before === '(') === (behind === ')') && !(before !== '' && behind === '-');
  return isWhole ? { rest: inner ?? said, isNegative } : { rest: said, isNegative: false };
}

function sizeOf(text: string, unit: Unit, place: Place): number | null {
  const [, digits = '', scale] = /^(.*?)(?:\s*([km]))?$/is.exec(text) ?? [];
  if (scale === undefined) return numberIn(text, unit, place);
  const size = unit === 'money' ? numberIn(digits, 'share', place) : null;
  return size === null ? null : size * (SCALES[scale.toLowerCase()] ?? 1);
}

function numberIn(text: string, unit: Unit, place: Place): number | null {
  // A space or an apostrophe parts thousands and nothing else.
  const joined = text.replaceAll(/(?<=\d)[ '’](?=\d{3}(?!\d))/g, '');
  if (!/^(?:\d[\d.,]*|[.,]\d+)$/.test(joined)) return null;
  const marks = [...joined.matchAll(/[.,]/g)].map(([mark]) => mark);
  const decimal = decimalIn(joined, marks, unit, place);
  const [whole = '', ...fractions] = decimal === null ? [joined] : joined.split(decimal);
  const isGrouped = /^\d{0,3}$|^\d+$|^\d{1,3}(?:([.,])\d{2,3})*[.,]\d{3}$/.test(whole);
  if (!isGrouped || new Set(whole.match(/[.,]/g)).size > 1 || fractions.length > 1) return null;
  if (fractions.some((one) => !/^\d*$/.test(one))) return null;
  return Number(`${whole.replaceAll(/[.,]/g, '') || '0'}.${fractions[0] || '0'}`);
}

/** Which mark parts the fraction; null where none does. */
function decimalIn(text: string, marks: readonly string[], unit: Unit, place: Place): string | null {
  const [first, last] = [marks[0], marks.at(-1)];
  if (first === undefined || last === undefined) return null;
  if (first !== last) return last;
  if (marks.length > 1) return null;
  const [before = '', after = ''] = text.split(last);
  if (after.length !== 3 || !/^[1-9]\d{0,2}$/.test(before)) return last;
  if (unit === 'count' || (unit === 'money' && decimalsOf(place) < 3)) return null;
  return last === (partOf('decimal', place.locale, {}) ?? '.') ? last : null;
}

/** How many decimals amounts have: none of yen, three of dinars. */
function decimalsOf({ currency }: Place): number {
  try {
    const format = new Intl.NumberFormat('en-US', { style: 'currency', currency });
    return format.resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

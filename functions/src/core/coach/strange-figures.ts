import type { Place } from '../../model/figure-text.ts';
import type { Unit } from '../../model/figure-words.ts';
import { marksOf, partOf } from '../../model/number-marks.ts';
import type { StatedFigure } from '../../model/recommendation.ts';

// Whether a text that a model has written states nothing but the figures it was given. Where that cannot be told it does
// not: all that is lost are nicer words.

type Given = Pick<StatedFigure, 'unit' | 'value'>;

/** A month is so many days in all figures, and a text may say so of the last one. */
const MONTH_DAYS = 30;
const LAST = /\b(?:last|past|previous|prior) $/i;
const NUMBER = /\d(?:[\d.,'’\u00a0\u202f\u2009]*\d)?/g;
/** Digits that are not ours, and characters such as ½ and ². */
const OTHER_DIGIT = /[^\P{N}0-9]/gu;
const IN_WORDS =
  /\b(?:zero|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|(?:fif|six|seven|eigh|nin|ten|eleven|twelf)ths?|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|(?<!\d\s?)thousand|thousands|(?<!\d\s?)million|millions|billions?|trillions?|grand|lakhs?|crores?|dozens?|half|halves|halved|halving|thirds?|quarters?|twice|thrice|doubl\w+|tripl\w+|quadrupl\w+|\w+fold)\b/gi;
/** `one of them`, `this one`, `no one` count nothing. */
const ONE = /(?<!\b(?:no|any|every|each|this|that|which|the) )\bone\b(?! (?:of|by|another)\b)/gi;
const SCALES: Readonly<Record<string, number>> = { k: 1e3, K: 1e3, thousand: 1e3, m: 1e6, M: 1e6, million: 1e6 };

/**
 * What of an English text is a figure and none of the given ones, as it stands there. Figures may be rounded, to two
 * digits at least, and keep their unit: an amount its currency, a share its percent sign, days the word. `own` are words
 * that may be said again.
 */
export function strangeFigures(text: string, given: readonly Given[], place: Place, own: string): readonly string[] {
  const said = new Set(countsIn(own).map((word) => word.toLowerCase()));
  const words = countsIn(text).filter((word) => !said.has(word.toLowerCase()));
  const beside = patternsOf(place);
  const numbers = [...text.matchAll(NUMBER)].flatMap(({ 0: digits, index }) => {
    const before = text.slice(0, index);
    const left = beside.left.exec(before)?.groups;
    const right = beside.right.exec(text.slice(index + digits.length))?.groups;
    if (!left || !right) return [digits];
    const marks = [left.mark, right.mark];
    const sign = left.sign ?? left.inner;
    const said = { ...right, digits, sign, marks, percent: right.percent ?? left.before, isLast: LAST.test(before) };
    return isAmong(given, said, place) ? [] : [digits];
  });
  return [...words, ...numbers];
}

function countsIn(text: string): readonly string[] {
  return [IN_WORDS, ONE, OTHER_DIGIT].flatMap((pattern) => [...text.matchAll(pattern)].map(([word]) => word));
}

/** A number, and what stands beside it. */
interface Said {
  readonly digits: string;
  readonly sign: string | undefined;
  /** Before and after it. */
  readonly marks: readonly (string | undefined)[];
  /** Whether it is told of a time that has passed. */
  readonly isLast: boolean;
  readonly percent: string | undefined;
  readonly scale?: string;
  readonly noun?: string;
}

function isAmong(given: readonly Given[], said: Said, place: Place): boolean {
  const units = unitsOf(said);
  const factor = (SCALES[said.scale ?? ''] ?? 1) * (said.percent === undefined ? 1 : 0.01);
  const known = given.filter(({ unit }) => units.includes(unit)).map(({ value }) => value);
  return readings(said.digits, place).some(({ value, precision }) => {
    if (said.isLast && units.includes('days') && value === MONTH_DAYS) return true;
    return known.some((one) => {
      if (said.sign !== undefined && (said.sign === '+') !== one > 0) return false;
      const off = Math.abs(value * factor - Math.abs(one));
      return off <= (precision * factor) / 2 + Math.abs(one) * 1e-9;
    });
  });
}

/** What a number may count. */
function unitsOf({ marks, percent, noun, scale }: Said): readonly Unit[] {
  if (marks.some((mark) => mark !== undefined)) return percent === undefined && noun === undefined ? ['money'] : [];
  if (percent !== undefined) return scale === undefined && noun === undefined ? ['share'] : [];
  if (noun === undefined) return ['count', 'stars', 'times'];
  const nouns: Readonly<Record<string, Unit>> = { day: 'days', time: 'times', star: 'stars' };
  const unit = nouns[noun.toLowerCase().replace(/s$/, '')];
  return unit === undefined ? [] : [unit];
}

interface Reading {
  readonly value: number;
  /** What its last digit counts. */
  readonly precision: number;
}

/** A number as the place writes it, and as English does. */
function readings(digits: string, { locale, currency }: Place): readonly Reading[] {
  // Some write amounts in another way than other numbers.
  const here = [{}, { style: 'currency', currency } as const].map((options) => ({
    group: plain(partOf('group', locale, options) ?? ''),
    decimal: plain(partOf('decimal', locale, options) ?? ''),
  }));
  return [...here, { group: ',', decimal: '.' }].flatMap(({ group, decimal }) => {
    const [whole = '', ...fractions] = decimal === '' ? [plain(digits)] : plain(digits).split(decimal);
    const [first = '', ...rest] = group === '' ? [whole] : whole.split(group);
    const isGrouped = rest.every((one, at) => (at === rest.length - 1 ? /^\d{3}$/ : /^\d{2,3}$/).test(one));
    const isFirst = (rest.length === 0 ? /^(?:0|[1-9]\d*)$/ : /^[1-9]\d{0,2}$/).test(first);
    if (!isFirst || !isGrouped || fractions.length > 1 || !fractions.every((one) => /^\d+$/.test(one))) return [];
    const [fraction] = fractions;
    const all = `${first}${rest.join('')}`;
    const noughts = Math.max(0, Math.min(/0*$/.exec(all)?.[0].length ?? 0, all.length - 2));
    const precision = fraction === undefined ? 10 ** noughts : 10 ** -fraction.length;
    return [{ value: Number(`${all}.${fraction ?? 0}`), precision }];
  });
}

function plain(text: string): string {
  return text.replaceAll(/[\u00a0\u202f\u2009]/g, ' ').replaceAll('’', "'");
}

/** What may stand at both sides of a number; where neither fits, it is part of a word, a sum or a foreign amount. */
function patternsOf(place: Place): { readonly left: RegExp; readonly right: RegExp } {
  const marks = marksOf(place)
    .map((mark) => mark.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`))
    .join('|');
  const apart = String.raw`(?<![\p{L}\p{N}.,×*^/÷]|\p{Sc}\s?|\b[A-Z]{3}\s)`;
  const marked = String.raw`(?:(?:(?<mark>${marks})|(?<before>%))\s?(?<inner>[-−+])?)?`;
  const end = String.raw`(?!\s?[\p{Sc}%]|\s[A-Z]{3}\b|[\p{L}\p{N}+]|\s*[/^*×÷=:]\s*\d)`;
  const nouns = 'minutes?|hours?|days?|nights?|weeks?|months?|years?|times?|stars?|x';
  return {
    left: new RegExp(`${apart}(?<sign>[-−+])?${marked}$`, 'u'),
    right: new RegExp(
      String.raw`^(?:\s?(?<scale>${Object.keys(SCALES).join('|')})(?!\p{L}))?(?:\s?(?<mark>${marks})(?!\p{L}))?(?:\s?(?<percent>%|percent\b|per cent\b))?(?:[\s-]?(?:(?i:working|business|full)\s)?(?<noun>(?i:${nouns}))\b)?${end}`,
      'u',
    ),
  };
}

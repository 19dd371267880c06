import type { Place } from '@model/figure-text.ts';
import { FIGURE_WORDS } from '@model/figure-words.ts';
import { type FigureName, type Figures, figureNames, figuresSchema } from '@model/figures.ts';
import type { Insight } from '@model/insight.ts';
import { partOf } from '@model/number-marks.ts';
import { readFigure } from '@model/read-figure.ts';
import { WRITTEN_DAYS, type WrittenFigures } from '@model/written-figures.ts';
import { plusDays } from '../../../lib/days.ts';

export interface WrittenDay {
  readonly date: string;
  readonly figures: Partial<Figures>;
}

/** What only people can tell; shown first, and always. */
const PEOPLES: readonly FigureName[] = [
  'cash',
  'monthlyBurn',
  'payables',
  'overduePayables',
  'netMargin',
  'netMarginPrev30',
];
/** They follow from others. */
const FOLLOWING: readonly FigureName[] = ['runwayDays', 'revenueGrowth'];
const FROM_WHICH: Readonly<Partial<Record<FigureName, readonly FigureName[]>>> = {
  runwayDays: ['cash', 'monthlyBurn'],
  revenueGrowth: ['revenuePrev30'],
};

/** A document `metrics/{date}`; none where it is no day, or says nothing. */
export function figuresOfDay(id: string, data: object | null): WrittenDay[] {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(id) || data === null) return [];
  const known = figureNames.flatMap((name) => {
    const value: unknown = (data as Readonly<Record<string, unknown>>)[name];
    const read = figuresSchema.shape[name].safeParse(value);
    return read.success && read.data !== null ? [[name, read.data] as const] : [];
  });
  return known.length === 0 ? [] : [{ date: id, figures: Object.fromEntries(known) }];
}

/** The figures that are asked for: those that only people know, what is missing, and what was told before. */
export function askedFor(missing: Insight['missing'], days: readonly WrittenDay[]): readonly FigureName[] {
  const gaps = missing.flatMap(({ figures }) => figures.flatMap((name) => FROM_WHICH[name] ?? [name]));
  const told = days.flatMap(({ figures }) => Object.keys(figures) as FigureName[]);
  return [...new Set([...PEOPLES, ...gaps, ...told])].filter((name) => !FOLLOWING.includes(name));
}

/** All others, which may be asked for, too. */
export function othersThan(shown: readonly FigureName[]): readonly FigureName[] {
  return figureNames.filter((name) => !shown.includes(name) && !FOLLOWING.includes(name));
}

/** When a figure was last told before a day, and what it was. */
export function lastBefore(
  name: FigureName,
  date: string,
  days: readonly WrittenDay[],
): { readonly date: string; readonly value: number } | null {
  const last = days.findLast((day) => day.date < date && day.figures[name] != null);
  return last === undefined ? null : { date: last.date, value: last.figures[name] ?? 0 };
}

/** So many days before they are known no longer people are told. */
const WARN_DAYS = 7;

/** What only people can tell and will soon be too old to be known, with the last day that it is known on. */
export function fading(
  days: readonly WrittenDay[],
  today: string,
): { readonly name: FigureName; readonly until: string }[] {
  return PEOPLES.flatMap((name) => {
    const last = lastBefore(name, plusDays(today, 1), days);
    const until = last === null ? '' : plusDays(last.date, WRITTEN_DAYS);
    return until >= today && until < plusDays(today, WARN_DAYS) ? [{ name, until }] : [];
  });
}

/** A figure as it stands in a field: it is read back as the same. */
export function inputText(name: FigureName, value: number, place: Place): string {
  const isShare = FIGURE_WORDS[name].unit === 'share';
  const number = String(Math.round(value * (isShare ? 1e8 : 1e6)) / 1e6).replace(
    '.',
    partOf('decimal', place.locale, {}) ?? '.',
  );
  return isShare ? `${number} %` : number;
}

/** What was typed, by figure; what was not touched is left out. */
export type Draft = Readonly<Partial<Record<FigureName, string>>>;

/** What a draft says of a day of which something may be known already: an emptied field takes a figure back. */
export function readDraft(
  draft: Draft,
  known: Partial<Figures>,
  place: Place,
): { readonly figures: WrittenFigures; readonly problems: Draft } {
  const [figures, problems]: [WrittenFigures, Partial<Record<FigureName, string>>] = [{}, {}];
  for (const [name, text] of Object.entries(draft) as [FigureName, string][]) {
    const read = readFigure(name, text, place);
    if (read !== null && 'problem' in read) problems[name] = read.problem;
    else if (read !== null) figures[name] = read.value;
    else if (known[name] != null) figures[name] = null;
  }
  return { figures, problems };
}

/** What to do about something that is missing, without how much it would change. */
export function remedyOf(text: string): string {
  return text.replace(/^[^.]* points\. /, '');
}

/** `up to 14 points` */
export function gainWords(points: number): string {
  const rounded = Math.round(points);
  return rounded === 1 ? 'up to 1 point' : `up to ${rounded} points`;
}

/** A file as text: UTF-8, or what spreadsheets wrote before. */
export function tableText(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** `12 days with 34 figures` */
export function sizeWords(days: readonly { readonly changes: readonly unknown[] }[]): string {
  const figures = days.reduce((sum, { changes }) => sum + changes.length, 0);
  const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;
  return `${counted(days.length, 'day')} with ${counted(figures, 'figure')}`;
}

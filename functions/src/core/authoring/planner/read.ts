import type { AuthoringFacts, CompetitorRef } from '../authoring-facts.ts';
import * as actions from './actions.ts';
import { pageOf } from './competitors.ts';
import { fillers } from './fillers.ts';
import { Reading } from './grammar.ts';
import { readSchedule, type ScheduleReading } from './schedule.ts';
import * as subject from './subject.ts';
import { howMany, type Threshold, threshold } from './threshold.ts';
import type { Token } from './tokens.ts';

/** The pages of others are looked at no more often than this. */
const LEAST_MINUTES = 5;

/** Everything that was read in one sentence; `leftover` is what was not. */
export interface Read {
  readonly sentence: string;
  readonly schedule: ScheduleReading;
  readonly thresholds: readonly Threshold[];
  readonly counts: readonly Threshold[];
  readonly comparison: subject.Comparison | null;
  readonly unclearDrop: boolean;
  /** All of them at once are meant. */
  readonly everyOne: boolean;
  readonly competitors: { readonly top: number | null } | null;
  readonly prices: boolean;
  readonly report: boolean;
  readonly stock: 'low' | 'empty' | 'mentioned' | null;
  readonly doing: readonly actions.Doing[];
  readonly atOnce: boolean;
  readonly otherChannel: string | null;
  readonly somebody: string | null;
  readonly emails: readonly string[];
  /** Addresses were named besides the person who asks: "email me and sam@…". */
  readonly alsoMe: boolean;
  readonly pages: readonly CompetitorRef[];
  readonly names: readonly string[];
  readonly slips: readonly string[];
  readonly leftover: readonly string[];
}

/** Takes the sentence apart. The order matters: what is said in more particular words is taken out first. */
export function readAll(
  sentence: string,
  tokens: readonly Token[],
  named: readonly CompetitorRef[],
  facts: AuthoringFacts,
): Read {
  const reading = new Reading(tokens);
  const urls = reading.takeAll(subject.address);
  const pages = urls.flatMap((url) => pageOf(url, facts) ?? []);
  const besidesMe = reading.take(actions.meAndAddress);
  const emails = [...(besidesMe === null ? [] : [besidesMe]), ...reading.takeAll(actions.address)];
  const names = reading.takeAll(subject.nameOf);
  const otherChannel = reading.take(actions.otherChannel);
  const atOnce = reading.take(actions.atOnce) !== null;
  const everyOne = reading.take(subject.everyOne) !== null;
  const schedule = readSchedule(reading, facts, sentence, LEAST_MINUTES);
  const counts = reading.takeAll(howMany);
  const low = reading.take(subject.lowStock);
  const stock = reading.takeAll(subject.stockSubject).length > 0 || low?.named === true;
  const thresholds = reading.takeAll(threshold);
  const comparison = reading.take(subject.comparison);
  const drop = comparison === null && reading.take(subject.unclearDrop) !== null;
  const report = reading.takeAll(subject.report).length > 0;
  const competitors = reading.takeAll(subject.competitors);
  const prices = reading.takeAll(subject.prices).length > 0;
  const somebody = reading.take(actions.somebody);
  const doing = reading.takeAll(actions.doing);
  reading.takeAll(actions.watching);
  const isStock = stock || (low !== null && names.some((name) => facts.products.includes(name)));
  const left = reading.left.filter(({ text }) => !fillers.has(text));
  return {
    sentence,
    schedule,
    thresholds,
    counts,
    comparison,
    unclearDrop: drop && !isStock,
    everyOne,
    competitors: competitors.length === 0 ? null : { top: competitors.find(({ top }) => top !== null)?.top ?? null },
    prices,
    report,
    stock: isStock ? (low?.state ?? 'mentioned') : null,
    doing: [...new Set(doing)],
    atOnce,
    otherChannel,
    somebody,
    emails: [...new Set(emails)],
    alsoMe: besidesMe !== null,
    pages: [...named, ...pages],
    names: [...new Set(names)],
    slips: tokens
      .filter(({ kind, raw, text }) => kind === 'word' && raw.toLowerCase() !== text)
      .map(({ raw, text }) => `“${raw}” was read as “${text}”`),
    leftover: [
      ...urls.filter((url) => pageOf(url, facts) === null),
      ...left.map(({ raw }) => raw),
      ...(low !== null && !isStock ? ['low'] : []),
    ],
  };
}

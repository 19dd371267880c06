import type { ContractChange, SaidAmount } from '../contract-change.ts';
import { type ClockTime, time } from './clock.ts';
import { certainWeekly, type DaysReading, fortnight, weekday } from './days.ts';
import { both, listOf, longest, map, maybe, means, number, type Parser, phrase } from './grammar.ts';
import { weekdaysOf } from './recurring.ts';
import { saidAction } from './said-action.ts';
import { threshold } from './threshold.ts';

/** What goes, in "8 instead of 9": a number, a time, days of the week (0 is Sunday), or whom or what it told. */
export interface Swapped {
  readonly number: number | null;
  readonly time: ClockTime | null;
  readonly days: readonly number[] | null;
  readonly who: string | null;
}
const NOTHING: Swapped = { number: null, time: null, days: null, who: null };
const who: Parser<string> = longest(
  map(phrase('to|by|with? me|us|myself'), () => 'user'),
  map(both(maybe(phrase('on|to|by|via')), saidAction), ([, { action, to }]) => to[0] ?? action),
  means('send_email', 'an|the|by|via|with? email|mail|emails|mails', 'emailing|mailing me|us?'),
  means('send_sms', 'texting me|us?'),
);
/** How often it was until now; what takes its place says all of it. */
const oldRhythm = longest<unknown>(
  phrase('hourly|daily|weekly|monthly|quarterly|yearly'),
  phrase('once|twice a|an|per hour|day|week|month'),
  phrase('every|each single? minute|hour|day|morning|evening|night|week|month'),
  both(phrase('every|each'), both(number, phrase('minutes|min|mins|hours|hrs|days|weeks'))),
);

/** `instead of 9`, `instead of me`, `instead of Slack`; `not to me`. */
export const insteadOf: Parser<Swapped> = longest(
  map(both(phrase('but? not to|via|by'), who), ([, name]) => ({ ...NOTHING, who: name })),
  insteadOfIt(),
);
function insteadOfIt(): Parser<Swapped> {
  return map(
    both(
      longest(phrase('instead|rather of|than'), phrase('in place of')),
      longest<Swapped>(
        map(threshold, ({ value }) => ({ ...NOTHING, number: value })),
        map(both(maybe(phrase('at')), time), ([, one]) => ({
          ...NOTHING,
          number: one.minutes % 60 === 0 ? one.minutes / 60 : null,
          time: one,
        })),
        map(number, (value) => ({ ...NOTHING, number: value })),
        map(who, (name) => ({ ...NOTHING, who: name })),
        map(certainWeekly, (days) => ({ ...NOTHING, days: weekdaysIn(days) })),
        map(longest(fortnight, oldRhythm), () => NOTHING),
        map(phrase('the|a? alert|message'), () => NOTHING),
      ),
    ),
    ([, swapped]) => swapped,
  );
}

/** "Move it from Monday to Wednesday" is no range of days: the day that goes, taken out. */
export const fromDay: Parser<readonly number[]> = map(
  both(both(phrase('from'), listOf(weekday)), phrase('to|into')),
  ([[, days]]) => days,
);

/** "Move it from 9 to 10" is no window: the time that goes. */
export const fromTime: Parser<Swapped> = map(
  both(both(phrase('from'), time), phrase('to|into')),
  ([[, one]]): Swapped => ({ ...NOTHING, number: one.minutes % 60 === 0 ? one.minutes / 60 : null, time: one }),
);

function weekdaysIn(days: DaysReading): readonly number[] | null {
  return 'trouble' in days ? null : days.flatMap(({ daysOfWeek }) => weekdaysOf(daysOfWeek));
}

const aboveWords = phrase(
  'and? if|when its|it|thats|that|they|the|price|gap|is|are|even* more|over|above|exceeds|greater|beyond than?',
);
/** `and if it is over 25 %`: the same thing, by more. */
export const over: Parser<SaidAmount> = map(both(aboveWords, threshold), ([, read]) => amountOf(read));

const MONEY: readonly [string, string][] = [
  ['EUR', 'euro|euros|eur'],
  ['USD', 'dollar|dollars|usd'],
  ['GBP', 'pound|pounds|gbp'],
];
export const inMoney: Parser<string> = longest(
  ...MONEY.map(([code, names]) => map(both(phrase('in'), phrase(names)), () => code)),
);

const units = longest<SaidAmount['unit'] & string>(
  means('stars', 'star|stars'),
  means('days', 'day|days late|past|overdue?'),
  means('count', 'unit|units|item|items|piece|pieces|left|of them'),
);
const orSide = longest(
  means('<=' as const, 'or less|fewer|below|lower|under'),
  means('>=' as const, 'or more|above|higher|over|better'),
);
const bound = longest(
  means('>' as const, 'more|over|above|greater than?'),
  means('<' as const, 'less|fewer|under|below than?'),
  means('>=' as const, 'at least'),
  means('<=' as const, 'at most', 'up to'),
);
export const counted: Parser<ContractChange> = map(
  both(maybe(bound), both(number, both(units, maybe(orSide)))),
  ([op, [value, [unit, side]]]) => ({
    type: 'limit',
    amount: { value, unit, currency: null },
    operator: side ?? op,
  }),
);

type Threshold = NonNullable<ReturnType<typeof threshold>>[0];

function amountOf({ value, unit, currency }: Threshold): SaidAmount {
  return { value, unit: unit ?? (currency === null ? null : 'currency'), currency };
}

/** A bare "15 %" leaves the comparison as it is. */
export function limitOf(read: Threshold): ContractChange {
  const operator = read.operator === '>=' ? null : read.operator;
  return { type: 'limit', amount: amountOf(read), operator };
}

import type { ContractChange, SaidAmount } from '../contract-change.ts';
import { type ClockTime, time } from './clock.ts';
import { both, longest, map, maybe, means, number, type Parser, phrase } from './grammar.ts';
import { saidAction } from './said-action.ts';
import { threshold } from './threshold.ts';

/** What goes, in "8 instead of 9": a number, a time, or whom or what it told. */
export interface Swapped {
  readonly number: number | null;
  readonly time: ClockTime | null;
  readonly who: string | null;
}
const who: Parser<string> = longest(
  map(phrase('me|us|myself'), () => 'user'),
  map(both(maybe(phrase('on|to|by|via')), saidAction), ([, { action, to }]) => to[0] ?? action),
  means('send_email', 'email|mail'),
);
/** `instead of 9`, `instead of me`, `instead of Slack`; `not to me`. */
export const insteadOf: Parser<Swapped> = longest(
  map(both(phrase('but? not to|via|by'), who), ([, name]) => ({ number: null, time: null, who: name })),
  insteadOfIt(),
);
function insteadOfIt(): Parser<Swapped> {
  return map(
    both(
      phrase('instead|rather of|than'),
      longest<Swapped>(
        map(threshold, ({ value }) => ({ number: value, time: null, who: null })),
        map(both(maybe(phrase('at')), time), ([, one]) => ({
          number: one.minutes % 60 === 0 ? one.minutes / 60 : null,
          time: one,
          who: null,
        })),
        map(number, (value) => ({ number: value, time: null, who: null })),
        map(who, (name) => ({ number: null, time: null, who: name })),
        map(phrase('the|a? alert|message'), () => ({ number: null, time: null, who: null })),
      ),
    ),
    ([, swapped]) => swapped,
  );
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

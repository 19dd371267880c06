import { dayIndexAt } from '../../triggering/zoned-time.ts';
import type { AuthoringFacts } from '../authoring-facts.ts';
import type { ContractChange } from '../contract-change.ts';
import type { Rescheduling } from '../reschedule.ts';
import { type ClockTime, inHalf } from './clock.ts';
import { isoDate, resolveDate } from './dates.ts';
import { both, longest, map, means, number, type Parser, phrase, Reading } from './grammar.ts';
import { troubleWithDate } from './once.ts';
import { combine } from './recurring.ts';
import { anchorFrom, readSchedule } from './schedule.ts';
import { askTime, type Trouble, unclearZone } from './schedule-trouble.ts';
import { type Atom, readAtoms } from './when.ts';
import { meantZone } from './zone.ts';

const WHOLE: ReadonlySet<Atom['kind']> = new Set([
  'interval',
  'perDay',
  'trouble',
  'date',
  'delay',
  'either',
  'passed',
  'months',
]);

/**
 * New times, days, zone or end, taken out of the sentence; a whole schedule where it is one of rounds ("every 10 minutes"). Null where nothing was said about when.
 */
export function rescheduling(
  reading: Reading,
  facts: AuthoringFacts,
  sentence: string,
  moved: Moved,
): ContractChange | Trouble | null {
  const later = reading.take(shift);
  if (later !== null) return { type: 'reschedule', change: { later }, assumptions: [] };
  const whole = new Reading(reading.left);
  const atoms = readAtoms(new Reading(reading.left));
  if (atoms.length === 0) return null;
  const isWhole = atoms.some(({ kind }) => WHOLE.has(kind)) || atoms.filter(({ kind }) => kind === 'days').length > 1;
  if (isWhole) {
    const read = readSchedule(whole, facts, sentence);
    if (read?.kind === 'trouble') return read;
    if (read) {
      readAtoms(reading);
      return { type: 'triggers', triggers: read.triggers, assumptions: read.assumptions };
    }
  }
  return partly(readAtoms(reading), facts, sentence, moved);
}

/** `instead`: the minutes of the time that goes; `insteadDays`: the days of the week that go; `more`: what is said comes to what is there. */
interface Moved {
  readonly instead: number | null;
  readonly insteadDays: readonly number[] | null;
  readonly more: boolean;
}

const span: Parser<number> = longest(
  map(both(number, phrase('minute|minutes|min|mins')), ([count]) => count),
  map(both(number, phrase('hour|hours|hr|hrs')), ([count]) => 60 * count),
  means(60, 'an|one hour'),
  means(30, 'half an hour'),
  means(15, 'a quarter of? an hour'),
);
/** "An hour earlier", in minutes. */
const shift: Parser<number> = map(
  both(span, longest(means(-1, 'earlier|sooner'), means(1, 'later'))),
  ([minutes, way]) => way * minutes,
);

function partly(
  atoms: readonly Atom[],
  facts: AuthoringFacts,
  sentence: string,
  { instead, insteadDays, more }: Moved,
): ContractChange | Trouble | null {
  const zones = atoms.flatMap((one) => (one.kind === 'zone' ? [one.zone] : []));
  const zone = zones[0] === undefined ? undefined : meantZone(zones[0], facts.timezone);
  if (zone === null && zones[0]) return unclearZone(zones[0], sentence);
  const parts = atoms.flatMap((one) => (one.kind === 'part' ? [one.minutes] : []));
  const said = atoms
    .flatMap((one) => (one.kind === 'times' ? one.times : []))
    .map((one) => inHalf(one, parts[0] ?? null));
  const times = said.length > 0 ? said : parts.map((minutes): ClockTime => ({ minutes, loose: false }));
  const named = atoms.flatMap((one) => (one.kind === 'days' ? one.days : []));
  const days = named.length === 0 ? null : combine(named);
  if (days && ('ask' in days || 'refuse' in days)) return days;
  const left = atoms.flatMap((one) => (one.kind === 'except' ? one.days : []));
  const today = dayIndexAt(facts.now.getTime(), facts.timezone);
  const end = atoms.find((one) => one.kind === 'until');
  const last = end ? resolveDate(end.date, today, facts.locale) : null;
  if (end && last && !('index' in last)) return troubleWithDate(last, sentence, end.date);
  if (times.length === 0 && days === null && left.length === 0 && zone == null && !last)
    return askTime('When, exactly?');
  const change: Rescheduling = {
    ...(times.length > 0 ? { times } : {}),
    ...(instead === null ? {} : { instead }),
    ...(insteadDays === null ? {} : { insteadDays }),
    ...(days ? { days, anchor: days[0] && days[0].every > 1 ? anchorFrom(days[0], today + 1) : null } : {}),
    ...(last && 'index' in last ? { until: isoDate(last.index) } : {}),
    ...(left.length > 0 ? { left } : {}),
    ...(zone == null ? {} : { timezone: zone }),
    ...(more ? { more } : {}),
  };
  return { type: 'reschedule', change, assumptions: (days ?? []).flatMap(({ assumed }) => assumed ?? []) };
}

import type { Recurrence, TriggerDraft } from '../../../model/trigger.ts';
import { nextOccurrence } from '../../triggering/next-occurrence.ts';
import { DAY_MS, dayIndexAt, weekIndex } from '../../triggering/zoned-time.ts';
import type { AuthoringFacts } from '../authoring-facts.ts';
import { asWritten } from './clock.ts';
import { type Asked, atTimes, inRounds } from './crons.ts';
import { isoDate, resolveDate, type SpokenDate } from './dates.ts';
import { DAILY, type Days } from './days.ts';
import type { Reading } from './grammar.ts';
import { onceOnly, troubleWithDate } from './once.ts';
import { weekdaysOf } from './recurring.ts';
import { askTime, refuseTime, type Trouble, troubleWithDays, unclearZone } from './schedule-trouble.ts';
import { type Atom, recurs, type SaidAtom, takeAtoms } from './when.ts';
import { meantZone } from './zone.ts';

/** When something is to happen; `null` where the sentence does not say. */
export type ScheduleReading =
  | { readonly kind: 'schedule'; readonly triggers: readonly TriggerDraft[]; readonly assumptions: readonly string[] }
  | ({ readonly kind: 'trouble' } & Trouble)
  | null;

/** Reads when: everything about days, times and the zone is taken out of the sentence. `least`: minutes between two times. */
export function readSchedule(reading: Reading, facts: AuthoringFacts, sentence: string, least = 1): ScheduleReading {
  const taken = takeAtoms(reading).map(({ value, or }) => ({ value: written(value, facts.locale), or }));
  const said = taken.map((one, at) => ({ ...one, value: onEach(one.value, taken[at + 1]?.value) }));
  if (said.length === 0) return null;
  const atoms = said.map(({ value }) => value);
  const wrong = troubleIn(said, sentence);
  if (wrong) return { kind: 'trouble', ...wrong };
  const timezone = zoneOf(atoms, facts);
  if (typeof timezone !== 'string') return { kind: 'trouble', ...unclearZone(timezone, sentence) };
  const asked = { facts, sentence, timezone, least };
  const made = isOnce(atoms) ? onceOnly(atoms, timezone, facts, sentence) : again(atoms, asked);
  if ('ask' in made || 'refuse' in made) return { kind: 'trouble', ...made };
  const triggers = made.recurrences.map((one): TriggerDraft => ({ type: 'schedule', catchUpPolicy: 'latest', ...one }));
  return { kind: 'schedule', triggers, assumptions: [...new Set(made.assumptions)] };
}

function written(one: Atom, locale: string): Atom {
  return one.kind === 'times' ? { ...one, times: one.times.map((time) => asWritten(time, locale)) } : one;
}

/** "Saturday mornings": every one of them. */
function onEach(one: Atom, next: Atom | undefined): Atom {
  const isEach = one.kind === 'days' && next?.kind === 'part' && next.daily;
  return isEach ? { ...one, days: one.days.map((day) => ({ ...day, recurs: true })) } : one;
}

/** Without days, two times are every day's; one alone is not told from today's, unless it has an end. */
function isOnce(atoms: readonly Atom[]): boolean {
  const times = atoms.flatMap((one) => (one.kind === 'times' ? one.times : []));
  const dated = atoms.some(({ kind }) => kind === 'date' || kind === 'delay' || kind === 'once');
  const ends = atoms.some(({ kind }) => kind === 'until');
  return !recurs(atoms) && (dated || (times.length < 2 && !ends));
}

function troubleIn(said: readonly SaidAtom[], sentence: string): Trouble | null {
  const atoms = said.map(({ value }) => value);
  if (said.some(({ value, or }) => or && value.kind !== 'zone') || atoms.some(({ kind }) => kind === 'either')) {
    return askTime('You named a choice of times. Which one of them?');
  }
  if (atoms.some(({ kind }) => kind === 'passed')) {
    return refuseTime('That moment has passed.', ['… tomorrow at 9am', '… every morning']);
  }
  if (atoms.some(({ kind }) => kind === 'often')) return askTime('How often, exactly?');
  const trouble = atoms.find((one) => one.kind === 'trouble');
  if (trouble) return troubleWithDays(trouble.trouble, sentence);
  const dates =
    atoms.some((one) => one.kind === 'date' && !one.yearly) &&
    !atoms.some((one) => one.kind === 'days' && one.days.some(({ sort }) => sort === 'yearly'));
  const isOnceOnly = dates || atoms.some(({ kind }) => kind === 'delay' || kind === 'once');
  return recurs(atoms) && isOnceOnly ? askTime('Only once at that time, or again and again?') : null;
}

function zoneOf(atoms: readonly Atom[], facts: AuthoringFacts) {
  const readings = atoms.flatMap((one) => (one.kind === 'zone' ? [one.zone] : []));
  const zones = new Set(readings.map((one) => meantZone(one, facts.timezone)));
  const unclear = readings.find((one) => meantZone(one, facts.timezone) === null);
  if (unclear) return unclear;
  const [only = facts.timezone, other] = zones;
  return other === undefined && only !== null ? only : { ask: [], said: [...zones].join(' and ') };
}

type Made = { readonly recurrences: readonly Recurrence[]; readonly assumptions: readonly string[] };

function again(atoms: readonly Atom[], asked: Asked): Made | Trouble {
  const days = withYearlyDates(atoms, asked);
  if ('ask' in days || 'refuse' in days) return days;
  const crons = atoms.some(({ kind }) => kind === 'interval') ? inRounds(days, asked) : atTimes(days, asked);
  if ('ask' in crons || 'refuse' in crons) return crons;
  const end = lastDay(atoms, asked);
  if (end !== null && typeof end !== 'string') return end;
  const begin = firstDay(atoms, asked);
  if (begin !== null && typeof begin !== 'number') return begin;
  const recurrences = crons.crons.map(({ cron, days: on }) => recurrence(cron, on, asked, end, begin));
  for (const one of recurrences) {
    const first = nextOccurrence(one, asked.facts.now);
    if (first === null) return refuseTime('That never happens.', ['… every Monday at 8am']);
    if (begin !== null && dayIndexAt(first.getTime(), asked.timezone) < begin) {
      return refuseTime('I cannot begin on a later day: I begin as soon as it is active.', [
        '… every Monday until December 24th',
      ]);
    }
  }
  return { recurrences, assumptions: crons.assumptions };
}

/** Dates of every year are days as others are. */
function withYearlyDates(atoms: readonly Atom[], { facts, timezone, sentence }: Asked): readonly Atom[] | Trouble {
  const said: Atom[] = [];
  const isYearly = atoms.some((one) => one.kind === 'date');
  for (const one of atoms) {
    if (one.kind === 'days' && one.days.some(({ sort }) => sort === 'yearly')) {
      if (!isYearly) return troubleWithDays({ trouble: 'which_day', said: '' }, sentence);
      continue;
    }
    if (one.kind !== 'date') said.push(one);
    else {
      const meaning = resolveDate(one.date, dayIndexAt(facts.now.getTime(), timezone), facts.locale);
      if (!('index' in meaning)) return troubleWithDate(meaning, sentence, one.date);
      const [, month = '1', day = '1'] = isoDate(meaning.index).split('-');
      said.push({
        kind: 'days',
        days: [{ ...DAILY, sort: 'in the year', dayOfMonth: `${Number(day)}`, month: `${Number(month)}` }],
      });
    }
  }
  return said;
}

function lastDay(atoms: readonly Atom[], asked: Asked): string | null | Trouble {
  const [end, other] = atoms.flatMap((one) => (one.kind === 'until' ? [one.date] : []));
  if (end === undefined) return null;
  if (other !== undefined) return askTime('Until when?');
  const index = dayOf(end, asked);
  return typeof index === 'number' ? isoDate(index) : index;
}

function firstDay(atoms: readonly Atom[], asked: Asked): number | null | Trouble {
  const [begin] = atoms.flatMap((one) => (one.kind === 'start' ? [one.date] : []));
  if (begin === undefined) return null;
  return dayOf(begin.kind === 'calendar' && begin.day === 0 ? { ...begin, day: 1 } : begin, asked);
}

function dayOf(spoken: SpokenDate, { facts, timezone, sentence }: Asked): number | Trouble {
  const meaning = resolveDate(spoken, dayIndexAt(facts.now.getTime(), timezone), facts.locale);
  return 'index' in meaning ? meaning.index : troubleWithDate(meaning, sentence, spoken);
}

function recurrence(
  cron: string,
  days: Days,
  { facts, timezone }: Asked,
  until: string | null,
  begin: number | null,
): Recurrence {
  const from = begin ?? dayIndexAt(facts.now.getTime(), timezone) + 1;
  return {
    cron,
    timezone,
    every: days.every,
    anchor: days.every === 1 ? null : anchorFrom(days, from),
    dayOfMonth: days.last ? 'last' : null,
    weekOfMonth: days.week,
    until,
  };
}

/** Every other week begins with the coming one of the days that were named, from an index of days on. */
export function anchorFrom({ daysOfWeek }: Days, from: number): string {
  const first = daysOfWeek === '*' ? 1 : (weekdaysOf(daysOfWeek)[0] ?? 1);
  let index = from;
  while (new Date(index * DAY_MS).getUTCDay() !== first) index += 1;
  return isoDate(weekIndex(index) * 7 - 3);
}

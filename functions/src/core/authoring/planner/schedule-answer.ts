import type { AuthoringFacts } from '../authoring-facts.ts';
import { Reading } from './grammar.ts';
import { readSchedule, type ScheduleReading } from './schedule.ts';
import type { Token } from './tokens.ts';
import { type Atom, placedAtoms, takeAtoms } from './when.ts';

/** What an answer says anew: another day takes the place of the day, another time that of the time. */
const GROUPS: readonly (readonly Atom['kind'][])[] = [
  ['days', 'date', 'trouble', 'passed', 'often', 'delay', 'perDay', 'interval', 'once'],
  ['times', 'either', 'part'],
  ['zone'],
  ['window'],
  ['until'],
  ['except'],
  ['months'],
];

interface Asked {
  readonly facts: AuthoringFacts;
  readonly sentence: string;
  readonly least: number;
}

/** When, as the sentence says it, and as an answer to "when?" says it anew. */
export function scheduleOf(
  reading: Reading,
  answer: readonly Token[] | undefined,
  { facts, sentence, least }: Asked,
): ScheduleReading {
  if (answer === undefined) return readSchedule(reading, facts, sentence, least);
  const said = placedAtoms(answer).map(({ value }) => value.kind);
  const before = placedAtoms(reading.left).filter(({ value }) => !isSaidAnew(value.kind, said));
  const kept = reading.left.filter(({ place }) => before.some(({ from, to }) => place >= from && place < to));
  takeAtoms(reading);
  return readSchedule(new Reading([...kept, ...answer]), facts, sentence, least);
}

function isSaidAnew(kind: Atom['kind'], said: readonly Atom['kind'][]): boolean {
  // "In the afternoon" tells which half of the day a time is in.
  if (kind === 'times' && said.includes('part') && !said.includes('times')) return false;
  // "Every five minutes" goes on on the days that were said.
  if (kind === 'days' && said.includes('interval')) return false;
  if (said.every((one) => one === 'once')) return kind === 'trouble' || kind === 'often';
  return GROUPS.some((group) => group.includes(kind) && said.some((one) => group.includes(one)));
}

const UNITS: readonly (readonly [ms: number, one: string, many: string])[] = [
  [86_400_000, 'day', 'days'],
  [3_600_000, 'hour', 'hours'],
  [60_000, 'minute', 'minutes'],
  [1_000, 'second', 'seconds'],
];

/** A length of time in the largest unit that fits: `2 hours`, `90 seconds`, `250 ms`. */
export function timeWords(ms: number): string {
  const [size, one, many] = UNITS.find(([unit]) => ms >= unit && ms % unit === 0) ?? [1, 'ms', 'ms'];
  const count = ms / size;
  return `${count} ${count === 1 ? one : many}`;
}

/** Lengths of time to choose from, the present one among them. */
export function timeChoices(choices: readonly number[], present: number | null): { value: string; label: string }[] {
  const all = present === null || choices.includes(present) ? choices : [...choices, present].toSorted((a, b) => a - b);
  return all.map((ms) => ({ value: String(ms), label: timeWords(ms) }));
}

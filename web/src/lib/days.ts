const HALF_DAY_MS = 12 * 3_600_000;
const DAY_MS = 24 * 3_600_000;

/** The day of an instant where clocks show `zone`: `2026-11-21`. */
export function dayOf(instant: Date, zone: string): string {
  const parts = { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  return new Intl.DateTimeFormat('en-CA', parts).format(instant);
}

/** The first instant of a day in `zone`, also where clocks jump at midnight. */
export function startOfDay(day: string, zone: string): Date {
  const inUtc = Date.parse(`${day}T00:00:00Z`);
  const offsets = [inUtc - HALF_DAY_MS, inUtc, inUtc + HALF_DAY_MS, inUtc + DAY_MS].map((at) => offsetAt(at, zone));
  const instants = offsets.map((offset) => inUtc - offset).sort((a, b) => a - b);
  return new Date(instants.find((at) => dayOf(new Date(at), zone) === day) ?? inUtc);
}

export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** How far the clocks of `zone` are ahead of UTC, in milliseconds. */
function offsetAt(at: number, zone: string): number {
  const shown = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).format(new Date(at));
  const [date = '', time = ''] = shown.split(', ');
  return Date.parse(`${date}T${time}Z`) - Math.floor(at / 1000) * 1000;
}

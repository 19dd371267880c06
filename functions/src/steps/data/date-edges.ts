import { instantAt, wallAt } from '../../core/engine/calendar.ts';

const DAY_MS = 86_400_000;
const UNITS = ['day', 'week', 'month', 'quarter', 'year'] as const;

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export const EDGES = [
  ...UNITS.map((unit) => `start_of_${unit}` as const),
  ...UNITS.map((unit) => `end_of_${unit}` as const),
];

/** The same time on the next such day after that of `wall`. */
export function weekdayFrom(wall: number, weekday: (typeof WEEKDAYS)[number]): number {
  const ahead = (WEEKDAYS.indexOf(weekday) - mondayBased(wall) + 7) % 7;
  return wall + (ahead === 0 ? 7 : ahead) * DAY_MS;
}

/** The first instant, or the last second, of the day, week, month, quarter or year that an instant lies in. */
export function edgeOf(instant: number, edge: (typeof EDGES)[number], zone: string): number {
  const [side, , unit] = edge.split('_');
  const wall = wallAt(instant, zone);
  const day = Math.floor(wall / DAY_MS) * DAY_MS;
  const [year, month] = [new Date(wall).getUTCFullYear(), new Date(wall).getUTCMonth()];
  const monday = day - mondayBased(wall) * DAY_MS;
  const quarter = month - (month % 3);
  const bounds: Readonly<Record<string, readonly [number, number]>> = {
    day: [day, day + DAY_MS],
    week: [monday, monday + 7 * DAY_MS],
    month: [Date.UTC(year, month), Date.UTC(year, month + 1)],
    quarter: [Date.UTC(year, quarter), Date.UTC(year, quarter + 3)],
    year: [Date.UTC(year, 0), Date.UTC(year + 1, 0)],
  };
  const [start, end] = bounds[unit ?? ''] ?? [day, day + DAY_MS];
  return side === 'start' ? instantAt(start, zone) : instantAt(end, zone) - 1_000;
}

function mondayBased(wall: number): number {
  return (new Date(wall).getUTCDay() + 6) % 7;
}

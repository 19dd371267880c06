import { describe, expect, it } from 'vitest';
import { type Armed, startsAhead } from './calendar-ahead.ts';
import { countDays, daySpans } from './calendar-days.ts';

const NEW_YORK = 'America/New_York';
const before = new Date('2026-01-01T00:00:00Z');
const hours = ({ from, to }: { from: Date; to: Date }) => (to.getTime() - from.getTime()) / 3_600_000;

function armed(cron: string, more: Partial<Armed> = {}): Armed {
  const timing = { cron, timezone: NEW_YORK, every: 1, anchor: null, dayOfMonth: null };
  return {
    playbookId: 'p',
    playbookName: 'Report',
    triggerId: 't',
    timing,
    armedAt: before,
    pausedUntil: null,
    ...more,
  };
}
const timesOf = ({ starts }: ReturnType<typeof startsAhead>) => starts.map(({ at }) => at.toISOString());

describe('days of a zone', () => {
  it('have 23 hours in spring and 25 in autumn', () => {
    expect(daySpans('2026-03-07', '2026-03-09', NEW_YORK).map(hours)).toEqual([24, 23, 24]);
    expect(daySpans('2026-10-31', '2026-11-02', NEW_YORK).map(hours)).toEqual([24, 25, 24]);
  });

  it('follow one another without a gap, over months and years', () => {
    const spans = daySpans('2026-12-30', '2027-01-02', NEW_YORK);
    expect(spans.map(({ day }) => day)).toEqual(['2026-12-30', '2026-12-31', '2027-01-01', '2027-01-02']);
    for (const [index, { to }] of spans.slice(0, -1).entries()) expect(spans[index + 1]?.from).toEqual(to);
    expect(countDays('2026-12-30', '2027-01-02')).toBe(4);
    expect(daySpans('2026-12-30', '2026-12-29', NEW_YORK)).toEqual([]);
  });
});

describe('what will start', () => {
  it('is at nine on the clock of the shop, also on the day on which the clocks are put', () => {
    const days = daySpans('2026-10-31', '2026-11-02', NEW_YORK);
    const expected = ['2026-10-31T13:00:00.000Z', '2026-11-01T14:00:00.000Z', '2026-11-02T14:00:00.000Z'];
    expect(timesOf(startsAhead([armed('0 9 * * *')], days, before))).toEqual(expected);
  });

  it('is what is still to come, and what was armed by then', () => {
    const days = daySpans('2026-11-21', '2026-11-23', NEW_YORK);
    const now = new Date('2026-11-21T14:00:00Z');
    const nine = armed('0 9 * * *');
    expect(timesOf(startsAhead([nine], days, now))).toEqual(['2026-11-22T14:00:00.000Z', '2026-11-23T14:00:00.000Z']);
    const late = armed('0 9 * * *', { armedAt: new Date('2026-11-22T15:00:00Z') });
    expect(timesOf(startsAhead([late], days, now))).toEqual(['2026-11-23T14:00:00.000Z']);
  });

  it('is marked as far as a pause holds it', () => {
    const days = daySpans('2026-11-21', '2026-11-23', NEW_YORK);
    const paused = armed('0 9 * * *', { pausedUntil: Date.parse('2026-11-22T15:00:00Z') });
    expect(startsAhead([paused], days, before).starts.map(({ isPaused }) => isPaused)).toEqual([true, true, false]);
  });

  it('is one band a day where it is often, with as many as a day of 23 or 25 hours has', () => {
    const often = armed('*/5 * * * *');
    const bandsOn = (first: string, last: string) =>
      startsAhead([often], daySpans(first, last, NEW_YORK), before).bands;
    expect(bandsOn('2026-03-07', '2026-03-08')).toMatchObject([
      { day: '2026-03-07', count: 288, everyMinutes: 5 },
      { day: '2026-03-08', count: 276, everyMinutes: 5, first: new Date('2026-03-08T05:00:00Z') },
    ]);
    expect(bandsOn('2026-11-01', '2026-11-01')).toMatchObject([{ count: 300, everyMinutes: 5 }]);
  });

  it('says how far apart the starts of a band are only where that is one number', () => {
    const days = daySpans('2026-11-23', '2026-11-23', NEW_YORK);
    const { bands, counts } = startsAhead([armed('0,10 9-12 * * *')], days, before);
    expect(bands).toMatchObject([{ count: 8, everyMinutes: null }]);
    expect(counts).toEqual(new Map([['2026-11-23', 8]]));
  });

  it('stays bounded, and says that it is not whole', () => {
    const days = daySpans('2026-11-01', '2026-12-15', NEW_YORK);
    const zones = ['UTC', NEW_YORK, 'Asia/Tokyo', 'Asia/Kolkata'];
    const each = zones.flatMap((timezone) => {
      const one = armed('* * * * *');
      return [{ ...one, timing: { ...one.timing, timezone } }];
    });
    const since = performance.now();
    const { bands, isWhole } = startsAhead(each, days, before);
    expect(performance.now() - since).toBeLessThan(5_000);
    expect([bands.length, isWhole]).toEqual([135, false]);
    const many = Array.from({ length: 60 }, () => armed('0 1-6 * * *'));
    const told = startsAhead(many, days, before);
    expect([told.starts.length, told.isWhole, told.counts.get('2026-11-23')]).toEqual([1_000, false, 360]);
  });
});

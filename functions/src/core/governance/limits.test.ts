import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tenantSchema } from '../../model/tenant.ts';
import { alertsAt, endOfPeriod, hasRoom, limitIdOf, localDay, placesFor, settledPlaces } from './limits.ts';

const ZONES = [
  'UTC',
  'America/New_York',
  'Europe/Berlin',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  // Their clocks are put at midnight: in spring the first hour of a day is missing, in autumn one comes twice.
  'America/Santiago',
  'America/Havana',
  'Africa/Cairo',
  'Asia/Beirut',
  'Pacific/Kiritimati',
];
const at = (text: string) => new Date(text);
const tenant = tenantSchema.parse({
  name: 'Thrive',
  timezone: 'America/New_York',
  limits: { daily: { email_send: 3 }, monthlyCost: 1_000 },
  createdAt: at('2026-01-01T00:00:00Z'),
});
const dailyPlace = { name: 'email_send', period: '2026-11-20', amount: 1, cap: 50 } as const;
const costPlace = { name: 'cost', period: '2026-11', amount: 100, cap: 1_000 } as const;

describe('what an act needs', () => {
  it('is a place of the tenant’s own day and month, with its own numbers', () => {
    const places = placesFor({ limit: 'email_send', cost: 12.4 }, tenant, at('2026-12-01T04:30:00Z'));
    expect(places).toEqual([
      { name: 'email_send', period: '2026-11-30', amount: 1, cap: 3 },
      { name: 'cost', period: '2026-11', amount: 13, cap: 1_000 },
    ]);
    expect(places.map(limitIdOf)).toEqual(['email_send_2026-11-30', 'cost_2026-11']);
    expect(placesFor({ limit: null, cost: 0 }, tenant, at('2026-12-01T04:30:00Z'))).toEqual([]);
  });

  it('is by default what the tier and the product say', () => {
    const plain = { ...tenant, limits: { ...tenant.limits, daily: {}, monthlyCost: null }, tier: 'pro' as const };
    const caps = placesFor({ limit: 'newsletter_send', cost: 1 }, plain, at('2026-12-01T04:30:00Z'));
    expect(caps.map(({ cap }) => cap)).toEqual([1, 500_000_000]);
  });

  it('is there while those who wait longer would have it, too', () => {
    expect(hasRoom(dailyPlace, 49, 0)).toBe(true);
    expect(hasRoom(dailyPlace, 50, 0)).toBe(false);
    expect(hasRoom(dailyPlace, 40, 9)).toBe(true);
    expect(hasRoom(dailyPlace, 40, 10)).toBe(false);
    expect(hasRoom(costPlace, 900, 0)).toBe(true);
    expect(hasRoom(costPlace, 801, 1)).toBe(false);
  });
});

describe('a period', () => {
  it.each([
    ['America/New_York', '2026-11-01T03:59:00Z', '2026-11-01T04:00:00Z'],
    ['America/New_York', '2026-11-01T04:00:00Z', '2026-11-02T05:00:00Z'],
    ['America/Santiago', '2026-09-05T12:00:00Z', '2026-09-06T04:00:00Z'],
    ['America/Santiago', '2026-04-04T12:00:00Z', '2026-04-05T04:00:00Z'],
    ['America/Havana', '2026-03-07T12:00:00Z', '2026-03-08T05:00:00Z'],
    ['America/Havana', '2026-10-31T12:00:00Z', '2026-11-01T04:00:00Z'],
  ])('of a day in %s at %s ends at %s', (zone, now, end) => {
    expect(endOfPeriod(dailyPlace, at(now), zone)).toEqual(at(end));
  });

  it('of a month ends with the tenant’s month', () => {
    expect(endOfPeriod(costPlace, at('2026-12-31T20:00:00Z'), 'Asia/Kathmandu')).toEqual(at('2027-01-31T18:15:00Z'));
    expect(endOfPeriod(costPlace, at('2026-12-31T20:00:00Z'), 'America/New_York')).toEqual(at('2027-01-01T05:00:00Z'));
  });

  it('ends where the next one begins, in every zone at every time', () => {
    const minutes = fc.integer({ min: Date.UTC(2025, 0, 1) / 60_000, max: Date.UTC(2028, 0, 1) / 60_000 });
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), minutes, (zone, minute) => {
        const now = new Date(minute * 60_000);
        const end = endOfPeriod(dailyPlace, now, zone);
        const last = new Date(end.getTime() - 60_000);
        expect(end > now).toBe(true);
        expect(localDay(last, zone)).toBe(localDay(now, zone));
        expect(localDay(end, zone) > localDay(now, zone)).toBe(true);
        const month = endOfPeriod(costPlace, now, zone);
        expect(localDay(month, zone).slice(8)).toBe('01');
        expect(localDay(new Date(month.getTime() - 60_000), zone).slice(0, 7)).toBe(localDay(now, zone).slice(0, 7));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('what an act did not use', () => {
  it('goes back of the month’s cost, in whole numbers; a place of a day is used', () => {
    const reserved = [
      { limitId: 'email_send_2026-11-20', amount: 1 },
      { limitId: 'cost_2026-11', amount: 500 },
    ];
    expect(settledPlaces(reserved, 120.2)).toEqual({
      reserved: [reserved[0], { limitId: 'cost_2026-11', amount: 121 }],
      changes: [{ limitId: 'cost_2026-11', amount: -379 }],
    });
    expect(settledPlaces(reserved, 500).changes).toEqual([]);
    expect(settledPlaces(reserved, 501).changes).toEqual([{ limitId: 'cost_2026-11', amount: 1 }]);
    expect(settledPlaces(reserved.slice(0, 1), 9)).toEqual({ reserved: reserved.slice(0, 1), changes: [] });
  });
});

describe('people are told', () => {
  const told = (used: number, amount: number, before = 0) => {
    const { problems, told } = alertsAt({ ...costPlace, amount }, { used, told: before });
    return [...problems.map(({ code }) => code), told];
  };

  it('at 75 % and at 90 % of the month’s cost, each once', () => {
    expect(told(0, 749)).toEqual([0]);
    expect(told(700, 50)).toEqual(['monthly_cost_75', 75]);
    expect(told(700, 50, 75)).toEqual([75]);
    expect(told(750, 149, 75)).toEqual([75]);
    expect(told(899, 1, 75)).toEqual(['monthly_cost_90', 90]);
    expect(told(100, 850)).toEqual(['monthly_cost_75', 'monthly_cost_90', 90]);
    expect(told(900, 100, 90)).toEqual([90]);
  });

  it('when the last place of a day is taken', () => {
    expect(alertsAt(dailyPlace, { used: 48, told: 0 })).toEqual({ problems: [], told: 0 });
    const { problems } = alertsAt(dailyPlace, { used: 49, told: 0 });
    expect(problems).toMatchObject([{ code: 'daily_limit', subject: 'email_send', severity: 'info' }]);
    expect(alertsAt(dailyPlace, { used: 49, told: 100 }).problems).toEqual([]);
  });
});

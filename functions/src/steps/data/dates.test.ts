import { describe, expect, it } from 'vitest';
import { rehearseStep, runStep, stepContext } from '../../../test/step-context.ts';
import type { JsonObject } from '../../model/json.ts';
import { docIn, tenantPaths } from '../../model/paths.ts';
import { calculateDate } from './calculate-date.ts';
import { recordMetric } from './record-metric.ts';

describe('calculate_date', () => {
  const { context } = stepContext();
  const date = async (params: JsonObject) => (await runStep(calculateDate, params, context)) as JsonObject;

  it.each<[string, JsonObject, string]>([
    ['now', {}, '2026-11-20T14:00:00.000Z'],
    [
      'a day over the change in spring',
      { from: '2026-03-07T09:00:00-05:00', add: { days: 1 } },
      '2026-03-08T13:00:00.000Z',
    ],
    [
      '24 hours over the change in spring',
      { from: '2026-03-07T09:00:00-05:00', add: { hours: 24 } },
      '2026-03-08T14:00:00.000Z',
    ],
    ['into the gap', { from: '2026-03-07T02:30:00-05:00', add: { days: 1 } }, '2026-03-08T07:00:00.000Z'],
    [
      'a day back over the change in autumn',
      { from: '2026-11-02T09:00:00-05:00', add: { days: -1 } },
      '2026-11-01T14:00:00.000Z',
    ],
    ['the end of the day of 25 hours', { from: '2026-11-01', to: 'end_of_day' }, '2026-11-02T04:59:59.000Z'],
    [
      'the second of two equal hours',
      { from: '2026-11-01T06:30:00Z', add: { minutes: 5 } },
      '2026-11-01T06:35:00.000Z',
    ],
    ['a month from the 31st', { from: '2026-01-31', add: { months: 1 } }, '2026-02-28T05:00:00.000Z'],
    ['the end of next month', { add: { months: 1 }, to: 'end_of_month' }, '2027-01-01T04:59:59.000Z'],
    ['Monday', { to: 'start_of_week' }, '2026-11-16T05:00:00.000Z'],
    ['the quarter', { to: 'start_of_quarter' }, '2026-10-01T04:00:00.000Z'],
    ['the year', { to: 'end_of_year' }, '2027-01-01T04:59:59.000Z'],
    ['next Friday, not this one', { nextWeekday: 'friday' }, '2026-11-27T14:00:00.000Z'],
    ['next Saturday', { nextWeekday: 'saturday', to: 'start_of_day' }, '2026-11-21T05:00:00.000Z'],
    ['in another zone', { from: '2026-11-20', timezone: 'Asia/Kolkata' }, '2026-11-19T18:30:00.000Z'],
  ])('finds %s', async (_, params, at) => {
    expect((await date(params)).at).toBe(at);
  });

  it('says it in every way', async () => {
    expect(await date({ from: '2026-11-21T04:30:00Z' })).toEqual({
      at: '2026-11-21T04:30:00.000Z',
      date: '2026-11-20',
      time: '23:30',
      weekday: 'friday',
      text: expect.stringContaining('Friday, November 20, 2026'),
      daysUntil: null,
      hoursUntil: null,
    });
  });

  it('counts calendar days, however long they are', async () => {
    expect(await date({ from: '2026-03-07', until: '2026-03-09' })).toMatchObject({ daysUntil: 2, hoursUntil: 47 });
    expect(await date({ until: '2026-11-13' })).toMatchObject({ daysUntil: -7 });
    expect(await date({ from: '2026-11-20T23:00:00-05:00', until: '2026-11-21T01:00:00-05:00' })).toMatchObject({
      daysUntil: 1,
      hoursUntil: 2,
    });
  });

  it('refuses what is no date and no zone', () => {
    for (const wrong of [{ from: 'tomorrow' }, { timezone: 'EST5' + 'XYZ' }, { add: { days: 1.5 } }, { to: 'noon' }])
      expect(calculateDate.params.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
  });
});

describe('record_metric', () => {
  const setUp = () => {
    const kit = stepContext();
    const metric = async (id: string) =>
      (await kit.context.store.find(docIn(tenantPaths(kit.context.orgId).domain('metrics'), id)))?.data ?? null;
    return { ...kit, metric };
  };

  it('keeps the latest value with its threshold, and one of each day without', async () => {
    const { context, clock, metric } = setUp();
    const record = (value: number) =>
      runStep(recordMetric, { name: 'Daily revenue', value, threshold: 1_000 }, context);
    expect(await record(900)).toEqual({
      id: 'daily_revenue',
      dayId: 'daily_revenue_2026-11-20',
      date: '2026-11-20',
      value: 900,
    });
    clock.at = new Date('2026-11-22T04:00:00Z');
    await record(1_100);
    expect(await metric('daily_revenue')).toMatchObject({ value: 1_100, threshold: 1_000, alertWhen: 'above' });
    expect(await metric('daily_revenue_2026-11-20')).toMatchObject({ value: 900 });
    expect(await metric('daily_revenue_2026-11-21')).not.toHaveProperty('threshold');
  });

  it('does not take a figure of last week for the latest', async () => {
    const { context, metric } = setUp();
    await runStep(recordMetric, { name: 'Visits', value: 5 }, context);
    await runStep(recordMetric, { name: 'Visits', value: 3, date: '2026-11-13' }, context);
    expect(await metric('visits')).toMatchObject({ value: 5 });
    expect(await metric('visits_2026-11-13')).toMatchObject({ value: 3 });
  });

  it('finds an id for any name, and writes nothing in a dry run', async () => {
    const { context, metric } = setUp();
    for (const name of ['Größe (m²)', '売上', '...', 'a/b']) {
      const { id } = (await runStep(recordMetric, { name, value: 1 }, context)) as { id: string };
      expect(await metric(id), name).toMatchObject({ name });
    }
    const said = await rehearseStep(recordMetric, { name: 'Churn', value: 2, unit: '%' }, context);
    expect(said.wouldHave).toBe('would have recorded Churn: 2 %');
    expect(await metric('churn')).toBeNull();
  });
});

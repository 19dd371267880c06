import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyFigures, figuresOf } from '../../../test/kit/figures-kit.ts';
import { dismissalReasonSchema, recommendationSchema } from '../../model/recommendation.ts';
import {
  type Advice,
  type Earlier,
  hasExpired,
  LOOK_BACK_DAYS,
  MAX_A_DAY,
  recommend,
  recommendationOf,
  SILENCE_AFTER,
} from './recommend.ts';
import { strangeFigures } from './strange-figures.ts';
import { coachTemplateOf, coachTemplates } from './templates/registry.ts';

const place = { locale: 'en-US', currency: 'USD' };
const now = new Date('2026-11-22T11:00:00Z');
const dayStart = new Date('2026-11-22T05:00:00Z');
const DAY_MS = 86_400_000;
const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);

const quiet: Earlier = {
  ...{ kind: null, status: 'pending', dismissal: null },
  ...{ createdAt: ago(3), updatedAt: ago(3), expiresAt: null },
};
const dismissal = (reason: keyof typeof SILENCE_AFTER, days: number) => ({
  reason,
  comment: null,
  by: 'ada',
  at: ago(days),
});
/** In want of everything: late payers, a short runway, an empty shelf. */
const bad = figuresOf({
  ...{ cash: 12_000, monthlyBurn: 9_000, runwayDays: 40, receivables: 30_000, overdueReceivables: 12_431, dso: 62 },
  ...{ payables: 20_000, overduePayables: 6_000, stockoutItems: 7, lowStockItems: 12, unansweredReviews: 9 },
  ...{ inventoryValue: 50_000, deadStockValue: 9_000, inventoryTurns: 2, netMargin: -0.08, revenue30: 40_000 },
  ...{ revenuePrev30: 52_000, revenueGrowth: -0.23, openTasks: 40, overdueTasks: 12, competitorUndercuts: 4 },
});
const of = (earlier: readonly Earlier[], at = now) =>
  recommend({
    figures: bad,
    earlier,
    place,
    dayStart: at === now ? dayStart : new Date(at.getTime() - 3_600_000),
    now: at,
  });
const kinds = (advice: readonly Advice[]) => advice.map(({ kind }) => kind);
/** What is said of `kind` when only its own figures are known. */
const alone = (kind: string, earlier: readonly Earlier[]) => {
  const needs = coachTemplateOf(kind)?.needs ?? [];
  const figures = figuresOf(Object.fromEntries(needs.map((name) => [name, bad[name]])));
  return kinds(recommend({ figures, earlier, place, dayStart, now })).includes(kind);
};

const anyTime = fc.integer({ min: 0, max: LOOK_BACK_DAYS + 20 }).map(ago);
const anyEarlier: fc.Arbitrary<Earlier> = fc.record({
  kind: fc.option(fc.constantFrom(...coachTemplates.map(({ id }) => id), 'one-of-old'), { freq: 9 }),
  status: fc.constantFrom('pending' as const, 'accepted' as const, 'dismissed' as const, 'expired' as const),
  dismissal: fc.option(
    fc.record({
      reason: fc.constantFrom(...dismissalReasonSchema.options),
      comment: fc.constant(null),
      by: fc.constant('ada'),
      at: anyTime,
    }),
  ),
  createdAt: anyTime,
  updatedAt: anyTime,
  expiresAt: fc.option(fc.integer({ min: -14, max: 100 }).map(ago)),
});
const anyPlace = fc.record({
  locale: fc.constantFrom('en-US', 'de-DE', 'fr-FR', 'en-IN', 'de-CH', 'ja-JP', 'ar-EG', 'pl-PL', 'no such'),
  currency: fc.constantFrom('USD', 'EUR', 'JPY', 'CHF', 'INR', 'BHD', 'CA$H'),
});

describe('the recommendations of any day', () => {
  it('are few, one of a kind, and rest on what is known', () => {
    fc.assert(
      fc.property(anyFigures, fc.array(anyEarlier, { maxLength: 12 }), anyPlace, (figures, earlier, place) => {
        const given = { figures, earlier, place, dayStart, now };
        const advice = recommend(given);
        expect(recommend({ ...given, earlier: earlier.toReversed() })).toEqual(advice);
        const today = earlier.filter(({ kind, createdAt }) => kind !== null && createdAt >= dayStart);
        expect(advice.length).toBeLessThanOrEqual(Math.max(0, MAX_A_DAY - today.length));
        const pending = earlier.filter((one) => one.status === 'pending' && !hasExpired(one, now));
        const both = [...kinds(advice), ...new Set(pending.map(({ kind }) => kind))];
        expect(new Set(both).size).toBe(both.length);
        expect(advice).toEqual(advice.toSorted((a, b) => b.priority - a.priority));
        for (const { kind, title, text, figures: stated, priority } of advice) {
          expect(coachTemplateOf(kind)?.needs.filter((name) => figures[name] === null)).toEqual([]);
          expect(strangeFigures(`${title}. ${text}`, stated, place, `${title} ${text}`)).toEqual([]);
          expect(`${title} ${text}`).not.toMatch(/[{}]|NaN|∞|undefined/);
          expect(priority >= 0 && priority <= 100).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('are those that are stored, and none twice when the day is done again', () => {
    const made = { executionId: null, createdBy: 'system', now };
    const first = of([]);
    const stored = first.map((one) => recommendationSchema.parse(recommendationOf(one, made)));
    expect(stored).toEqual(first.map((one) => recommendationOf(one, made)));
    expect(stored).toHaveLength(MAX_A_DAY);
    expect(of(stored)).toEqual([]);
    expect(of(stored.slice(0, 3))).toHaveLength(2);
    // The next day others have their turn.
    const next = kinds(of(stored, new Date('2026-11-23T11:00:00Z')));
    expect(next.length).toBeGreaterThan(0);
    expect(next.filter((kind) => kinds(first).includes(kind))).toEqual([]);
  });

  it('speak of the figures as the business writes them', () => {
    const figures = figuresOf({ receivables: 30_000, overdueReceivables: 12_431.4 });
    const [advice] = recommend({ figures, earlier: [], place: { locale: 'de-DE', currency: 'EUR' }, dayStart, now });
    expect(advice).toMatchObject({
      kind: 'late-receivables',
      title: 'Collect 12.431\u00a0€ that is past due',
      text: expect.stringContaining('owe you 30.000\u00a0€, and 12.431\u00a0€ of it is past due: 41\u00a0%.'),
      priority: 76,
      figures: [
        { name: 'overdueReceivables', label: 'Owed to you, past due', unit: 'money', value: 12_431.4 },
        { name: 'receivables' },
        { name: null, unit: 'share', text: '41\u00a0%' },
      ],
      playbook: { templateId: 'late-invoice-reminders', answersJson: '{"minDays":3,"minAmount":62}' },
      outcome: { figure: 'overdueReceivables', before: 12_431.4, after: null },
      expiresAt: new Date('2026-12-06T11:00:00Z'),
    });
  });
});

describe('what has become of earlier ones', () => {
  const kind = 'late-receivables';

  it('is waited for, and a kind comes back some days after one that nobody has answered', () => {
    expect(alone(kind, [{ ...quiet, kind, expiresAt: ago(-1) }])).toBe(false);
    expect(alone(kind, [{ ...quiet, kind, expiresAt: ago(6) }])).toBe(false);
    expect(alone(kind, [{ ...quiet, kind, status: 'expired', expiresAt: ago(6) }])).toBe(false);
    expect(alone(kind, [{ ...quiet, kind, status: 'expired', expiresAt: ago(7) }])).toBe(true);
    expect(alone(kind, [{ ...quiet, kind, status: 'accepted', updatedAt: ago(29) }])).toBe(false);
    expect(alone(kind, [{ ...quiet, kind, status: 'accepted', updatedAt: ago(30) }])).toBe(true);
    expect(alone('slow-payers', [{ ...quiet, kind, status: 'accepted', updatedAt: ago(1) }])).toBe(true);
  });

  it.each(dismissalReasonSchema.options)('after a no for %s is silence, as long as the table says', (reason) => {
    const { same, similar, by } = SILENCE_AFTER[reason];
    const no = (days: number): Earlier => ({ ...quiet, kind, status: 'dismissed', dismissal: dismissal(reason, days) });
    expect(alone(kind, [no(same - 1)])).toBe(false);
    expect(alone(kind, [no(same)])).toBe(true);
    // Of one topic, and both rest on what is owed.
    expect(alone('slow-payers', [no(Math.max(similar - 1, 0))])).toBe(similar === 0);
    expect(alone('slow-payers', [no(similar)])).toBe(true);
    expect(alone('sold-out', [no(0)])).toBe(true);
    // Of another topic, with one figure in common.
    const byCash: Earlier = { ...no(1), kind: 'short-runway' };
    expect(alone('bills-beyond-cash', [byCash])).toBe(by === 'topic');
  });
});

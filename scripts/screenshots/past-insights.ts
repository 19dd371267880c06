import { criticalFindings } from '../../functions/src/core/coach/critical-findings.ts';
import { completeFigures } from '../../functions/src/core/coach/gather-figures.ts';
import { healthScore } from '../../functions/src/core/coach/health-score.ts';
import type { Finding, Insight } from '../../functions/src/model/insight.ts';
import { expiryOf } from '../../functions/src/model/retention.ts';

const DAY_MS = 86_400_000;
const DAYS = 60;
const place = { locale: 'en-US', currency: 'USD' };

/** What somebody writes down of the shop, so many days ago: cash gets shorter, sales have a good month. */
export function writtenFigures(daysAgo: number) {
  const wave = Math.sin(daysAgo / 6);
  return {
    cash: Math.round(2_150 + daysAgo * 34 + wave * 120),
    monthlyBurn: Math.round(610 - daysAgo * 4 + wave * 15),
    payables: Math.round(540 + wave * 90),
    overduePayables: daysAgo < 12 ? 130 : 0,
    netMargin: 0.05 + daysAgo / 1_500,
    netMarginPrev30: 0.08,
    efficiency: 0.95 - daysAgo / 900,
  };
}

/** What the coach would have seen on the mornings before today, by its own score. */
export function pastInsights(now: Date): readonly Insight[] {
  let before: readonly Finding[] = [];
  return Array.from({ length: DAYS }, (_, index) => {
    const daysAgo = DAYS - index;
    const at = new Date(now.getTime() - daysAgo * DAY_MS);
    const date = at.toISOString().slice(0, 10);
    const sold = 720 + 60 * Math.sin(daysAgo / 9) - daysAgo;
    const known = {
      revenue30: sold,
      revenuePrev30: 690,
      dso: 31 + daysAgo / 9,
      receivables: 420,
      overdueReceivables: 240,
    };
    const figures = completeFigures({ ...writtenFigures(daysAgo), ...known });
    const findings = criticalFindings(figures, { place, date, before });
    before = findings;
    return {
      ...{
        date,
        ...healthScore(figures, place),
        figures,
        unread: [],
        findings,
        told: [],
        isSample: false,
        expected: null,
      },
      ...{ createdAt: at, updatedAt: at, expireAt: expiryOf('insight', at) },
    };
  });
}

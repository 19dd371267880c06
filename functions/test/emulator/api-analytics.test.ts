import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldNotes } from '../../src/core/analytics/fold-notes.ts';
import { notePast } from '../../src/core/analytics/note-past.ts';
import type { Heartbeat } from '../../src/model/heartbeat.ts';
import { tenantPaths } from '../../src/model/paths.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';

let api: ApiKit;
beforeAll(async () => {
  api = await startApi({});
});
afterAll(() => api.close());

const soon = () => new Date(Date.now() + 60_000);
const problem = { code: 'refused', fault: 'vendor', message: 'Order 12 was refused', fix: null, errors: [] };

/** An execution that has ended, as the version before this one left it. */
function ended(startedAt: Date, status: 'completed' | 'failed', more: Readonly<Record<string, unknown>> = {}) {
  const context = {
    user: { id: 'u', name: '', email: '', locale: 'en-US' },
    org: { id: 'o', name: 'Shop', timezone: 'UTC', currency: 'USD' },
    trigger: { id: null, type: 'event', scheduledFor: null },
    event: null,
    inputs: {},
  };
  return {
    ...{ playbookId: 'orders', playbookName: 'Orders', versionId: 'v', triggerId: null, triggeredBy: 'schedule' },
    ...{ startedBy: 'system', mode: 'live', scheduledFor: null, eventId: null, contextJson: JSON.stringify(context) },
    ...{ depth: 0, generation: 0, stepResults: [], signals: {}, takeovers: 0, createdAt: startedAt, startedAt, status },
    usage: { reads: 10, writes: 10, computeMs: 0, tokens: 0, vendorCalls: 0 },
    completedAt: new Date(startedAt.getTime() + 2_000),
    ...{ lease: null, wait: null, dueAt: null, error: status === 'failed' ? problem : null },
    expireAt: new Date('2099-01-01T00:00:00Z'),
    ...more,
  };
}

/** From the beginning to the end, a tick at a time. */
async function noteAll(): Promise<void> {
  let before: Heartbeat | null = null;
  do {
    const progress = await notePast(api.app.engine, before, soon());
    const rest = { at: new Date(), alarmedAt: null, jobsComparedAt: null, jobsCursor: null, isCut: false };
    before = { ...rest, ...progress };
  } while (!before.isPastNoted);
}

describe('analytics on Firestore', () => {
  it('counts what ended before there were notes, and again nothing; then answers in sums that are exact', async () => {
    const { orgId, uid } = await api.tenant('viewer');
    const { store } = api.app.engine;
    const paths = tenantPaths(orgId);
    const now = Date.now();
    const at = (days: number) => new Date(now - days * 86_400_000);
    // More than a page of the back-fill, and of the fold.
    const all = Array.from({ length: 450 }, (_, index) => {
      const status = index % 5 === 0 ? ('failed' as const) : ('completed' as const);
      const more = index % 3 === 0 ? { playbookId: 'stock', playbookName: 'Stock', triggeredBy: 'manual' } : {};
      return ended(at(index % 50), status, more);
    });
    for (let from = 0; from < all.length; from += 150) {
      await store.commit(
        all.slice(from, from + 150).map((data, index) => {
          return { op: 'create', path: paths.execution(`e${String(from + index).padStart(4, '0')}`).path, data };
        }),
      );
    }
    await store.commit([
      { op: 'create', path: paths.execution('dry').path, data: ended(at(1), 'completed', { mode: 'dry_run' }) },
      { op: 'create', path: paths.execution('share').path, data: ended(at(1), 'completed', { isShare: true }) },
    ]);
    await noteAll();
    await foldNotes(api.app.engine, soon());
    await noteAll();
    await foldNotes(api.app.engine, soon());

    const as = { token: api.token(uid) };
    const year = await api.call('GET', '/api/analytics?days=366', as);
    expect(year.status).toBe(200);
    // 450 of them, and the share's part of the cost.
    expect(year.body).toMatchObject({
      totals: { runs: 450, completed: 360, failed: 90, successRate: 0.8, costMicros: 451 * 12 },
      before: null,
      playbooks: [
        { playbookId: 'orders', name: 'Orders', runs: 300 },
        { playbookId: 'stock', name: 'Stock', runs: 150 },
      ],
      triggers: [{ triggeredBy: 'schedule' }, { triggeredBy: 'manual' }],
      errors: [{ code: 'refused', text: 'Order # was refused', count: 90 }],
      tiers: [{ tier: 'free', completed: 360 }],
    });
    expect(Math.abs(year.body.totals.p50Ms - 2_000)).toBeLessThan(100);
    expect(year.body.week.flat().reduce((sum: number, one: number) => sum + one, 0)).toBe(450);
    expect(year.body.days).toHaveLength(366);

    const month = await api.call('GET', '/api/analytics', as);
    expect(month.body.days).toHaveLength(30);
    expect(month.body.totals.runs + month.body.before.runs).toBe(450);
    const one = await api.call('GET', '/api/analytics?days=60&playbookId=stock', as);
    expect(one.body).toMatchObject({ totals: { runs: 150 }, playbooks: [], triggers: [{ triggeredBy: 'manual' }] });
    const usage = await api.call('GET', '/api/usage', as);
    expect(usage.body).toMatchObject({
      tier: 'free',
      executions: { limit: 5_000 },
      cost: { used: 0, limit: 5_000_000 },
    });
    expect(usage.body.daily).toContainEqual({ name: 'email_send', used: 0, limit: 50 });
    const cost = await api.call('POST', '/api/analytics/cost', { ...as, body: { executions: 6_000 } });
    expect(cost.body).toMatchObject({ executionMicros: 12, isMeasured: true, fits: 'starter' });
    expect(cost.body.tiers[0]).toMatchObject({ tier: 'free', exceeds: 'executions', runningMicros: 72_000 });
  });

  it('shows a new business nothing, and says what is wrong with a question', async () => {
    const { uid } = await api.tenant('viewer');
    const as = { token: api.token(uid) };
    const empty = await api.call('GET', '/api/analytics?days=7', as);
    expect(empty.body).toMatchObject({
      totals: { runs: 0, successRate: null, p50Ms: null },
      playbooks: [],
      errors: [],
    });
    expect(empty.body.days).toHaveLength(7);
    const wrong = {
      'days=0': /days/,
      'days=400': /At most 366 days/,
      'days=7&from=2026-01-01': /Say either/,
      'from=2026-02-01&to=2026-01-01': /before the first/,
      'from=0001-01-01&to=2026-01-01': /At most 366 days/,
      'from=monday': /2026-11-23/,
    };
    for (const [query, words] of Object.entries(wrong)) {
      const answer = await api.call('GET', `/api/analytics?${query}`, as);
      expect([query, answer.status]).toEqual([query, 422]);
      expect(answer.problem.detail).toMatch(words);
    }
    const body = { executions: 10, tier: 'pro' };
    expect((await api.call('POST', '/api/analytics/cost', { ...as, body })).status).toBe(422);
  });
});

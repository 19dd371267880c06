import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Execution, executionSchema, noUsage } from '../../src/model/execution.ts';
import { executionContextSchema } from '../../src/model/execution-context.ts';
import { tenantPaths } from '../../src/model/paths.ts';
import { searchTerms } from '../../src/model/search-terms.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';

let api: ApiKit;
beforeAll(async () => {
  api = await startApi({});
});
afterAll(() => api.close());

const noon = Date.parse('2026-11-20T12:00:00Z');
const MINUTE = 60_000;

/** An execution that ended, so many minutes before noon. */
function execution(minutes: number, more: Readonly<Record<string, unknown>> = {}): Execution {
  const { inputs = {}, playbookName = 'Order confirmation', ...rest } = more;
  const createdAt = new Date(noon - minutes * MINUTE);
  const context = {
    user: { id: 'u', name: '', email: '', locale: 'en-US' },
    org: { id: 'o', name: 'Shop', timezone: 'UTC', currency: 'USD' },
    trigger: { id: null, type: 'event' as const, scheduledFor: null },
    event: null,
    inputs,
  };
  const base = {
    playbookId: 'orders',
    playbookName,
    versionId: 'v',
    triggerId: null,
    triggeredBy: 'event',
    startedBy: 'system',
    mode: 'live',
    scheduledFor: null,
    eventId: null,
    contextJson: JSON.stringify(context),
    depth: 0,
    generation: 0,
    parent: null,
    isShare: false,
    behind: null,
    replayOf: null,
    taint: [],
    heldBy: [],
    failing: null,
    stepResults: [],
    signals: {},
    takeovers: 0,
    usage: noUsage,
    terms: searchTerms({ playbookName: String(playbookName), context: executionContextSchema.parse(context) }),
    createdAt,
    expireAt: new Date('2027-11-20T12:00:00Z'),
    status: 'completed',
    startedAt: createdAt,
    completedAt: createdAt,
    lease: null,
    wait: null,
    error: null,
    dueAt: null,
  };
  return executionSchema.parse({ ...base, ...rest });
}

async function world(all: readonly Execution[]) {
  const { orgId, uid } = await api.tenant();
  const token = api.token(uid);
  for (let from = 0; from < all.length; from += 400) {
    await api.app.engine.store.commit(
      all.slice(from, from + 400).map((data, index) => {
        const { path } = tenantPaths(orgId).execution(`e${String(from + index).padStart(4, '0')}`);
        return { op: 'create' as const, path, data };
      }),
    );
  }
  const list = async (query: Record<string, string>) => {
    const { status, body, problem } = await api.call('GET', `/api/executions?${new URLSearchParams(query)}`, { token });
    const items = (body?.items ?? []) as { executionId: string }[];
    return { status, ids: items.map(({ executionId }) => executionId), cursor: body?.nextCursor, problem };
  };
  return { orgId, token, list };
}

describe('GET /api/executions', () => {
  it('finds by an order number, an e-mail address, a playbook and an error, in whole words', async () => {
    const error = { code: 'mailbox_full', fault: 'vendor', message: 'Too much', fix: null, errors: [] } as const;
    const { list } = await world([
      execution(0, { inputs: { order: 'ORD-1042', email: 'Ana@Shop.example' } }),
      execution(1, { inputs: { order: 'ORD-1043', email: 'bo@shop.example' } }),
      execution(2, { status: 'failed', error, terms: ['mailbox_full'] }),
      execution(3, { playbookName: 'Café prices' }),
    ]);
    expect((await list({ text: 'ord-1042' })).ids).toEqual(['e0000']);
    expect((await list({ text: '#1043' })).ids).toEqual(['e0001']);
    expect((await list({ text: 'ana@shop.example' })).ids).toEqual(['e0000']);
    expect((await list({ text: 'cafe' })).ids).toEqual(['e0003']);
    expect((await list({ text: 'mailbox_full' })).ids).toEqual(['e0002']);
    expect((await list({ text: 'order confirmation bo@shop.example' })).ids).toEqual(['e0001']);
    expect((await list({ text: 'ORD-10' })).ids).toEqual([]);
  });

  it('filters by several things at once', async () => {
    const { list } = await world([
      execution(0, { mode: 'dry_run' }),
      execution(1, { triggeredBy: 'manual' }),
      execution(2, { status: 'canceled', triggeredBy: 'manual' }),
      execution(3, { playbookId: 'prices', triggeredBy: 'manual' }),
      execution(4, { isShare: true, triggeredBy: 'manual' }),
    ]);
    expect((await list({ mode: 'dry_run' })).ids).toEqual(['e0000']);
    expect((await list({ triggeredBy: 'manual' })).ids).toEqual(['e0001', 'e0002', 'e0003']);
    expect((await list({ triggeredBy: 'manual', status: 'canceled,failed' })).ids).toEqual(['e0002']);
    expect((await list({ playbookId: 'prices', status: 'completed', mode: 'live' })).ids).toEqual(['e0003']);
    const at = (minutes: number) => new Date(noon - minutes * MINUTE).toISOString();
    expect((await list({ from: at(2), to: at(0) })).ids).toEqual(['e0001', 'e0002']);
    expect((await list({ status: 'completed', from: at(3), to: at(1) })).ids).toEqual(['e0003']);
  });

  it('pages through executions of one instant, none twice and none left out', async () => {
    const { list } = await world(Array.from({ length: 7 }, () => execution(0)));
    const seen: string[] = [];
    let cursor: unknown = null;
    do {
      const page = await list({ limit: '3', ...(cursor !== null && { cursor: String(cursor) }) });
      seen.push(...page.ids);
      cursor = page.cursor;
    } while (cursor !== null);
    expect(seen).toEqual(['e0006', 'e0005', 'e0004', 'e0003', 'e0002', 'e0001', 'e0000']);
  });

  it('reads 500 documents for a page at most, and goes on behind them', async () => {
    const all = Array.from({ length: 620 }, (_, minutes) => execution(minutes));
    const last = execution(700, { triggeredBy: 'manual', mode: 'dry_run' });
    const { list } = await world([...all, last]);
    const page = await list({ status: 'completed', mode: 'dry_run' });
    expect([page.ids, typeof page.cursor]).toEqual([[], 'string']);
    const next = await list({ status: 'completed', mode: 'dry_run', cursor: String(page.cursor) });
    expect([next.ids, next.cursor]).toEqual([['e0620'], null]);
  });

  it('shows nothing of another tenant', async () => {
    const word = randomUUID();
    await world([execution(0, { inputs: { order: word } })]);
    const { list } = await world([execution(0)]);
    expect((await list({ text: word })).ids).toEqual([]);
  });

  it('refuses what makes no sense', async () => {
    const { list } = await world([]);
    for (const query of [{ status: 'done' }, { status: '' }, { mode: 'wet' }, { from: 'yesterday' }, { cursor: 'x' }]) {
      expect((await list(query as Record<string, string>)).status).toBe(422);
    }
    expect((await list({ text: 'x'.repeat(201) })).status).toBe(422);
    for (const year of ['0000', '0001', '1969']) {
      expect((await list({ from: `${year}-01-01T00:00:00Z` })).status, year).toBe(422);
    }
  });

  it('finds what was started for real by what it was started with', async () => {
    const { list, token } = await world([]);
    const inputs = [{ name: 'order', type: 'text', required: true }];
    const steps = [{ action: 'set_variables', params: { values: { a: '{{inputs.order}}' } } }];
    const draft = { name: 'Thank the customer', status: 'active', inputs, steps };
    const { body } = await api.call('POST', '/api/playbooks', { token, body: draft });
    const started = await api.call('POST', `/api/playbooks/${String(body.playbookId)}/execute`, {
      token,
      body: { inputs: { order: 'ORD-77812' }, wait: 25 },
    });
    expect((await list({ text: 'ord-77812' })).ids).toEqual([started.body.executionId]);
    expect((await list({ text: 'thank customer', status: 'completed' })).ids).toEqual([started.body.executionId]);
  });
});

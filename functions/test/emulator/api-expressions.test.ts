import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiKit, type CallOptions, startApi } from '../kit/api-kit.ts';

let api: ApiKit;
let orgId: string;
let token: string;
beforeAll(async () => {
  api = await startApi();
  const tenant = await api.tenant();
  orgId = tenant.orgId;
  token = api.token(tenant.uid);
});
afterAll(() => api.close());

const facts = {
  steps: { find: { items: [{ name: 'Mug', left: 2 }], total: 1 } },
  agents: { money_mike: { price_gap: 12 } },
  inputs: { limit: 5 },
  event: { sku: 'M-1' },
  names: { item: { name: 'Mug', left: 2 }, index: 0, org: { name: 'Shop' } },
};
const ask = (body: unknown, options: CallOptions = { token }) =>
  api.call('POST', '/api/expressions', { ...options, body });
const value = async (kind: 'condition' | 'template', text: string) => (await ask({ kind, text, facts })).body;

describe('an expression that is tried', () => {
  it('comes to what it would in an execution', async () => {
    expect(await value('condition', '{{money_mike.price_gap}} > 10 && item.left < inputs.limit')).toEqual({
      value: true,
    });
    expect(await value('condition', 'event.sku == "M-2"')).toEqual({ value: false });
    expect(await value('template', '{{org.name}}: {{size(steps.find.items)}} of {{item.name}}')).toEqual({
      value: 'Shop: 1 of Mug',
    });
    expect(await value('template', '{{steps.find.items}}')).toEqual({ value: facts.steps.find.items });
    expect(await value('condition', 'now > timestamp("2020-01-01T00:00:00Z")')).toEqual({ value: true });
  });

  it('says in words, and where, what is wrong with it', async () => {
    const { problem, position } = await value('condition', 'steps.find.totl > 1');
    expect([problem, position]).toEqual([expect.stringContaining("no field 'totl'"), expect.any(Number)]);
    expect((await value('condition', 'steps.find.total')).problem).toContain('A condition is true or false');
    expect((await value('template', 'Hi {{inputs.name')).problem).toContain('not closed');
  });

  it('is bounded, and reaches nothing but what it was given', async () => {
    for (const text of [
      'steps.constructor("return process")()',
      'process.env.HOME == ""',
      '__proto__ == null',
      'steps.find.items.map(a, steps.find.items.map(b, b)) == []',
      `${'('.repeat(200)}1${')'.repeat(200)} == 1`,
    ]) {
      expect(await value('condition', text)).toEqual({
        problem: expect.any(String),
        position: expect.toSatisfy(isPlace),
      });
    }
    const long = Array.from({ length: 3_000 }, (_, index) => index);
    const heavy = {
      kind: 'condition',
      text: 'size(inputs.l.map(x, inputs.l + inputs.l)) > 1',
      facts: { inputs: { l: long } },
    };
    expect((await ask(heavy)).body.problem).toContain('too much work');
    const wide = await ask({ kind: 'template', text: '{{inputs.a}}', facts: { inputs: { a: 'x'.repeat(101_000) } } });
    expect([wide.status, wide.problem.errors?.[0]?.path]).toEqual([422, expect.stringContaining('facts')]);
    expect((await ask({ kind: 'template', text: 'x'.repeat(20_001) })).status).toBe(422);
    expect((await ask({ kind: 'template', text: '1', facts: { orgId: 'other' } })).status).toBe(422);
  });

  it('sees no data of any tenant, and leaves no trace', async () => {
    expect((await value('template', '{{products.mug.price}}')).problem).toContain("no 'products'");
    expect((await ask({ kind: 'template', text: '{{org.id}}' })).body.problem).toContain("no 'org'");
    const { body } = await api.call('GET', '/api/audit', { token });
    expect(JSON.stringify(body)).not.toContain('expression');
  });

  it('is for editors and for keys that may write playbooks', async () => {
    const condition = { kind: 'condition', text: '1 < 2' };
    const viewer = await api.tenant('viewer');
    expect((await ask(condition, { token: api.token(viewer.uid) })).status).toBe(403);
    expect((await ask(condition, { key: await api.key(orgId, ['playbooks:read']) })).status).toBe(403);
    expect((await ask(condition, { key: await api.key(orgId, ['playbooks:write']) })).body).toEqual({ value: true });
  });
});

function isPlace(place: unknown): boolean {
  return place === null || typeof place === 'number';
}

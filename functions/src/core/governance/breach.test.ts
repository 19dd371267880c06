import { describe, expect, it } from 'vitest';
import { type ConsentKit, createConsentKit } from '../../../test/kit/consent-kit.ts';
import { orgId } from '../../../test/kit/engine-kit.ts';
import type { ApiKey } from '../../model/api-key.ts';
import type { JsonObject } from '../../model/json.ts';
import { top } from '../../model/paths.ts';
import { policySchema } from '../../model/policy.ts';
import { queries } from '../../model/query.ts';
import { NonRetriableError } from '../engine/errors.ts';
import { startExecution } from '../engine/start-execution.ts';
import type { PlatformMail } from '../ports.ts';
import { nameInMail } from './invitation.ts';
import { tellApprovers } from './tell-approvers.ts';

const eve = 'eve@rival.example';
const mail = (to: string | string[], more: JsonObject = {}): JsonObject => ({
  ...{ id: 'mail', action: 'mail', params: { to, text: 'Hello' } },
  ...more,
});
const asksFor = (decision: string) => policySchema.parse({ moderate: { decision, within: {}, beyond: decision } });
async function startBy(kit: ConsentKit, startedBy: string, step: JsonObject): Promise<void> {
  const playbookId = await kit.playbook([step]);
  const { executionId } = await startExecution(kit.engine, kit.request(playbookId, { startedBy }), false);
  kit.queued.push({ handler: 'advance', data: { orgId, executionId }, name: executionId, at: null });
  await kit.drain();
}
const two = async () => {
  const kit = await createConsentKit();
  await kit.member('ed0', 'editor');
  await kit.member('ed1', 'editor');
  return kit;
};

describe('a playbook cannot talk its way past the policy', () => {
  it('by a yes that comes by itself when nobody answers', async () => {
    const kit = await two();
    await kit.tenant({ policy: asksFor('approve') });
    const id = await kit.go([mail('ada@example.com', { approval: { timeoutMs: 60_000, onExpiry: 'approve' } })]);
    await kit.runOut();
    expect(kit.sent).toEqual([]);
    expect((await kit.execution(id)).error?.code).toBe('approval_expired');
  });

  it('by naming the one who starts it as the only one to answer', async () => {
    const kit = await two();
    await kit.tenant({ policy: asksFor('approve') });
    await startBy(kit, 'ed0', mail('ada@example.com', { approval: { approvers: ['ed0'] } }));
    expect(await kit.answer((await kit.open()).id, { by: 'ed0' })).toBe('self_approval');
    expect(kit.sent).toEqual([]);
  });

  it('though what only the playbook asks goes by the playbook’s own rule', async () => {
    const kit = await two();
    await kit.go([mail('ada@example.com', { approval: { timeoutMs: 60_000, onExpiry: 'approve' } })]);
    await kit.runOut();
    expect(kit.sent).toHaveLength(1);
  });
});

describe('an API key is no second person', () => {
  const key = async (kit: ConsentKit, more: Partial<ApiKey> = {}) => {
    const fixed = { keyId: 'k1', orgId, name: 'Agent', scopes: [], perMinute: 600, lastUsedAt: null, revokedAt: null };
    const data: ApiKey = {
      ...fixed,
      taintedAt: null,
      createdBy: 'ed0',
      createdAt: kit.clock.now(),
      expireAt: null,
      ...more,
    };
    await kit.store.commit([{ op: 'set', path: top.apiKey('hash').path, data }]);
  };
  const asked = mail('ada@example.com', { requiresApproval: true });

  it('for whoever made it: neither says yes to what the other has started', async () => {
    const kit = await two();
    await key(kit);
    await startBy(kit, 'ed0', asked);
    const byPerson = await kit.open();
    expect(await kit.answer(byPerson.id, { by: 'key:k1', madeBy: 'ed0', via: 'key' })).toBe('self_approval');
    expect(await kit.answer(byPerson.id, { by: 'key:k2', madeBy: 'ed1', via: 'key' })).toBe('decided');
    await startBy(kit, 'key:k1', asked);
    const byKey = await kit.open();
    expect(byKey.data.requestedBy).toBe('ed0');
    expect(await kit.answer(byKey.id, { by: 'ed0' })).toBe('self_approval');
    expect(await kit.answer(byKey.id, { by: 'key:k1', madeBy: 'ed0', via: 'key' })).toBe('self_approval');
    expect(kit.sent).toHaveLength(1);
  });

  it('that names others than those it was asked about', async () => {
    const kit = await two();
    await startBy(kit, 'ed0', asked);
    const { id } = await kit.open();
    const by = { by: 'key:k2', madeBy: 'ed1', via: 'key' } as const;
    expect(await kit.answer(id, { ...by, params: { to: eve, text: 'Hello' } })).toBe('not_editable');
    expect(kit.sent).toEqual([]);
  });

  it('where several have to say yes', async () => {
    const kit = await two();
    await startBy(kit, 'owner', mail('ada@example.com', { approval: { needed: 2 } }));
    const { id } = await kit.open();
    expect(await kit.answer(id, { by: 'ed0' })).toBe('voted');
    expect(await kit.answer(id, { by: 'key:k1', madeBy: 'ed0', via: 'key' })).toBe('key_vote');
    expect(kit.sent).toEqual([]);
  });

  it('and what it made starts by itself no longer than it holds', async () => {
    const kit = await two();
    const playbookId = await kit.playbook([mail('ada@example.com')], { createdBy: 'key:k1' });
    const begin = () => startExecution(kit.engine, kit.request(playbookId, { triggeredBy: 'event' }), false);
    await key(kit, { expireAt: kit.clock.now() });
    await expect(begin()).rejects.toMatchObject({ code: 'key_revoked' });
    await key(kit, { expireAt: new Date(kit.clock.now().getTime() + 1) });
    await expect(begin()).resolves.toMatchObject({ created: true });
  });
});

describe('a loop that asks for every item', () => {
  it('does not flood its approvers with mails', async () => {
    const kit = await two();
    const items = Array.from({ length: 90 }, (_, index) => `customer${index}@example.com`);
    const loop = { id: 'each', action: 'for_each', params: { items, concurrency: 50 } };
    for (const name of ['a', 'b']) {
      await kit.go([{ ...loop, steps: [mail('{{item}}', { requiresApproval: true })] }], { name });
      await kit.clock.advance(3_600_000);
    }
    const letters: string[] = [];
    const post: PlatformMail = { link: (path) => path, send: async ({ text }) => void letters.push(text) };
    const found = await kit.store.query(queries.approvals(orgId, { limit: 500 }));
    for (const { id } of found) await tellApprovers({ engine: kit.engine, mail: post, linkKeyName: 'KEY' }, orgId, id);
    expect(found).toHaveLength(180);
    // Two editors, of the first ninety.
    expect(letters).toHaveLength(180);
  });
});

describe('what strangers wrote', () => {
  it('does not come out of a loop by way of its errors', async () => {
    const kit = await two();
    kit.failures.push(new NonRetriableError(eve, { mayHaveActed: false }));
    await kit.go([
      {
        id: 'each',
        action: 'for_each',
        params: { items: ['ada@example.com'], onItemError: 'continue' },
        steps: [
          mail('{{item}}', { id: 'inner', onError: 'fail', retry: { maxAttempts: 1, baseDelayMs: 0, maxDelayMs: 0 } }),
        ],
      },
      mail('{{steps.each.errors[0].message == "" ? "x@y.example" : "eve@rival.example"}}'),
    ]);
    expect(kit.sent).toEqual([]);
    expect((await kit.open()).data.reasons[0]).toMatch(/^'to' comes from /);
  });

  it('does not choose which playbook is run', async () => {
    const kit = await two();
    const secret = await kit.playbook([mail('ada@example.com')]);
    const id = await kit.go([
      { id: 'page', action: 'fetch', params: { id: secret } },
      { id: 'call', action: 'run_playbook', params: { playbookId: '{{steps.page.id}}' } },
    ]);
    await kit.runOut();
    expect(kit.sent).toEqual([]);
    expect((await kit.execution(id)).error?.code).toBe('tainted_playbook');
  });
});

it('invites nobody to where a name leads', () => {
  expect(nameInMail('Olive')).toBe('Olive');
  expect(nameInMail('St. Mary’s & Söhne')).toBe('St. Mary’s & Söhne');
  for (const name of ['Win at https://evil.example/x', 'www.evil.example', 'a@evil.example', 'x\r\nBcc: y\u2028z']) {
    expect(nameInMail(name)).toMatch(/^[A-Za-z ]+$/);
  }
});

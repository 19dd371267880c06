import { describe, expect, it } from 'vitest';
import { createArmoury } from '../../../test/kit/arsenal.ts';
import { createEngineKit, makeStep, orgId, paths } from '../../../test/kit/engine-kit.ts';
import { isWebhook } from '../../model/hook.ts';
import { top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { applyTriggers } from './apply-triggers.ts';
import { dispatchEvent } from './dispatch-event.ts';
import { receiveWebhook } from './receive-webhook.ts';
import { createDoor } from './webhook.fixture.ts';
import { sampleDelivery } from './webhook-sample.ts';
import type { Delivery } from './webhook-schemes.ts';

describe('a delivery to a webhook', () => {
  for (const scheme of ['github', 'stripe', 'slack', 'shopify', 'hmac', 'bearer'] as const) {
    it(`by ${scheme} starts its playbook once, tainted, with the body, safe headers and the query`, async () => {
      const { sign, come, executions, current } = await createDoor(scheme);
      const delivery: Delivery = { ...sign({ word: 'hello' }), query: { shop: '7' } };
      const spiced = { ...delivery, headers: { ...delivery.headers, cookie: 'c=1', 'x-forwarded-for': '1.2.3.4' } };
      expect(await come(spiced)).toMatchObject({ kind: 'accepted', isNew: true });
      expect(await come(spiced)).toMatchObject({ kind: 'accepted', isNew: false });
      const [one, ...more] = await executions();
      expect(more).toEqual([]);
      expect(one).toMatchObject({
        triggeredBy: 'webhook',
        startedBy: 'system',
        taint: ['event'],
        depth: 1,
        mode: 'live',
      });
      const context = JSON.parse(one?.contextJson ?? '');
      expect(context.trigger).toEqual({ id: 'webhook', type: 'webhook', scheduledFor: null });
      expect(context.event).toMatchObject({ body: { word: 'hello' }, query: { shop: '7' } });
      expect(Object.keys(context.event.headers)).not.toContain('cookie');
      expect(one?.contextJson).not.toContain('1.2.3.4');
      expect(one?.contextJson).not.toContain(current());
    });
  }

  it('of a name that comes twice at once is one execution', async () => {
    const { sign, engine, hookId, executions } = await createDoor('github');
    const delivery = sign();
    const all = await Promise.all([1, 2, 3].map(() => receiveWebhook(engine, hookId, delivery)));
    const ids = new Set(all.map((one) => (one.kind === 'accepted' ? one.eventId : one.kind)));
    expect(ids.size).toBe(1);
    for (const id of ids) await Promise.all([dispatchEvent(engine, orgId, id), dispatchEvent(engine, orgId, id)]);
    expect(await executions()).toHaveLength(1);
  });

  it('is refused while there is no secret, and nothing starts', async () => {
    const { kit, engine, hookId, hook, executions } = await createDoor('hmac', {}, false);
    for (const secret of ['', `whsec_${Buffer.alloc(32).toString('base64')}`]) {
      const delivery = sampleDelivery('hmac', { secret, id: 'x', body: null, now: kit.clock.now() });
      expect(await receiveWebhook(engine, hookId, delivery)).toEqual({ kind: 'refused' });
    }
    expect(await executions()).toEqual([]);
    expect((await hook()).data.refusal).toMatch(/no secret/);
  });

  it('with a wrong signature is refused before anything is read, and noted once a minute', async () => {
    const { kit, sign, come, hook } = await createDoor('github');
    const wrong = { ...sign(), body: Buffer.from('{"not json') };
    kit.commits.length = 0;
    for (let time = 0; time < 5; time++) expect(await come(wrong)).toEqual({ kind: 'refused' });
    expect(kit.commits).toHaveLength(1);
    expect((await hook()).data.refusal).toMatch(/signature/);
    await kit.clock.advance(60_000);
    await come(wrong);
    expect(kit.commits).toHaveLength(2);
    expect((await kit.store.query(queries.events(orgId, new Date(0), new Date(9e12), { limit: 9 }))).length).toBe(0);
  });

  it('to another hook is refused, and so is one to the address of an execution', async () => {
    const { kit, engine, sign } = await createDoor('github');
    const data = { orgId, executionId: 'e1', expireAt: new Date(kit.clock.now().getTime() + 1e9) };
    await kit.store.commit([{ op: 'create', path: top.hook('callback').path, data }]);
    for (const id of ['nobody', 'callback'])
      expect(await receiveWebhook(engine, id, sign())).toEqual({ kind: 'refused' });
  });

  it('that is genuine and makes no sense is told so', async () => {
    const { engine, hookId, current } = await createDoor('bearer');
    const headers = { authorization: `Bearer ${current()}` };
    for (const body of ['{', 'hello', `${'['.repeat(70)}${']'.repeat(70)}`]) {
      const received = await receiveWebhook(engine, hookId, { headers, query: {}, body: Buffer.from(body) });
      expect([body, received.kind]).toEqual([body, 'malformed']);
    }
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect((await receiveWebhook(engine, hookId, { headers, query: {}, body: Buffer.from(deep) })).kind).toBe(
      'malformed',
    );
  });

  it('without a name is another one when its body or its minute is', async () => {
    const { kit, come, current, executions } = await createDoor('bearer');
    const post = (text: string) =>
      come({ headers: { authorization: `bearer ${current()}` }, query: {}, body: Buffer.from(text) });
    for (const text of ['{"a":1}', '{"a":1}', '{"a":2}']) await post(text);
    expect(await executions()).toHaveLength(2);
    await kit.clock.advance(61_000);
    await post('{"a":1}');
    expect(await executions()).toHaveLength(3);
  });

  it('that is a form is read as one', async () => {
    const { come, current, executions } = await createDoor('bearer');
    const headers = { authorization: `Bearer ${current()}`, 'content-type': 'application/x-www-form-urlencoded' };
    await come({ headers, query: {}, body: Buffer.from('a=1&b=two+words&__proto__=x') });
    const [one] = await executions();
    expect(JSON.parse(one?.contextJson ?? '').event.body).toMatchObject({ a: '1', b: 'two words' });
  });

  it('by which Slack asks whether somebody is at home is answered, once it is genuine', async () => {
    const { sign, come, executions } = await createDoor('slack');
    const ask = sign({ type: 'url_verification', challenge: '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P' });
    expect(await come(ask)).toEqual({
      kind: 'challenge',
      challenge: '3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P',
    });
    expect(await come({ ...ask, headers: { ...ask.headers, 'x-slack-signature': 'v0=00' } })).toEqual({
      kind: 'refused',
    });
    expect(await executions()).toEqual([]);
  });

  it('goes through the filter, and waits like any event', async () => {
    const { kit, sign, come, executions } = await createDoor('github', {
      filter: 'event.headers["x-github-event"] == "ping" && event.body.n > 1',
      debounce: { windowMs: 10_000, by: null },
    });
    await come(sign({ n: 1 }, 'a'));
    await come(sign({ n: 2 }, 'b'));
    expect(await executions()).toEqual([]);
    expect(await kit.store.query(queries.dueGathered(new Date(9e12), { limit: 9 }))).toHaveLength(1);
  });

  it('of a test starts a dry run, waits for nothing, and starts nothing else', async () => {
    const { kit, engine, sign, hookId, executions } = await createDoor('github', {
      batch: { maxSize: 5, maxWaitMs: 60_000 },
    });
    const received = await receiveWebhook(engine, hookId, sign(), true);
    if (received.kind === 'accepted') await dispatchEvent(engine, orgId, received.eventId);
    const [one] = await executions();
    expect(one).toMatchObject({ mode: 'dry_run', triggeredBy: 'webhook' });
    expect(JSON.parse(one?.contextJson ?? '').event).toMatchObject({ count: 1 });
    expect(await kit.store.query(queries.dueGathered(new Date(9e12), { limit: 9 }))).toHaveLength(0);
  });

  it('for a playbook that is a draft is kept, and starts nothing', async () => {
    const { kit, armoury, playbookId, sign, come, executions } = await createDoor('github');
    await kit.store.commit([{ op: 'update', path: paths.playbook(playbookId).path, fields: { status: 'draft' } }]);
    await applyTriggers(armoury, orgId, playbookId);
    expect(await come(sign())).toMatchObject({ kind: 'accepted' });
    expect(await executions()).toEqual([]);
  });
});

describe('arming a webhook', () => {
  it('makes one address, which stays through edits, mistakes, pauses and the archive', async () => {
    const { kit, armoury, playbookId, hookId, hook } = await createDoor('github');
    const edits = [
      { name: 'Other' },
      { stepsJson: '[' },
      { status: 'paused' },
      { status: 'archived' },
      { status: 'active', stepsJson: '[{"action":"do"}]' },
    ];
    for (const fields of edits) {
      await kit.store.commit([{ op: 'update', path: paths.playbook(playbookId).path, fields }]);
      await applyTriggers(armoury, orgId, playbookId);
      expect([fields, (await hook()).id, (await hook()).data.secretSetAt !== null]).toEqual([fields, hookId, true]);
    }
  });

  it('of another scheme wants another secret', async () => {
    const { kit, armoury, playbookId, hookId, hook, sign, come } = await createDoor('github');
    const delivery = sign();
    const triggers = [{ type: 'webhook', id: 'webhook', scheme: 'shopify' }];
    await kit.store.commit([{ op: 'update', path: paths.playbook(playbookId).path, fields: { triggers } }]);
    await applyTriggers(armoury, orgId, playbookId);
    expect(await hook()).toMatchObject({ id: hookId, data: { scheme: 'shopify', secretSetAt: null } });
    expect((await come(delivery)).kind).toBe('refused');
  });

  it('that is gone takes its secret with it', async () => {
    for (const gone of ['trigger', 'playbook']) {
      const { kit, armoury, playbookId, secrets, sign, come, name } = await createDoor('github');
      const delivery = sign();
      const { path } = paths.playbook(playbookId);
      await kit.store.commit([
        gone === 'trigger' ? { op: 'update', path, fields: { triggers: [] } } : { op: 'delete', path },
      ]);
      kit.deaths.add('hook_secrets_deleted');
      await expect(applyTriggers(armoury, orgId, playbookId)).rejects.toThrow();
      await applyTriggers(armoury, orgId, playbookId);
      expect(secrets.values.has(name)).toBe(false);
      expect(await kit.store.query(queries.hooks(orgId, { limit: 10 }))).toEqual([]);
      expect((await come(delivery)).kind).toBe('refused');
    }
  });

  it('by several workers at once leaves one address', async () => {
    const kit = await createEngineKit([makeStep('do', () => ({}))]);
    const armoury = createArmoury(kit);
    const triggers = [
      { type: 'webhook', id: 'a', scheme: 'github' },
      { type: 'webhook', id: 'b', scheme: 'hmac' },
    ];
    const playbookId = await kit.playbook([{ action: 'do' }], { triggers });
    await Promise.all([1, 2, 3, 4].map(() => applyTriggers(armoury, orgId, playbookId)));
    const hooks = await kit.store.query(queries.hooks(orgId, { limit: 10 }));
    expect(hooks.map(({ data }) => data && isWebhook(data) && data.triggerId).sort()).toEqual(['a', 'b']);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tenantPaths, top } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import { type GalleryKit, type Shop, startGallery, words } from '../kit/gallery-kit.ts';

let kit: GalleryKit;
let publisher: Shop;
let other: Shop;
beforeAll(async () => {
  kit = await startGallery();
  [publisher, other] = [await kit.shop(), await kit.shop()];
});
afterAll(() => kit.api.close());

const variables = [{ id: 'set', action: 'set_variables', params: { values: { answer: 42 } } }];
const mail = [
  {
    id: 'mail',
    action: 'send_email',
    params: { to: ['ada@customer.example'], subject: 'Low stock', body: 'Please order more.' },
  },
];
const low = [{ type: 'event', eventName: 'inventory.low_stock' }];
const store = () => kit.api.app.engine.store;

async function inGallery(steps: typeof variables | typeof mail = variables, more = {}): Promise<string> {
  const itemId = await publisher.share(await publisher.playbook(steps), more);
  await kit.letIn(itemId);
  return itemId;
}

async function titles({ orgId, uid }: Shop): Promise<(string | undefined)[]> {
  const found = await store().query(queries.notifications(orgId, uid, { limit: 20 }));
  return found.map(({ data }) => data?.title);
}

describe('what is shared', () => {
  it('is looked at first, is without what is the tenant’s own, and waits for a moderator', async () => {
    const playbookId = await publisher.playbook(mail, { triggers: low });
    const preview = await publisher.ask('POST', '/api/gallery/preview', { playbookId });
    expect(preview.body).toMatchObject({
      problems: [],
      itemId: null,
      takenOut: [{ path: 'steps.mail.params.to.0', what: 'email', input: 'to' }],
      asks: [{ name: 'to', required: true }],
      starts: [{ type: 'event', words: 'Stock is low' }],
      steps: [{ action: 'send_email', title: 'Send e-mail', within: 0 }],
    });
    expect(JSON.stringify(preview.body)).not.toContain('ada@customer.example');
    const body = { ...words, playbookId, versionId: preview.body.versionId };
    const made = await publisher.ask('POST', '/api/gallery', body);
    expect(made).toMatchObject({ status: 201, body: { status: 'pending', waiting: 1, version: null, installs: 0 } });
    const { itemId } = made.body;
    expect((await publisher.ask('POST', '/api/gallery', body)).problem).toMatchObject({ status: 409 });
    expect((await other.ask('GET', `/api/gallery/${itemId}`)).status).toBe(404);
    expect((await other.ask('POST', `/api/gallery/${itemId}/install`, {})).status).toBe(404);
    const { body: waiting } = await kit.moderate('GET', '');
    const mine = waiting.waiting.find((one: { itemId: string }) => one.itemId === itemId);
    expect(mine).toMatchObject({ number: 1, differences: null, publisher: 'Tea People' });
    expect(JSON.stringify(mine)).not.toMatch(/ada@|org_|user_/);
    await kit.letIn(itemId);
    const seen = await other.ask('GET', `/api/gallery/${itemId}`);
    expect(seen.body).toMatchObject({ status: 'published', version: 1, isOwn: false, isEntitled: true });
    expect(JSON.stringify(seen.body)).not.toContain(publisher.orgId);
    expect(await titles(publisher)).toContain('“Stock by mail” is in the gallery');
  });

  it('is refused where something private is left, and says where', async () => {
    const condition = 'user.email != "ada@customer.example"';
    const playbookId = await publisher.playbook([{ ...variables[0], condition }]);
    const preview = await publisher.ask('POST', '/api/gallery/preview', { playbookId });
    expect(preview.body.problems).toMatchObject([{ path: 'steps.set.condition' }]);
    const { versionId } = preview.body;
    const refused = await publisher.ask('POST', '/api/gallery', { ...words, playbookId, versionId });
    expect(refused.problem).toMatchObject({ status: 422, type: 'urn:playbooks:problem:private_data' });
    expect(refused.problem.errors?.[0]?.path).toBe('steps.set.condition');
    const said = { ...words, description: 'Ask +1 555 010 9999 for how it works.' };
    const clean = await publisher.playbook(variables);
    const { body } = await publisher.ask('POST', '/api/gallery/preview', { playbookId: clean });
    const again = await publisher.ask('POST', '/api/gallery', {
      ...said,
      playbookId: clean,
      versionId: body.versionId,
    });
    expect(again.problem.errors?.[0]?.path).toBe('description');
  });

  it('is what was looked at, or nothing', async () => {
    const playbookId = await publisher.playbook(variables);
    const { versionId } = (await publisher.ask('POST', '/api/gallery/preview', { playbookId })).body;
    const steps = [{ ...variables[0], params: { values: { answer: 43 } } }];
    await publisher.ask('PATCH', `/api/playbooks/${playbookId}`, { steps });
    const late = await publisher.ask('POST', '/api/gallery', { ...words, playbookId, versionId });
    expect(late.problem).toMatchObject({ status: 409, type: 'urn:playbooks:problem:changed_meanwhile' });
  });

  it('has versions: the one in the gallery stays until the next is let in', async () => {
    const playbookId = await publisher.playbook(variables);
    const itemId = await publisher.share(playbookId);
    await kit.letIn(itemId);
    const steps = [{ ...variables[0], params: { values: { answer: 44 } } }];
    await publisher.ask('PATCH', `/api/playbooks/${playbookId}`, { steps });
    const { versionId } = (await publisher.ask('POST', '/api/gallery/preview', { playbookId })).body;
    const next = { ...words, name: 'Stock by mail 2', versionId, changes: 'Another answer' };
    expect((await other.ask('POST', `/api/gallery/${itemId}/versions`, next)).status).toBe(404);
    const made = await publisher.ask('POST', `/api/gallery/${itemId}/versions`, next);
    expect(made).toMatchObject({
      status: 201,
      body: { status: 'published', version: 1, waiting: 2, name: words.name },
    });
    const { body } = await kit.moderate('GET', '');
    const waiting = body.waiting.find((one: { itemId: string }) => one.itemId === itemId);
    expect(waiting.differences.join()).toMatch(/answer|Set|values/i);
    const reason = 'It says nothing of what it does';
    await kit.moderate('POST', `/items/${itemId}`, { decision: 'refuse', number: 2, reason });
    const own = await publisher.ask('GET', `/api/gallery/${itemId}`);
    expect(own.body).toMatchObject({
      version: 1,
      status: 'published',
      versions: [{ number: 2, reason }, { number: 1 }],
    });
    expect((await other.ask('GET', `/api/gallery/${itemId}`)).body.versions).toMatchObject([{ number: 1 }]);
    await publisher.ask('POST', `/api/gallery/${itemId}/versions`, next);
    await kit.letIn(itemId, 3);
    const seen = await other.ask('GET', `/api/gallery/${itemId}`);
    expect(seen.body).toMatchObject({ version: 3, name: 'Stock by mail 2' });
    const twice = await kit.moderate('POST', `/items/${itemId}`, { decision: 'let_in', number: 3 });
    expect(twice.status).toBe(409);
  });

  it('is found by words, category and order, page by page', async () => {
    const word = `zebra${Date.now()}`;
    const named = async (name: string, category: string) => {
      const itemId = await publisher.share(await publisher.playbook(variables), { name, category });
      await kit.letIn(itemId);
      return itemId;
    };
    const one = await named(`${word} one`, 'sales');
    const two = await named(`${word} two`, 'sales');
    const three = await named(`${word} three`, 'marketing');
    const find = async (query: string) => {
      const { body } = await other.ask('GET', `/api/gallery?${query}`);
      return { ids: body.items.map(({ itemId }: { itemId: string }) => itemId), next: body.nextCursor };
    };
    expect((await find(`q=${word}&sort=new`)).ids).toEqual([three, two, one]);
    expect((await find(`q=${word.toUpperCase()}%20TWO`)).ids).toEqual([two]);
    expect((await find(`q=${word}&category=marketing`)).ids).toEqual([three]);
    expect((await find(`q=${word}&category=finance`)).ids).toEqual([]);
    const first = await find(`q=${word}&sort=new&limit=2`);
    expect((await find(`q=${word}&sort=new&limit=2&cursor=${first.next}`)).ids).toEqual([one]);
    await other.ask('POST', `/api/gallery/${one}/install`, {});
    expect((await find(`q=${word}&sort=popular`)).ids[0]).toBe(one);
    await publisher.ask('POST', `/api/gallery/${two}/withdraw`);
    expect((await find(`q=${word}&sort=rating`)).ids.toSorted()).toEqual([one, three].toSorted());
    expect((await find('q=&category=sales')).ids).not.toContain(two);
    expect((await other.ask('GET', '/api/gallery?cursor=x')).status).toBe(422);
    const { body } = await publisher.ask('GET', '/api/gallery/mine');
    expect(body.items.find(({ itemId }: { itemId: string }) => itemId === two)).toMatchObject({ status: 'withdrawn' });
  });
});

describe('what is installed', () => {
  it('is a draft with its origin, counts its tenant once and goes by its clock', async () => {
    const triggers = [...low, { type: 'schedule', cron: '0 9 * * 1', timezone: 'Asia/Tokyo' }];
    const itemId = await publisher.share(await publisher.playbook(mail, { triggers }));
    await kit.letIn(itemId);
    const wrong = await other.ask('POST', `/api/gallery/${itemId}/install`, { inputs: { nobody: 1 } });
    expect([wrong.status, wrong.problem.errors?.[0]?.path]).toEqual([422, 'inputs.nobody']);
    const inputs = { to: 'stock@other.example' };
    const made = await other.ask('POST', `/api/gallery/${itemId}/install`, { inputs });
    expect(made).toMatchObject({ status: 201, body: { version: 1, isFirst: true } });
    const playbook = await store().get(tenantPaths(other.orgId).playbook(made.body.playbookId));
    expect(playbook?.data).toMatchObject({
      status: 'draft',
      isTainted: true,
      fromGallery: { itemId, version: 1 },
      inputs: [{ name: 'to', default: 'stock@other.example' }],
      triggers: [{ type: 'event' }, { type: 'schedule', timezone: 'America/New_York' }],
    });
    const again = await other.ask('POST', `/api/gallery/${itemId}/install`, {});
    expect(again.body).toMatchObject({ isFirst: false });
    const seen = await other.ask('GET', `/api/gallery/${itemId}`);
    expect(seen.body).toMatchObject({ installs: 1, install: { version: 1, isNewer: false } });
    expect(seen.body.install.playbookIds).toEqual([again.body.playbookId, made.body.playbookId]);
    const own = await publisher.ask('POST', `/api/gallery/${itemId}/install`, {});
    expect(own.problem).toMatchObject({ status: 409, type: 'urn:playbooks:problem:own' });
    const entries = await store().query(queries.audit(other.orgId, { limit: 5 }));
    expect(entries.map(({ data }) => data?.action)).toContain('playbook.created');
  });

  it('is counted once, however many install it at the same moment', async () => {
    const itemId = await inGallery();
    const install = () => other.ask('POST', `/api/gallery/${itemId}/install`, {});
    const answers = await Promise.all(Array.from({ length: 4 }, install));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(answers.filter(({ body }) => body.isFirst)).toHaveLength(1);
    const shops = await Promise.all([kit.shop(), kit.shop(), kit.shop()]);
    await Promise.all(shops.map((shop) => shop.ask('POST', `/api/gallery/${itemId}/install`, {})));
    expect((await store().get(top.galleryItem(itemId)))?.data.installs).toBe(4);
  });

  it('is brought up to a newer version as a draft, which keeps its answers', async () => {
    const playbookId = await publisher.playbook(mail);
    const itemId = await publisher.share(playbookId);
    await kit.letIn(itemId);
    const inputs = { to: 'stock@other.example' };
    const { body: made } = await other.ask('POST', `/api/gallery/${itemId}/install`, { inputs });
    const steps = [{ ...mail[0], params: { ...mail[0]?.params, subject: 'Very low stock' } }];
    await publisher.ask('PATCH', `/api/playbooks/${playbookId}`, { steps });
    const { versionId } = (await publisher.ask('POST', '/api/gallery/preview', { playbookId })).body;
    await publisher.ask('POST', `/api/gallery/${itemId}/versions`, { ...words, versionId, changes: 'A new subject' });
    await kit.letIn(itemId, 2);
    expect((await other.ask('GET', `/api/gallery/${itemId}`)).body.install).toMatchObject({ isNewer: true });
    const update = () => other.ask('POST', `/api/gallery/${itemId}/update`, { playbookId: made.playbookId });
    expect(await update()).toMatchObject({ status: 200, body: { version: 2 } });
    const live = await other.ask('GET', `/api/playbooks/${made.playbookId}`);
    expect(live.body.steps[0].params.subject).toBe('Low stock');
    const draft = await other.ask('GET', `/api/playbooks/${made.playbookId}/draft`);
    expect(draft.body.content.steps[0].params.subject).toBe('Very low stock');
    expect(draft.body.content.inputs).toMatchObject([{ name: 'to', default: 'stock@other.example' }]);
    expect((await update()).problem).toMatchObject({ status: 409, type: 'urn:playbooks:problem:has_draft' });
  });

  it('is not to be published again by who installed it', async () => {
    const itemId = await inGallery();
    const { body } = await other.ask('POST', `/api/gallery/${itemId}/install`, {});
    const preview = await other.ask('POST', '/api/gallery/preview', { playbookId: body.playbookId });
    expect(preview.problem).toMatchObject({ status: 409, type: 'urn:playbooks:problem:not_own' });
  });
});

describe('what costs money', () => {
  it('is neither sold before payments are set up nor installed unpaid', async () => {
    const itemId = await inGallery(variables, { price: { amount: 900, currency: 'USD' } });
    const refused = await other.ask('POST', `/api/gallery/${itemId}/buy`);
    expect(refused.problem).toMatchObject({ status: 503, type: 'urn:playbooks:problem:no_payments' });
    expect(await store().query(queries.galleryOrdersOf(other.orgId, itemId))).toEqual([]);
    expect((await other.ask('POST', `/api/gallery/${itemId}/install`, {})).status).toBe(402);
    const seen = await other.ask('GET', `/api/gallery/${itemId}`);
    expect(seen.body).toMatchObject({ isEntitled: false, price: { amount: 900, currency: 'USD' } });
    const free = await inGallery();
    expect((await other.ask('POST', `/api/gallery/${free}/buy`)).problem.type).toBe('urn:playbooks:problem:free');
  });
});

describe('an erased business', () => {
  it('has nothing left in the gallery, and its stars are taken back', async () => {
    const gone = await kit.shop();
    const ownId = await gone.share(await gone.playbook(variables));
    await kit.letIn(ownId);
    const itemId = await inGallery();
    const { body } = await gone.ask('POST', `/api/gallery/${itemId}/install`, {});
    await gone.ask('PATCH', `/api/playbooks/${body.playbookId}`, { status: 'active' });
    await gone.run(body.playbookId);
    expect((await gone.ask('PUT', `/api/gallery/${itemId}/review`, { stars: 1 })).status).toBe(200);
    await gone.ask('POST', `/api/gallery/${itemId}/report`, { reason: 'broken' });
    const { eraseTenant } = await import('../../src/core/governance/erase.ts');
    expect((await gone.ask('POST', '/api/tenant/erase', { confirm: 'Thrive' })).status).toBe(202);
    const { engine, subtree, scheduler, secrets, arsenal } = kit.api.app;
    const eraser = { ...engine, subtree, scheduler, secrets, jobs: arsenal.jobs };
    await eraseTenant(eraser, gone.orgId, new Date(Date.now() + 60_000));
    expect((await other.ask('GET', `/api/gallery/${ownId}`)).status).toBe(404);
    expect(await store().find(top.galleryVersion(ownId, 1))).toBeNull();
    expect((await other.ask('GET', `/api/gallery/${itemId}`)).body).toMatchObject({ ratings: 0, reviews: [] });
    expect(await store().query(queries.galleryReportsOf(gone.orgId, { limit: 5 }))).toEqual([]);
  });
});

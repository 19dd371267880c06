import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { top } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import { type GalleryKit, MODERATOR, type Shop, startGallery } from '../kit/gallery-kit.ts';

let kit: GalleryKit;
let publisher: Shop;
beforeAll(async () => {
  kit = await startGallery();
  publisher = await kit.shop();
});
afterAll(() => kit.api.close());

const variables = [{ id: 'set', action: 'set_variables', params: { values: { answer: 42 } } }];
const store = () => kit.api.app.engine.store;

async function inGallery(): Promise<string> {
  const itemId = await publisher.share(await publisher.playbook(variables));
  await kit.letIn(itemId);
  return itemId;
}

/** A business that has installed it and let it run. */
async function user(itemId: string): Promise<Shop> {
  const shop = await kit.shop();
  const { body } = await shop.ask('POST', `/api/gallery/${itemId}/install`, {});
  await shop.ask('PATCH', `/api/playbooks/${body.playbookId}`, { status: 'active' });
  await shop.run(body.playbookId);
  return shop;
}
const rate = (shop: Shop, itemId: string, body: object) => shop.ask('PUT', `/api/gallery/${itemId}/review`, body);

describe('a review', () => {
  it('is written after a real run only: not by its publisher, nor after a dry run', async () => {
    const itemId = await inGallery();
    const shop = await kit.shop();
    const hurdle = async (who: Shop) => (await rate(who, itemId, { stars: 5 })).problem.type;
    expect(await hurdle(publisher)).toBe('urn:playbooks:problem:own');
    expect(await hurdle(shop)).toBe('urn:playbooks:problem:not_installed');
    const { body } = await shop.ask('POST', `/api/gallery/${itemId}/install`, {});
    await shop.ask('PATCH', `/api/playbooks/${body.playbookId}`, { status: 'active' });
    expect(await hurdle(shop)).toBe('urn:playbooks:problem:not_run');
    await shop.run(body.playbookId, true);
    expect(await hurdle(shop)).toBe('urn:playbooks:problem:not_run');
    expect((await shop.ask('GET', `/api/gallery/${itemId}`)).body.reviewHurdle).toBe('not_run');
    await shop.run(body.playbookId);
    const written = await rate(shop, itemId, { stars: 4, text: ' <b>Does</b> what it says ', name: 'A tea shop' });
    expect(written).toMatchObject({
      status: 200,
      body: { stars: 4, text: '<b>Does</b> what it says', name: 'A tea shop', version: 1, isOwn: true, reply: null },
    });
    const seen = await publisher.ask('GET', `/api/gallery/${itemId}/reviews`);
    expect(seen.body.items).toMatchObject([{ stars: 4, isOwn: false }]);
    expect(JSON.stringify(seen.body)).not.toContain(shop.orgId);
  });

  it('is one for each business, said anew or taken away, and the stars are exact', async () => {
    const itemId = await inGallery();
    const [one, two, three] = [await user(itemId), await user(itemId), await user(itemId)];
    const answers = await Promise.all([
      rate(one, itemId, { stars: 5 }),
      rate(two, itemId, { stars: 1 }),
      rate(three, itemId, { stars: 3 }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const figures = async () => {
      const { body } = await publisher.ask('GET', `/api/gallery/${itemId}`);
      return [body.stars, body.average, body.ratings];
    };
    expect(await figures()).toEqual([[1, 0, 1, 0, 1], 3, 3]);
    await Promise.all([
      rate(two, itemId, { stars: 4 }),
      rate(two, itemId, { stars: 4 }),
      rate(one, itemId, { stars: 4 }),
    ]);
    expect(await figures()).toEqual([[0, 0, 1, 2, 0], 3.67, 3]);
    const remove = () => three.ask('DELETE', `/api/gallery/${itemId}/review`);
    expect([(await remove()).status, (await remove()).status]).toEqual([204, 204]);
    expect(await figures()).toEqual([[0, 0, 0, 2, 0], 4, 2]);
    expect((await rate(one, itemId, { stars: 6 })).status).toBe(422);
    expect((await rate(one, itemId, { stars: 5, text: 'x'.repeat(2_001) })).status).toBe(422);
  });

  it('is answered by the publisher alone', async () => {
    const itemId = await inGallery();
    const shop = await user(itemId);
    const { reviewId } = (await rate(shop, itemId, { stars: 2, text: 'Slow' })).body;
    const at = `/api/gallery/${itemId}/reviews/${reviewId}/reply`;
    expect((await shop.ask('PUT', at, { text: 'No' })).status).toBe(404);
    const answered = await publisher.ask('PUT', at, { text: 'Faster now' });
    expect(answered.body).toMatchObject({ text: 'Slow', reply: { text: 'Faster now' } });
    await rate(shop, itemId, { stars: 4, text: 'Better' });
    expect((await shop.ask('GET', `/api/gallery/${itemId}`)).body.ownReview).toMatchObject({
      text: 'Better',
      reply: { text: 'Faster now' },
    });
    expect((await publisher.ask('PUT', at, { text: '' })).body.reply).toBeNull();
    const told = await store().query(queries.notifications(publisher.orgId, publisher.uid, { limit: 50 }));
    expect(told.some(({ data }) => data?.title === 'A review of “Stock by mail”')).toBe(true);
  });
});

describe('the moderators', () => {
  it('are those whom the setting names, by a verified address', async () => {
    const itemId = await publisher.share(await publisher.playbook(variables));
    const ask = (token: string, method: string, path: string, body?: object) =>
      kit.api.call(method, `/api/gallery/moderation${path}`, { token, ...(body && { body }) });
    const claimed = kit.api.token('claims', null, { email: MODERATOR, email_verified: false });
    const verified = kit.api.token('is', null, { email: MODERATOR.toUpperCase(), email_verified: true });
    const letIn = { decision: 'let_in', number: 1 };
    for (const token of [claimed, kit.api.token(publisher.uid)]) {
      expect((await ask(token, 'GET', '')).body).toEqual({ isModerator: false, waiting: [], reports: [] });
      expect((await ask(token, 'POST', `/items/${itemId}`, letIn)).status).toBe(403);
      expect((await ask(token, 'POST', '/reports/any', { decision: 'dismiss' })).status).toBe(403);
    }
    expect((await ask(verified, 'GET', '')).body.isModerator).toBe(true);
    expect((await ask(verified, 'POST', `/items/${itemId}`, letIn)).status).toBe(200);
    const entries = await store().query(queries.audit(publisher.orgId, { limit: 1 }));
    expect(entries[0]?.data).toMatchObject({
      action: 'gallery_item.let_in',
      actor: { kind: 'system' },
      target: { id: itemId },
    });
    expect((await store().get(top.galleryVersion(itemId, 1)))?.data.decidedBy).toBe('is');
  });

  it('are told of reports, once for each business, and take down what is bad, with a reason', async () => {
    const itemId = await inGallery();
    const [one, two] = [await user(itemId), await kit.shop()];
    const { reviewId } = (await rate(one, itemId, { stars: 1, text: 'Buy my pills' })).body;
    const report = (shop: Shop, body: object) => shop.ask('POST', `/api/gallery/${itemId}/report`, body);
    expect((await report(two, { reason: 'other' })).problem.errors?.[0]?.path).toBe('text');
    expect((await report(two, { reason: 'harmful', text: 'It mails all' })).status).toBe(202);
    expect((await report(two, { reason: 'harmful', text: 'It mails everybody' })).status).toBe(202);
    expect((await report(two, { reason: 'other', text: 'Advertising', reviewId })).status).toBe(202);
    expect((await report(two, { reason: 'broken', reviewId: 'none' })).status).toBe(404);
    expect((await store().get(top.galleryItem(itemId)))?.data.openReports).toBe(2);
    const open = async () => {
      const { body } = await kit.moderate('GET', '');
      return body.reports.filter((report: { itemId: string }) => report.itemId === itemId);
    };
    const reports = await open();
    expect(reports).toMatchObject([
      { reason: 'harmful', text: 'It mails everybody', reviewId: null },
      { reason: 'other', reviewId, reviewText: 'Buy my pills' },
    ]);
    const [about, ofReview] = reports.map(({ reportId }: { reportId: string }) => reportId);
    expect((await kit.moderate('POST', `/reports/${about}`, { decision: 'remove_review' })).status).toBe(422);
    expect((await kit.moderate('POST', `/reports/${ofReview}`, { decision: 'remove_review' })).status).toBe(200);
    expect((await two.ask('GET', `/api/gallery/${itemId}`)).body).toMatchObject({ ratings: 0, reviews: [] });
    expect((await kit.moderate('POST', `/items/${itemId}`, { decision: 'remove' })).status).toBe(422);
    await kit.moderate('POST', `/items/${itemId}`, { decision: 'remove', reason: 'It mails strangers' });
    expect(await open()).toEqual([]);
    expect((await two.ask('GET', `/api/gallery/${itemId}`)).status).toBe(404);
    const own = await publisher.ask('GET', `/api/gallery/${itemId}`);
    expect(own.body).toMatchObject({ status: 'removed', reason: 'It mails strangers' });
    // Who has it may still look at it, and at nothing of the publisher's own.
    expect((await one.ask('GET', `/api/gallery/${itemId}`)).body).toMatchObject({ status: 'removed', reason: null });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { stepRoutes } from '../../src/entrypoints/http/steps.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';

/** Without it, `fetch` says on its own that it wants nothing from a cache. */
const asBrowsersDo = { 'cache-control': 'max-age=0' };

let api: ApiKit;
let token: string;
beforeAll(async () => {
  api = await startApi();
  token = api.token((await api.tenant('viewer')).uid);
});
afterAll(() => api.close());

describe('the step types', () => {
  it('are told to anybody of the team as OpenAPI describes them, with their schemas', async () => {
    const { status, body } = await api.call('GET', '/api/steps', { token });
    expect(status).toBe(200);
    const items = z.array(z.looseObject({ id: z.string() })).parse(body.items);
    expect(items.map(({ id }) => id)).toEqual(api.app.engine.catalog.all().map(({ id }) => id));
    expect(stepRoutes[0]?.answers[200]?.safeParse(body).error).toBeUndefined();
    expect(items.find(({ id }) => id === 'http_request')).toMatchObject({
      risk: { dependsOn: ['method'], upTo: 'high' },
      params: { $schema: 'https://json-schema.org/draft/2020-12/schema', required: expect.arrayContaining(['url']) },
    });
    expect(items.find(({ id }) => id === 'post_slack_message')).toMatchObject({
      connectors: [{ id: 'slack', title: 'Slack' }],
    });
  });

  it('are sent once, and then known to be the same', async () => {
    const first = await api.call('GET', '/api/steps', { token });
    const etag = first.headers.get('etag') ?? '';
    expect(first.headers.get('cache-control')).toBe('private, max-age=300');
    const again = await api.call('GET', '/api/steps', { token, headers: { 'if-none-match': etag, ...asBrowsersDo } });
    expect(again.status).toBe(304);
  });

  it('are told one by one, with a hint for a slip of the pen', async () => {
    const { body } = await api.call('GET', '/api/steps/send_email', { token });
    expect(body).toMatchObject({ id: 'send_email', limit: { name: 'email_send', perDay: 50 }, effect: 'once' });
    const { status, problem } = await api.call('GET', '/api/steps/send_emial', { token });
    expect([status, problem.detail]).toEqual([404, "There is no step type 'send_emial'; did you mean 'send_email'?"]);
  });
});

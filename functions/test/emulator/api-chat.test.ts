import { getFirestore } from 'firebase-admin/firestore';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { applyTriggers } from '../../src/core/triggering/apply-triggers.ts';
import { tenantPaths, top } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';

const SENTENCE =
  "I want to track our top 3 competitors' prices every morning and get an email if they undercut us by more than 10%";
const competitors = ['Higher Level Syracuse', 'Salt City Wellness', 'Lakeside Greens'].map((name, index) => ({
  name,
  url: `https://shop${index}.example/menu`,
}));

let api: ApiKit;
let orgId: string;
let token: string;
beforeAll(async () => {
  api = await startApi();
  await api.app.engine.store.get(top.tenant('nobody'));
});
afterAll(() => api.close());
beforeEach(async () => {
  const tenant = await api.tenant();
  orgId = tenant.orgId;
  token = api.token(tenant.uid);
  const fields = { competitors };
  await api.app.engine.store.commit([{ op: 'update', path: top.tenant(orgId).path, fields }]);
});

interface Told {
  readonly text: string;
  readonly parts: Record<string, Record<string, string>>;
}

/** Says something, with the Firestore trigger in the background, and reads the stream to its end. */
async function say(message: string, conversationId: string | null = null): Promise<Told> {
  const stop = getFirestore()
    .collection(tenantPaths(orgId).playbooks.path)
    .onSnapshot((snapshot) => {
      for (const { doc } of snapshot.docChanges()) void applyTriggers(api.app.arsenal, orgId, doc.id);
    });
  const answer = await api.call('POST', '/api/chat', { token, body: { message, conversationId } });
  stop();
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  const lines = String(answer.body)
    .split('\n')
    .filter((line) => line.startsWith('data: {'));
  const events = lines.map((line) => JSON.parse(line.slice('data: '.length)));
  return {
    text: events.flatMap((event) => (event.type === 'text-delta' ? [event.delta] : [])).join('\n'),
    parts: Object.fromEntries(events.flatMap((event) => (event.data ? [[event.type, event.data]] : []))),
  };
}
const playbooks = () => api.app.engine.store.query(queries.playbooks(orgId, { limit: 10 }));

describe('the sentence of seed 003', () => {
  it('becomes the playbook printed there, armed, and what was understood is said back', async () => {
    const { text, parts } = await say(SENTENCE);
    const { body } = await api.call('GET', `/api/playbooks/${parts['data-playbook']?.playbookId}`, { token });
    expect(body).toMatchObject({
      name: 'Competitor Price Alert',
      agent: 'money_mike',
      category: 'intelligence',
      status: 'active',
      sentence: SENTENCE,
      arming: { state: 'armed', problems: [] },
      triggers: [{ type: 'schedule', cron: '0 9 * * *', timezone: 'America/New_York' }],
      steps: [
        { action: 'scan_competitors', params: { competitors } },
        { action: 'analyze_pricing', agent: 'money_mike' },
        {
          action: 'notify',
          condition: '{{money_mike.price_gap}} > 10',
          params: { to: '{{user.email}}', subject: 'Price Alert!' },
        },
      ],
    });
    for (const said of ['Done!', '9:00 AM', 'Eastern', '10%', 'Competitor Price Alert']) expect(text).toContain(said);
  });

  it('is kept as a conversation of its speaker', async () => {
    const { parts } = await say(SENTENCE);
    const id = parts['data-conversation']?.conversationId ?? '';
    const messages = await api.app.engine.store.query(queries.messages(orgId, id, { limit: 10 }));
    expect(messages.map(({ data }) => [data?.role, data?.agent, data?.playbookId === null])).toEqual([
      ['user', null, true],
      ['assistant', 'money_mike', false],
    ]);
  });
});

describe('other sentences', () => {
  it('a low-stock alert listens for the event', async () => {
    await say('Email me when stock runs low');
    const [playbook] = await playbooks();
    expect(playbook?.data).toMatchObject({
      status: 'active',
      triggers: [{ type: 'event', eventName: 'inventory.low_stock' }],
      arming: { state: 'armed' },
    });
  });

  it('a weekly report is scheduled on its day', async () => {
    await say('Send me a competitor report every Monday at 8am');
    expect((await playbooks())[0]?.data?.triggers).toMatchObject([{ type: 'schedule', cron: '0 8 * * 1' }]);
  });

  it('one that is not understood makes nothing and offers examples', async () => {
    const { text, parts } = await say('Please paint my bicycle blue on Tuesdays');
    expect(parts['data-playbook']).toBeUndefined();
    expect(text).toContain('competitor');
    expect(await playbooks()).toEqual([]);
  });

  it('pauses, resumes, runs and lists what is there', async () => {
    await say(SENTENCE);
    const status = async () => (await playbooks())[0]?.data?.status;
    await say('pause my price alert');
    expect(await status()).toBe('paused');
    await say('resume my price alert');
    expect(await status()).toBe('active');
    expect((await say('list my playbooks')).text).toContain('Competitor Price Alert');
    const { parts } = await say('run my price alert now');
    const execution = await api.call('GET', `/api/executions/${parts['data-execution']?.executionId}`, { token });
    expect(execution.body).toMatchObject({ status: 'queued', triggeredBy: 'agent' });
  });
});

describe('a chat', () => {
  it('needs words, and words of a bearable length', async () => {
    for (const message of ['', '   ', 'x'.repeat(4001)]) {
      const answer = await api.call('POST', '/api/chat', { token, body: { message } });
      expect([answer.status, answer.problem.errors[0]?.path]).toEqual([422, 'message']);
    }
  });

  it('of somebody else is not continued but begun anew', async () => {
    const { parts } = await say('list my playbooks');
    const other = await api.tenant();
    token = api.token(other.uid);
    orgId = other.orgId;
    const theirs = await say('list my playbooks', parts['data-conversation']?.conversationId ?? null);
    expect(theirs.parts['data-conversation']?.conversationId).not.toBe(parts['data-conversation']?.conversationId);
  });
});

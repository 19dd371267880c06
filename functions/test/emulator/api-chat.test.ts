import { getFirestore } from 'firebase-admin/firestore';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { withPart } from '../../src/core/authoring/chat-answer.ts';
import { applyTriggers } from '../../src/core/triggering/apply-triggers.ts';
import { type Card, type ChatPart, chatPartSchema } from '../../src/model/chat-part.ts';
import { answerIdOf } from '../../src/model/conversation.ts';
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
let uid: string;
let token: string;
beforeAll(async () => {
  api = await startApi();
  await api.app.engine.store.get(top.tenant('nobody'));
});
afterAll(() => api.close());
beforeEach(async () => {
  ({ orgId, uid } = await api.tenant());
  token = api.token(uid);
  const fields = { competitors };
  await api.app.engine.store.commit([{ op: 'update', path: top.tenant(orgId).path, fields }]);
});

interface Told {
  readonly conversationId: string;
  readonly messageId: string;
  readonly text: string;
  readonly parts: readonly ChatPart[];
}

/** What a stream has told, as its reader puts it together. */
function read(stream: string): Told {
  const lines = stream.split('\n').filter((line) => line.startsWith('data: {'));
  const chunks = lines.map((line) => JSON.parse(line.slice('data: '.length)));
  const { conversationId = '', messageId = '' } = chunks.find(({ type }) => type === 'data-conversation')?.data ?? {};
  let parts: readonly ChatPart[] = [];
  for (const { type, delta, data } of chunks) {
    const isPart = type.startsWith('data-') && type !== 'data-conversation';
    if (type === 'text-delta') parts = withPart(parts, { type: 'text', text: delta });
    else if (isPart) parts = withPart(parts, chatPartSchema.parse({ type: type.slice('data-'.length), ...data }));
  }
  const text = parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
  return { conversationId, messageId, parts, text };
}

/** Says something and reads the stream to its end. */
async function say(message: string, more: object = {}): Promise<Told> {
  const answer = await api.call('POST', '/api/chat', { token, body: { message, ...more } });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/event-stream']);
  return read(String(answer.body));
}

function cardOf({ parts, text }: Told): Card {
  const card = parts.findLast((part) => part.type === 'card');
  if (card?.type !== 'card') throw new Error(`No card was shown: ${text}`);
  return card.card;
}

/** With the Firestore trigger in the background. */
async function withTriggers<T>(act: () => Promise<T>): Promise<T> {
  const stop = getFirestore()
    .collection(tenantPaths(orgId).playbooks.path)
    .onSnapshot((snapshot) => {
      for (const { doc } of snapshot.docChanges()) void applyTriggers(api.app.arsenal, orgId, doc.id);
    });
  try {
    return await act();
  } finally {
    stop();
  }
}

const playbooks = () => api.app.engine.store.query(queries.playbooks(orgId, { limit: 10 }));
const playbook = async (id: string) => (await api.call('GET', `/api/playbooks/${id}`, { token })).body;
const answerOf = async ({ conversationId, messageId }: Told) =>
  (await api.app.engine.store.get(tenantPaths(orgId).message(conversationId, answerIdOf(messageId))))?.data;

describe('the dialogues of seed 003', () => {
  it('the price alert becomes the playbook printed there: proposed, activated by a click, armed', async () => {
    const told = await say(SENTENCE);
    const card = cardOf(told);
    expect(told.parts[0]).toEqual({ type: 'agent', agent: 'money_mike', from: null });
    expect(card).toMatchObject({ name: 'Competitor Price Alert', agent: 'money_mike', status: 'draft', problems: [] });
    expect(card.nextTimes).toHaveLength(5);
    expect(card.examples.length).toBeGreaterThan(1);
    expect(card.examples.filter(({ agrees }) => !agrees)).toEqual([]);
    for (const said of ['9:00 AM', 'Eastern', '10%', 'Competitor Price Alert']) expect(told.text).toContain(said);
    const stored = await playbook(card.playbookId);
    expect(stored).toMatchObject({
      name: 'Competitor Price Alert',
      agent: 'money_mike',
      category: 'intelligence',
      status: 'draft',
      sentence: SENTENCE,
      triggers: [{ type: 'schedule', cron: '0 9 * * *', timezone: 'America/New_York' }],
    });
    const actions = stored.steps.map(({ action }: { action: string }) => action);
    expect(actions).toEqual(['scan_competitors', 'analyze_pricing', 'notify']);
    expect(stored.steps[0].params.competitors).toEqual(competitors);
    expect(stored.steps[2]).toMatchObject({ params: { to: '{{user.email}}', subject: 'Price Alert!' } });
    expect(stored.steps[2].condition).toContain('> 10');
    const { conversationId } = told;
    const done = await withTriggers(() => say('Activate it', { conversationId }));
    expect(done.text).toContain('Done!');
    expect(await playbook(card.playbookId)).toMatchObject({
      status: 'active',
      arming: { state: 'armed', problems: [] },
    });
  });

  it('monitoring "daily" is every morning at nine, and "below ours" is undercutting', async () => {
    const card = cardOf(await say('Monitor competitor prices daily and alert me if they drop below ours'));
    expect(card.steps.at(-1)).toMatchObject({ toWhom: [`${uid}@thrive.example`] });
    const { triggers, contract } = await playbook(card.playbookId);
    expect(triggers).toMatchObject([{ type: 'schedule', cron: '0 9 * * *', timezone: 'America/New_York' }]);
    expect(contract.conditions).toHaveLength(1);
  });

  it('an agent runs it during the conversation', async () => {
    const { conversationId } = await say(SENTENCE);
    await withTriggers(() => say('yes', { conversationId }));
    const { parts } = await say('run my price alert now', { conversationId });
    const executionId = parts.flatMap((part) => (part.type === 'execution' ? [part.executionId] : []))[0];
    const execution = await api.call('GET', `/api/executions/${executionId}`, { token });
    expect(execution.body).toMatchObject({ status: 'queued', triggeredBy: 'agent' });
  });

  it('low stock is an event', async () => {
    const card = cardOf(await say('Email me when stock runs low'));
    expect(await playbook(card.playbookId)).toMatchObject({
      agent: 'pops',
      triggers: [{ type: 'event', eventName: 'inventory.low_stock' }],
    });
  });

  it('a weekly report is scheduled on its day', async () => {
    const card = cardOf(await say('Send me a competitor report every Monday at 8am'));
    expect((await playbook(card.playbookId)).triggers).toMatchObject([{ type: 'schedule', cron: '0 8 * * 1' }]);
  });
});

describe('a dialogue', () => {
  it('asks what is not clear, and takes the answer', async () => {
    const asked = await say('Email me every morning if a competitor is cheaper by 10');
    expect(asked.parts.map(({ type }) => type)).toContain('choices');
    expect(await playbooks()).toEqual([]);
    const { conversationId } = asked;
    const card = cardOf(await say('percent', { conversationId }));
    expect((await playbook(card.playbookId)).contract.conditions).toMatchObject([{ value: 10, unit: 'percent' }]);
  });

  it('changes what was proposed, and takes it back', async () => {
    const { conversationId, ...told } = await say('Email me every day at 9 if a competitor undercuts us');
    const { playbookId } = cardOf({ conversationId, ...told });
    const changed = cardOf(await say('only on weekdays', { conversationId }));
    expect(changed).toMatchObject({ playbookId, status: 'draft' });
    expect(await playbook(playbookId)).toMatchObject({ triggers: [{ cron: '0 9 * * 1-5' }] });
    await say('undo', { conversationId });
    expect(await playbook(playbookId)).toMatchObject({ triggers: [{ cron: '0 9 * * *' }] });
  });

  it('pauses, resumes, lists and explains what is there', async () => {
    const { conversationId, ...told } = await say(SENTENCE);
    const { playbookId } = cardOf({ conversationId, ...told });
    await withTriggers(async () => {
      await say('yes', { conversationId });
      await say('pause my price alert', { conversationId });
      expect(await playbook(playbookId)).toMatchObject({ status: 'paused' });
      await say('resume it', { conversationId });
      expect(await playbook(playbookId)).toMatchObject({ status: 'active' });
    });
    expect((await say('list my playbooks')).text).toContain('Competitor Price Alert');
    expect((await say('why did my price alert not run yesterday?')).text).toMatch(/did not run/);
  });

  it('that is not understood makes nothing', async () => {
    const { parts } = await say('Please paint my bicycle blue on Tuesdays');
    expect(parts.filter(({ type }) => type === 'card' || type === 'playbook')).toEqual([]);
    expect(await playbooks()).toEqual([]);
  });

  it('is kept for its speaker, part by part as it was streamed', async () => {
    const told = await say(SENTENCE);
    const messages = await api.app.engine.store.query(queries.messages(orgId, told.conversationId, { limit: 10 }));
    expect(messages.map(({ id, data }) => [id, data?.role, data?.status])).toEqual([
      [told.messageId, 'user', 'done'],
      [answerIdOf(told.messageId), 'assistant', 'done'],
    ]);
    expect((await answerOf(told))?.parts).toEqual(told.parts);
  });
});

describe('the same message', () => {
  const messageId = 'message-0001';

  it('sent again is answered with what is stored, and does not act twice', async () => {
    const first = await say(SENTENCE, { messageId });
    const again = await say(SENTENCE, { messageId });
    expect(again).toEqual(first);
    expect(await playbooks()).toHaveLength(1);
  });

  it('sent twice at once acts once, and both hear the answer', async () => {
    const [one, other] = await Promise.all([say(SENTENCE, { messageId }), say(SENTENCE, { messageId })]);
    expect(other.conversationId).toBe(one.conversationId);
    expect(cardOf(other)).toEqual(cardOf(one));
    expect(await playbooks()).toHaveLength(1);
  });

  it('whose client went away is answered to its end', async () => {
    const abort = new AbortController();
    const response = await fetch(`${api.origin}/api/chat`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ message: SENTENCE, messageId }),
      signal: abort.signal,
    });
    const reader = response.body?.getReader();
    await reader?.read();
    abort.abort();
    const told = await say(SENTENCE, { messageId });
    expect(cardOf(told).name).toBe('Competitor Price Alert');
    expect(await answerOf(told)).toMatchObject({ status: 'done' });
    expect(await playbooks()).toHaveLength(1);
  });
});

describe('another message', () => {
  it('waits while one is being answered (409), and interrupts one whose server died', async () => {
    const told = await say('list my playbooks');
    const { path } = tenantPaths(orgId).conversation(told.conversationId);
    const turn = (until: number) => ({ messageId: told.messageId, token: 'x', until: new Date(Date.now() + until) });
    const { store } = api.app.engine;
    await store.commit([{ op: 'update', path, fields: { turn: turn(30_000) } }]);
    const { conversationId } = told;
    const busy = await api.call('POST', '/api/chat', { token, body: { message: 'Hello', conversationId } });
    expect([busy.status, busy.problem.type]).toEqual([409, 'urn:playbooks:problem:answering']);
    await store.commit([{ op: 'update', path, fields: { turn: turn(-1) } }]);
    const answer = tenantPaths(orgId).message(conversationId, answerIdOf(told.messageId));
    await store.commit([{ op: 'update', path: answer.path, fields: { status: 'answering', parts: [] } }]);
    await say('list my playbooks', { conversationId });
    expect((await store.get(answer))?.data).toMatchObject({ status: 'interrupted' });
  });

  it('may come thirty times a minute', async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 31; count++) {
      const body = { message: 'x', conversationId: count === 0 ? '__no__' : null };
      statuses.push(
        (await api.call('POST', '/api/chat', { token, body: count === 0 ? body : { message: 'thanks' } })).status,
      );
    }
    expect(statuses[0]).toBe(422);
    expect(statuses.slice(1)).toEqual(Array.from({ length: 30 }, () => 200));
    const over = await api.call('POST', '/api/chat', { token, body: { message: 'thanks' } });
    expect([over.status, over.headers.get('retry-after') !== null]).toEqual([429, true]);
  });
});

describe('a chat', () => {
  it('needs words, and words of a bearable length', async () => {
    for (const message of ['', '   ', 'x'.repeat(4001)]) {
      const answer = await api.call('POST', '/api/chat', { token, body: { message } });
      expect([answer.status, answer.problem.errors[0]?.path]).toEqual([422, 'message']);
    }
  });

  it('is answered by whom one asks for, who hands over what is not his work', async () => {
    const told = await say('Email me when stock runs low', { agent: 'craig' });
    const agents = told.parts.flatMap((part) => (part.type === 'agent' ? [[part.from, part.agent]] : []));
    expect(agents).toEqual([
      [null, 'craig'],
      ['craig', 'pops'],
    ]);
    const again = await say('@Ezal hello', { conversationId: told.conversationId });
    expect(again.parts[0]).toEqual({ type: 'agent', agent: 'ezal', from: 'pops' });
  });

  it('of somebody else is not continued but begun anew', async () => {
    const { conversationId } = await say('list my playbooks');
    const other = await api.tenant();
    token = api.token(other.uid);
    orgId = other.orgId;
    expect((await say('list my playbooks', { conversationId })).conversationId).not.toBe(conversationId);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTurn, type Turn } from '../../src/core/authoring/conversation-turns.ts';
import { openRecord, TurnLostError } from '../../src/core/authoring/turn-record.ts';
import { answerIdOf } from '../../src/model/conversation.ts';
import { tenantPaths } from '../../src/model/paths.ts';
import { queries } from '../../src/model/query.ts';
import { type ApiKit, startApi } from '../kit/api-kit.ts';
import { recommendedTo } from '../kit/recommendation-kit.ts';

const messageId = 'message-0001';

let api: ApiKit;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** A turn that is being answered, and its record. */
async function answering() {
  const { orgId, uid } = await api.tenant();
  const message = 'Track prices';
  const opened = await openTurn(api.app.engine, { orgId, uid, conversationId: null, messageId, message });
  if (opened.kind !== 'begun') throw new Error(`The turn is ${opened.kind}`);
  const { turn } = opened;
  const record = openRecord(api.app.engine, turn, {
    parts: [],
    entries: [],
    agent: 'pops',
    isTainted: false,
    playbookId: null,
    done: [],
    title: null,
  });
  const stop = (by = uid, more: object = { conversationId: turn.conversationId }) =>
    api.call('POST', '/api/chat/stop', { token: api.token(by), body: { messageId, ...more } });
  return { orgId, uid, turn, record, stop };
}

async function stored({ orgId, conversationId }: Turn) {
  const paths = tenantPaths(orgId);
  const { store } = api.app.engine;
  const conversation = await store.get(paths.conversation(conversationId));
  const answer = await store.get(paths.message(conversationId, answerIdOf(messageId)));
  return { turn: conversation?.data.turn, status: answer?.data.status, parts: answer?.data.parts };
}

describe('Stop', () => {
  it('ends the answer in words, and whoever gives it can write nothing more', async () => {
    const { turn, record, stop } = await answering();
    record.add({ type: 'text', text: 'I look at' });
    await record.save();
    expect((await stop()).status).toBe(204);
    expect(await stored(turn)).toEqual({
      turn: null,
      status: 'done',
      parts: [{ type: 'text', text: 'I look at\n\nStopped before anything was done.' }],
    });
    record.add({ type: 'text', text: ' the prices' });
    await expect(record.save()).rejects.toBeInstanceOf(TurnLostError);
    expect((await stored(turn)).parts).toHaveLength(1);
  });

  it('says that what is shown was done, where something was', async () => {
    const { turn, record, stop } = await answering();
    record.add({ type: 'playbook', playbookId: 'prices' });
    await record.save();
    // Whoever stops before the first word does not know the conversation yet.
    expect((await stop(undefined, {})).status).toBe(204);
    expect((await stored(turn)).parts?.at(-1)).toMatchObject({ text: expect.stringContaining('was done') });
  });

  it('is nobody else’s, and leaves a whole answer as it is', async () => {
    const { orgId, uid, turn, record, stop } = await answering();
    const paths = tenantPaths(orgId);
    const member = await api.app.engine.store.get(paths.member(uid));
    const colleague = `${uid}-colleague`;
    const data = { ...member?.data, uid: colleague };
    await api.app.engine.store.commit([{ op: 'create', path: paths.member(colleague).path, data }]);
    expect((await stop(colleague)).status).toBe(204);
    expect((await stored(turn)).status).toBe('answering');
    record.add({ type: 'text', text: 'Done.' });
    await record.finish('done');
    expect((await stop()).status).toBe(204);
    expect(await stored(turn)).toEqual({ turn: null, status: 'done', parts: [{ type: 'text', text: 'Done.' }] });
  });
});

describe('a conversation about a recommendation', () => {
  it('begins with one that there is, and stays about it', async () => {
    const { orgId, uid } = await api.tenant();
    const { store, clock } = api.app.engine;
    const advice = recommendedTo({ receivables: 20_000, overdueReceivables: 12_431 }, clock.now());
    const { path } = tenantPaths(orgId).recommendation('advice');
    await store.commit([{ op: 'create', path, data: advice }]);
    const say = (message: string, more: object, who = uid) =>
      api.call('POST', '/api/chat', { token: api.token(who), body: { message, ...more } });
    const of = () => store.query(queries.conversationsAbout(orgId, uid, 'advice', { limit: 2 }));
    expect(String((await say('Why?', { about: 'advice' })).body)).toContain('$12,431');
    const [mine, ...others] = await of();
    expect([mine?.data?.about, others]).toEqual(['advice', []]);
    const next = await say('What should I do first?', { conversationId: mine?.id, about: 'another' });
    expect(String(next.body)).toContain(advice.tasks[0]?.title);
    expect(await of()).toHaveLength(1);

    const stranger = await api.tenant();
    expect((await say('Why?', { about: 'nothing' })).status).toBe(404);
    expect((await say('Why?', { about: 'advice' }, stranger.uid)).status).toBe(404);
    expect((await say('Why?', { about: 'a/b' })).status).toBe(422);
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { orgId, paths } from '../../../test/kit/engine-kit.ts';
import { calls, createTalkKit, scripted, type TalkKit, text, tokens } from '../../../test/kit/talk-kit.ts';
import { asParams, priceAlert } from '../../../test/kit/tools-kit.ts';
import { answerIdOf } from '../../model/conversation.ts';
import { queries } from '../../model/query.ts';
import { LEASE_MS, stopTurn } from './conversation-turns.ts';

let kit: TalkKit;
beforeEach(async () => {
  kit = await createTalkKit();
});

const contract = asParams(priceAlert);
const playbooks = () => kit.store.query(queries.playbooks(orgId, { limit: 10 }));

describe('a turn', () => {
  it('is stored with its message, and ends the turn of the conversation', async () => {
    const { model } = scripted([text('Hello '), text('there'), tokens(100, 20)]);
    const told = await kit.say('Hi', { vendor: model });
    expect(told.text).toBe('Hello there');
    expect(told.parts).toEqual([
      { type: 'agent', agent: 'pops', from: null },
      { type: 'text', text: 'Hello there' },
      { type: 'usage', model: 'scripted-1', inputTokens: 100, outputTokens: 20, usd: 0.00072 },
    ]);
    expect(await kit.answer(told)).toMatchObject({
      role: 'assistant',
      status: 'done',
      agent: 'pops',
      parts: told.parts,
    });
    expect(await kit.conversation(told.conversationId)).toMatchObject({ title: 'Hi', agent: 'pops', turn: null });
    const messages = await kit.store.query(queries.messages(orgId, told.conversationId, { limit: 10 }));
    expect(messages.map(({ data }) => [data?.role, data?.parts[0]?.type])).toEqual([
      ['user', 'text'],
      ['assistant', 'agent'],
    ]);
  });

  it('knows what was said and done in the turns before', async () => {
    const { model, asked } = scripted(
      [calls('propose_playbook', { contract })],
      [text('There it is.')],
      [text('Yes.')],
    );
    const told = await kit.say('Watch prices', { vendor: model });
    const card = told.parts.find((part) => part.type === 'card');
    await kit.say('Is it there?', { vendor: model });
    const last = asked.at(-1);
    expect(last?.entries.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'assistant', 'user']);
    expect(last?.entries[1]).toMatchObject({ calls: [{ tool: 'propose_playbook', params: { contract } }] });
    expect(last?.playbookId).toBe(card?.type === 'card' && card.card.playbookId);
    expect(last?.summary).toContain('propose_playbook “Competitor Price Alert”');
  });

  it('that comes twice is answered once, with the same parts', async () => {
    const { model, asked } = scripted([calls('propose_playbook', { contract })], [text('There it is.')]);
    const first = await kit.say('Watch prices', { vendor: model, messageId: 'message-x', conversationId: null });
    const again = await kit.say('Watch prices', { vendor: model, messageId: 'message-x', conversationId: null });
    expect(again.conversationId).toBe(first.conversationId);
    expect(again.parts).toEqual(first.parts);
    expect(asked).toHaveLength(2);
    expect(await playbooks()).toHaveLength(1);
  });

  it('goes alone: another message has to wait, the same one follows it to its end', async () => {
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const { model } = scripted(async function* () {
      yield text('One. ');
      await held;
      yield text('Two.');
    });
    await kit.say('Hi', { vendor: scripted([text('Hi')]).model });
    const opened = await kit.open('Count', { messageId: 'message-c' });
    const answer = kit.speak('Count', opened, { vendor: model });
    expect((await answer.next()).value).toEqual({ type: 'text', text: 'One. ' });
    expect((await kit.open('Hurry up')).kind).toBe('busy');
    const same = await kit.open('Count', { messageId: 'message-c' });
    expect(same.kind).toBe('known');
    const followed: string[] = [];
    const following = (async () => {
      for await (const part of kit.speak('Count', same)) if (part.type === 'text') followed.push(part.text);
    })();
    goOn();
    for await (const _ of answer);
    await following;
    expect(followed.join('')).toBe('One. Two.');
  });
});

describe('a server that dies in the middle', () => {
  it('leaves a turn that is told as interrupted, and nothing half-created', async () => {
    const opened = await kit.open('Watch prices', { messageId: 'message-d', conversationId: null });
    if (opened.kind !== 'begun') throw new Error(opened.kind);
    const { conversationId } = opened.turn;
    expect((await kit.open('Hello?', { conversationId })).kind).toBe('busy');
    await kit.clock.advance(LEASE_MS + 1);
    const told = await kit.say('Watch prices', { messageId: 'message-d', conversationId });
    expect(told.text).toContain('interrupted');
    expect(await kit.answer(told)).toMatchObject({ status: 'interrupted' });
    expect(await playbooks()).toEqual([]);
    const next = await kit.say('Hello?', { conversationId, vendor: scripted([text('Hello')]).model });
    expect(next.text).toBe('Hello');
  });

  it('does not keep the next message waiting', async () => {
    const opened = await kit.open('Watch prices', { messageId: 'message-d', conversationId: null });
    if (opened.kind !== 'begun') throw new Error(opened.kind);
    await kit.clock.advance(LEASE_MS + 1);
    const { conversationId } = opened.turn;
    const next = await kit.say('Hello?', { conversationId, vendor: scripted([text('Hello')]).model });
    expect(next.text).toBe('Hello');
    expect(await kit.answer({ conversationId, messageId: 'message-d' })).toMatchObject({ status: 'interrupted' });
  });

  it('or that could not store its end, is told as interrupted, too', async () => {
    const told = await kit.say('Hi', { vendor: scripted([text('Hi')]).model, messageId: 'message-e' });
    const { path } = paths.message(told.conversationId, answerIdOf('message-e'));
    await kit.store.commit([{ op: 'update', path, fields: { status: 'answering' } }]);
    const again = await kit.say('Hi', { messageId: 'message-e' });
    expect(again.text).toContain('This was interrupted');
  });

  it('acts no more once another has taken over', async () => {
    const { model } = scripted(async function* () {
      const [conversation] = await kit.store.query(queries.conversations(orgId, 'owner', { limit: 1 }));
      const path = conversation?.ref.path ?? '';
      await kit.store.commit([{ op: 'update', path, fields: { turn: null } }]);
      await kit.clock.advance(LEASE_MS);
      yield calls('propose_playbook', { contract });
    });
    const told = await kit.say('Watch prices', { vendor: model });
    expect(told.text).toContain('interrupted');
    expect(await kit.answer(told)).toMatchObject({ status: 'answering', parts: [] });
    expect(await playbooks()).toEqual([]);
  });
});

describe('an answer that is stopped', () => {
  it('ends where it is: what was done stays done, and nothing more is', async () => {
    const { model, asked } = scripted([calls('propose_playbook', { contract })], async function* () {
      const [found] = await kit.store.query(queries.conversations(orgId, 'owner', { limit: 1 }));
      const sent = { orgId, uid: 'owner', conversationId: found?.id ?? null, messageId: 'message-s' };
      await stopTurn(kit.engine, sent);
      yield calls('propose_playbook', { contract, name: 'Another' });
    });
    const told = await kit.say('Watch prices', { vendor: model, messageId: 'message-s' });
    expect(asked).toHaveLength(2);
    expect((await playbooks()).map(({ data }) => data?.name)).toEqual(['Competitor Price Alert']);
    const answer = await kit.answer(told);
    expect(answer.status).toBe('done');
    expect(answer.parts.at(-1)).toMatchObject({
      text: expect.stringContaining('Stopped. What is shown above was done'),
    });
    expect((await kit.conversation(told.conversationId)).turn).toBeNull();
    await stopTurn(kit.engine, { orgId, uid: 'owner', conversationId: told.conversationId, messageId: 'message-s' });
    expect((await kit.answer(told)).parts).toEqual(answer.parts);
  });
});

describe('a conversation', () => {
  it('of somebody else is not continued but begun anew', async () => {
    await kit.store.commit([
      {
        op: 'create',
        path: paths.conversation('theirs').path,
        data: { uid: 'other', title: 'x', createdAt: kit.clock.now(), updatedAt: kit.clock.now() },
      },
    ]);
    const { model, asked } = scripted([text('Hi')]);
    const told = await kit.say('Hi', { vendor: model, conversationId: 'theirs' });
    expect(told.conversationId).not.toBe('theirs');
    expect(asked[0]?.entries).toHaveLength(1);
  });

  it('that is long is known by its newest turns, and by what was done before', async () => {
    const first = scripted([calls('propose_playbook', { contract })], [text('There.')]);
    const told = await kit.say('Watch prices', { vendor: first.model });
    const { model, asked } = scripted([text('z'.repeat(9_000))]);
    for (let turn = 0; turn < 14; turn++) await kit.say(`More ${turn}`, { vendor: model });
    const last = asked.at(-1);
    expect(JSON.stringify(last?.entries).length).toBeLessThan(70_000);
    expect(last?.entries[0]?.role).toBe('user');
    expect(last?.summary).toContain('Competitor Price Alert');
    expect(last?.playbookId).toBe((await kit.conversation(told.conversationId)).playbookId);
  });

  it('gets a title from the cheaper model', async () => {
    const { model } = scripted([text('Hi')]);
    const title: typeof model.title = async function* () {
      yield text('Greetings');
      yield { type: 'usage', model: 's', inputTokens: 100, outputTokens: 10, cachedTokens: 0, tier: 'routine' };
    };
    const told = await kit.say('Hi', { vendor: { ...model, title } });
    expect((await kit.conversation(told.conversationId)).title).toBe('Greetings');
  });
});

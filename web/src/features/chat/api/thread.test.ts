import { ACTIVATE_IT, type Card, type ChatPart } from '@model/chat-part.ts';
import { describe, expect, it } from 'vitest';
import type { ShownMessage } from './chat-message.ts';
import { blocksOf, isAnswered, newestOf, threadOf, withDead } from './thread.ts';
import type { Turn } from './turn.ts';

const text = (words: string): ChatPart => ({ type: 'text', text: words });
const tool = (callId: string, status: 'running' | 'done' = 'done'): ChatPart => ({
  type: 'tool',
  callId,
  tool: 'query_data',
  status,
  words: '',
});
const card = (playbookId: string, name = 'Price alert'): ChatPart => ({
  type: 'card',
  card: { playbookId, name } as Card,
});
const said = (id: string, words: string): ShownMessage => ({
  id,
  role: 'user',
  agent: null,
  status: 'done',
  parts: [text(words)],
});
const answer = (id: string, parts: readonly ChatPart[], status: ShownMessage['status'] = 'done'): ShownMessage => ({
  id,
  role: 'assistant',
  agent: 'pops',
  status,
  parts,
});
const turn = (status: Turn['status'], parts: readonly ChatPart[] = []): Turn => ({
  said: { conversationId: 'c', messageId: 'm2', text: 'and now?', agent: null, about: null, thread: 0 },
  conversationId: 'c',
  status,
  parts,
  problem: null,
});

describe('isAnswered', () => {
  const answering = { messageId: 'm2', isAlive: true };

  it('is what the server says, except of an answer that has come here to its end', () => {
    expect(isAnswered(null, null)).toBe(true);
    expect(isAnswered({ ...answering, isAlive: false }, turn('lost'))).toBe(true);
    expect(isAnswered(answering, turn('answered'))).toBe(true);

    expect(isAnswered(answering, null)).toBe(false);
    expect(isAnswered(answering, turn('lost'))).toBe(false);
    expect(isAnswered(answering, turn('stopped'))).toBe(false);
    expect(isAnswered({ ...answering, messageId: 'm3' }, turn('answered'))).toBe(false);
  });
});

describe('threadOf', () => {
  const before = [said('m1', 'hello'), answer('m1.answer', [text('Hi')])];

  it('shows what is said here before it is stored, and that it is being answered', () => {
    const thread = threadOf(before, turn('asking'));
    expect(thread.map(({ id, status }) => [id, status])).toEqual([
      ['m1', 'done'],
      ['m1.answer', 'done'],
      ['m2', 'done'],
      ['m2.answer', 'answering'],
    ]);
  });

  it('shows a message once that is stored and streams at the same time, with what has come furthest', () => {
    const stored = [...before, said('m2', 'and now?'), answer('m2.answer', [], 'answering')];
    const thread = threadOf(stored, turn('answering', [text('Two are')]));
    expect(thread).toHaveLength(4);
    expect(thread.at(-1)?.parts).toEqual([text('Two are')]);
  });

  it('goes by what is stored once the answer stands there, whatever became of the connection', () => {
    const stored = [...before, said('m2', 'and now?'), answer('m2.answer', [text('Two are low')])];
    expect(threadOf(stored, turn('lost', [text('Two')]))).toBe(stored);
  });

  it('follows what is stored where the connection is lost and the server is ahead', () => {
    const stored = [said('m2', 'and now?'), answer('m2.answer', [tool('a'), text('Two are')], 'answering')];
    const [, last] = threadOf(stored, turn('lost', [tool('a')]));
    expect(last).toMatchObject({ status: 'answering', parts: [tool('a'), text('Two are')] });
  });

  it('keeps the question, and no empty answer, where it failed', () => {
    expect(threadOf([], turn('failed')).map(({ id }) => id)).toEqual(['m2']);
  });
});

describe('withDead', () => {
  const stored = [said('m1', 'hello'), answer('m1.answer', [tool('a', 'running')], 'answering')];

  it('says of an answer whose server died that it was interrupted', () => {
    const [, last] = withDead(stored, { messageId: 'm1', isAlive: false });
    expect(last?.status).toBe('interrupted');
    expect(last?.parts.at(-1)).toMatchObject({ type: 'text', text: expect.stringContaining('Say it again') });
  });

  it('leaves one alone that is being written, or that stands', () => {
    expect(withDead(stored, { messageId: 'm1', isAlive: true })).toBe(stored);
    const whole = [answer('m1.answer', [text('Done')])];
    expect(withDead(whole, { messageId: 'm1', isAlive: false })).toEqual(whole);
  });
});

describe('newestOf', () => {
  it('names for each playbook the message that shows it last, and the one that was spoken of last', () => {
    const messages = [answer('a', [card('one'), card('two')]), answer('b', [card('one', 'At 8')])];
    const { cards, it: last } = newestOf(messages);
    expect([...cards]).toEqual([
      ['one', 'b'],
      ['two', 'a'],
    ]);
    expect(last).toBe('one');
    expect(newestOf([...messages, answer('c', [{ type: 'playbook', playbookId: 'two' }])]).it).toBe('two');
    expect(newestOf([said('m', 'hello')]).it).toBeNull();
  });
});

describe('blocksOf', () => {
  it('puts tools that worked one after the other together, and leaves out what is not for people', () => {
    const usage: ChatPart = { type: 'usage', model: 'planner', inputTokens: 0, outputTokens: 0, usd: null };
    const blocks = blocksOf([text(' '), tool('a'), tool('b'), text('Done'), tool('c'), usage]);
    expect(blocks.map((block) => (block.type === 'tools' ? block.tools.length : block.type))).toEqual([2, 'text', 1]);
  });

  it('shows a card that comes twice in one answer where it came last', () => {
    const blocks = blocksOf([card('one', 'At 9'), text('or rather'), card('one', 'At 8'), card('two')]);
    expect(blocks).toEqual([text('or rather'), card('one', 'At 8'), card('two')]);
  });

  it('shows an approval that was listed and then decided once', () => {
    const approval = (approvalId: string): ChatPart => ({ type: 'approval', approvalId });
    const blocks = blocksOf([approval('a'), approval('b'), tool('c'), approval('a'), text('It is approved.')]);
    expect(blocks.map(({ type }) => type)).toEqual(['approval', 'tools', 'approval', 'text']);
  });

  it('puts the words about a card above it', () => {
    const blocks = blocksOf([tool('a'), card('one'), text('Here is what I understood'), tool('b')]);
    expect(blocks.map(({ type }) => type)).toEqual(['tools', 'text', 'card', 'tools']);
  });

  it('leaves out the choice that the button of a card is, and only there', () => {
    const choices = (...all: string[]): ChatPart => ({ type: 'choices', choices: all });
    expect(blocksOf([card('one'), choices(ACTIVATE_IT, 'At 8')]).at(-1)).toEqual(choices('At 8'));
    expect(blocksOf([card('one'), choices(ACTIVATE_IT)])).toEqual([card('one')]);
    expect(blocksOf([text('Shall I?'), choices(ACTIVATE_IT)]).at(-1)).toEqual(choices(ACTIVATE_IT));
  });
});

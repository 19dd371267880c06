import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { orgId, paths } from '../../../test/kit/engine-kit.ts';
import { insightOf, recommendedTo } from '../../../test/kit/recommendation-kit.ts';
import { createTalkKit, type TalkKit, type Told } from '../../../test/kit/talk-kit.ts';
import { scriptedLlm } from '../../../test/vendors/llm-scripted.ts';
import type { AskedInWords } from '../../../test/vendors/llm-wires.ts';
import { MAKE_A_PLAN } from '../../model/chat-part.ts';
import type { Recommendation } from '../../model/recommendation.ts';
import { stepCatalog } from '../../steps/registry.ts';
import { createVendorModel } from './vendor-model.ts';

const owed = { receivables: 20_000, overdueReceivables: 12_431 };
const ABOUT = 'late_money';

let kit: TalkKit;
let recommendation: Recommendation;
const closers: (() => void)[] = [];
beforeEach(async () => {
  kit = await createTalkKit();
  recommendation = recommendedTo(owed, kit.clock.now());
  await kit.store.commit([
    { op: 'create', path: paths.recommendation(ABOUT).path, data: recommendation },
    { op: 'create', path: paths.insight('2026-11-20').path, data: insightOf('2026-11-20', owed) },
    {
      op: 'create',
      path: paths.insight('2026-11-19').path,
      data: insightOf('2026-11-19', { ...owed, overdueReceivables: 9_900 }),
    },
    ...INVOICES.map(([id, name, amount, dueAt, status]) => ({
      op: 'create' as const,
      path: `tenants/${orgId}/invoices/${id}`,
      data: { number: id, name, amount, dueAt: new Date(dueAt), status, currency: 'USD', note: 'x' },
    })),
  ]);
});
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

const INVOICES = [
  ['A-1', 'Ada', 300, '2026-10-01', 'open'],
  ['A-2', 'Bo', 4_200, '2026-11-01', 'open'],
  ['A-3', 'Cy', 9_000, '2026-11-01', 'paid'],
  ['A-4', 'Di', 900, '2026-12-24', 'sent'],
] as const;

const about = (message: string, vendor?: Parameters<TalkKit['say']>[1]) =>
  kit.say(message, { about: ABOUT, ...vendor });
const choicesOf = ({ parts }: Told) => parts.flatMap((part) => (part.type === 'choices' ? part.choices : []));
const tableOf = ({ parts }: Told) => parts.find((part) => part.type === 'table');

describe('a conversation about a recommendation, without a language model', () => {
  it('answers its quick questions, in its own words or nearly so', async () => {
    expect(recommendation.questions).toContain('What do I say to somebody who never answers?');
    const text = await about('What do I say to somebody who never answers?');
    expect(text.text).toMatch(/^Be short and friendly, and name the invoice/);
    const near = await about('who ows me most');
    expect(near.text).toContain('These are the largest unpaid invoices.');
    expect(tableOf(near)).toMatchObject({
      columns: ['Number', 'Name', 'Amount', 'Due'],
      rows: [
        { cells: ['A-2', 'Bo', '$4,200.00', 'Oct 31, 2026'] },
        { cells: ['A-4', 'Di', '$900.00', 'Dec 23, 2026'] },
        { cells: ['A-1', 'Ada', '$300.00', 'Sep 30, 2026'] },
      ],
      more: 0,
    });
    const late = await about('And which invoices are the oldest?');
    expect(late.text).toContain('past due for longest');
    expect(tableOf(late)?.type === 'table' && tableOf(late)).toMatchObject({
      rows: [
        { cells: ['A-1', 'Ada', '$300.00', expect.anything()] },
        { cells: ['A-2', 'Bo', expect.anything(), expect.anything()] },
      ],
    });
  });

  it('says so where the data has nothing of what is asked', async () => {
    await kit.store.commit(
      INVOICES.map(([id]) => ({ op: 'delete' as const, path: `tenants/${orgId}/invoices/${id}` })),
    );
    expect((await about('Who owes me most?')).text).toBe('I find none among your invoices.');
  });

  it('says what it is based on, and how that has moved', async () => {
    for (const message of ['Why?', 'What is this based on?']) {
      const { text } = await about(message);
      expect(text).toContain('**Owed to you, past due**: $12,431 ($9,900 on November 19)');
      expect(text).toContain('**Past due, of what is owed to you**: 62%');
      expect(text).toMatch(/Your health score is \d+ of 100 on November 20, after \d+ on November 19/);
    }
  });

  it('says what to do first, and leads to a plan', async () => {
    const told = await about('What should I do first?');
    expect(told.text).toContain(`1. ${recommendation.tasks[0]?.title} (high, within 2 days)`);
    expect(choicesOf(told)).toEqual([MAKE_A_PLAN]);
    for (const message of [MAKE_A_PLAN, 'Can you make a plan for this?'])
      expect((await about(message)).text).toContain('Choose “Make a plan”');
  });

  it('says what would look after it', async () => {
    const { text } = await about('Can you automate this?');
    expect(text).toMatch(/^“.+” would look after it: .+Choose “Automate this”/);
    const { path } = paths.recommendation(ABOUT);
    await kit.store.commit([{ op: 'update', path, fields: { playbook: null } }]);
    expect((await about('automate it')).text).toContain('no ready-made playbook');
  });

  it('does whatever else is said as anywhere', async () => {
    const told = await about('Remind me every Monday at 9 to call those who pay late');
    expect(told.parts.some(({ type }) => type === 'card')).toBe(true);
    expect((await about('How many invoices are there?')).text).toMatch(/invoices: 4/i);
  });

  it('is about what it was begun about, and about nothing once that is gone', async () => {
    const { conversationId } = await about('Why?');
    expect(await kit.conversation(conversationId)).toMatchObject({ about: ABOUT, isTainted: false });
    await kit.say('Why?', { about: 'another', conversationId });
    expect((await kit.conversation(conversationId)).about).toBe(ABOUT);
    await kit.store.commit([{ op: 'delete', path: paths.recommendation(ABOUT).path }]);
    expect((await kit.say('Why?', { conversationId })).text).not.toContain('health score');
  });

  it('of what a playbook wrote counts as strangers’ words', async () => {
    const written = { ...recommendation, kind: null, figures: [], questions: ['Who owes me most?'] };
    await kit.store.commit([{ op: 'create', path: paths.recommendation('written').path, data: written }]);
    const told = await kit.say('Why?', { about: 'written', conversationId: null });
    expect(told.text).toContain('A playbook of yours wrote this recommendation');
    expect(await kit.conversation(told.conversationId)).toMatchObject({ isTainted: true });
  });
});

describe('a vendor’s model in such a conversation', () => {
  async function speaking() {
    const asked: AskedInWords[] = [];
    const server = await scriptedLlm('openai', (question) => {
      if (question.instructions.startsWith('Give the conversation')) return { text: 'Late money' };
      asked.push(question);
      return { text: 'Call Bo first.' };
    });
    closers.push(server.close);
    return { vendor: createVendorModel(server.llm, stepCatalog), asked };
  }

  it('is given the recommendation and the figures as data, with the rule to state no others', async () => {
    const { vendor, asked } = await speaking();
    const told = await about('Whom do I call?', { vendor });
    expect(told.text).toContain('Call Bo first.');
    const { instructions = '' } = asked[0] ?? {};
    expect(instructions).toContain('State no figure that stands neither in there nor in what a tool gave');
    const [, fenced = ''] =
      /coach of the business has made[\s\S]*?\n<data-\w{12}>\n([\s\S]*?)\n<\/data-/.exec(instructions) ?? [];
    const { title, text } = recommendation;
    expect(JSON.parse(fenced)).toMatchObject({
      ...{
        title,
        text,
        tasks: recommendation.tasks,
        stated: expect.arrayContaining([{ label: 'Owed to you', figure: '$20,000' }]),
      },
      questions: expect.arrayContaining([
        { question: 'Who owes me most?', query_data: expect.objectContaining({ collection: 'invoices' }) },
        { question: recommendation.questions[2], answer: expect.stringContaining('Be short and friendly') },
      ]),
      health: { date: '2026-11-20', score: expect.any(Number), parts: expect.any(Array) },
      days: [
        { date: '2026-11-20', figures: { overdueReceivables: 12_431 } },
        { figures: { overdueReceivables: 9_900 } },
      ],
    });
  });

  it('is told nothing of it elsewhere', async () => {
    const { vendor, asked } = await speaking();
    await kit.say('Whom do I call?', { vendor });
    expect(asked[0]?.instructions).not.toContain('12,431');
  });
});

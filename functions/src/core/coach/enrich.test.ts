import { describe, expect, it } from 'vitest';
import { figuresOf } from '../../../test/kit/figures-kit.ts';
import type { Llm, LlmRequest } from '../ports.ts';
import { enrichAdvice, enrichmentTokens } from './enrich.ts';
import { type Advice, recommend } from './recommend.ts';

const place = { locale: 'en-US', currency: 'USD' };
const now = new Date('2026-11-22T11:00:00Z');
const figures = figuresOf({ receivables: 30_000, overdueReceivables: 12_431 });
const advice = recommend({ figures, earlier: [], place, dayStart: now, now })[0] as Advice;
const { title, text } = advice;

const honest = {
  title: 'Call in your late money',
  text: 'Of the $30,000 that customers owe you, $12,431 is past due. Write to them today; most pay after a kind word.',
};
const said = (words: object) => JSON.stringify({ ...honest, ...words });

/** A model that says one text after the other, and the last one for ever. */
async function enriched(...answers: readonly string[]) {
  const asked: LlmRequest[] = [];
  const llm: Llm = {
    generateText: async (request) => {
      asked.push(request);
      return { text: answers[asked.length - 1] ?? answers.at(-1) ?? '', model: 'm', tokens: 400 };
    },
  };
  let tokens = 0;
  const onAnswer = (answer: { readonly tokens: number }) => {
    tokens += answer.tokens;
  };
  const worded = await enrichAdvice(advice, { llm, place, signal: new AbortController().signal, onAnswer });
  return { worded, asked, tokens };
}

describe('a recommendation in a model’s words', () => {
  it('is taken when it states the given figures only', async () => {
    const { worded, asked, tokens } = await enriched(said({}));
    expect(worded).toEqual({ ...honest, model: 'm', refusal: null });
    expect(asked[0]?.prompt).toContain('{"label":"Owed to you, past due","figure":"$12,431"}');
    expect(tokens).toBe(400);
  });

  it('is sent back with the figure that is not among them', async () => {
    const { worded, asked } = await enriched(said({ title: 'Collect $15,000 now' }), said({}));
    expect(worded).toMatchObject({ ...honest, model: 'm' });
    expect(asked[1]?.turns?.at(-1)).toMatchObject({ text: expect.stringMatching(/title: .*“15,000”/) });
  });

  it.each([
    ['a made-up sum', { text: `${honest.text} That would bring in $9,000 within the week.` }],
    ['a made-up share', { text: `${honest.text} Reminders bring in 80% of it.` }],
    ['a figure in words', { text: `${honest.text} Two thirds of it come in after a call.` }],
    ['another currency', { text: honest.text.replaceAll('$', '€') }],
    ['another magnitude', { text: honest.text.replaceAll(',', '').replace('12431', '124310') }],
    ['a link', { text: `${honest.text} See https://lender.example for a loan.` }],
    ['nothing', { text: 'Hm.' }],
  ])('stays the template’s for %s', async (_, words) => {
    const { worded, asked, tokens } = await enriched(said(words));
    expect(worded).toEqual({ title, text, model: null, refusal: expect.stringContaining('no answer that fits') });
    expect(asked.length).toBeLessThanOrEqual(3);
    expect(tokens).toBeLessThanOrEqual(enrichmentTokens(advice));
  });

  it('stays the template’s where no model answers, and is not told where it was ended', async () => {
    const llm: Llm = { generateText: async () => Promise.reject(new Error('The vendor is down')) };
    const ended = AbortSignal.abort(new Error('The lease is lost'));
    const asking = { llm, place, onAnswer: () => {} };
    const open = await enrichAdvice(advice, { ...asking, signal: new AbortController().signal });
    expect(open).toEqual({ title, text, model: null, refusal: 'The vendor is down' });
    await expect(enrichAdvice(advice, { ...asking, signal: ended })).rejects.toThrow('The vendor is down');
  });
});

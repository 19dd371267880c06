import { describe, expect, it } from 'vitest';
import { runStep, stepContext } from '../../../test/step-context.ts';
import { RetriableError } from '../../core/engine/errors.ts';
import type { Llm } from '../../core/ports.ts';
import { buildEmailSequence } from './build-email-sequence.ts';
import { sendNewsletter } from './send-newsletter.ts';
import { composed, MOST, TONES, TYPES } from './sequences/compose.ts';

interface Sequence {
  readonly emails: readonly { number: number; day: number; subject: string; preview: string; body: string }[];
  readonly model: string | null;
  readonly count: number;
  readonly markdown: string;
}
const build = async (params: object, llm?: Llm) => {
  const { context } = stepContext(llm ? { llm } : {});
  return (await runStep(buildEmailSequence, { ...params }, context)) as unknown as Sequence;
};
const saying = (emails: object[], failWith?: Error): Llm => ({
  generateText: async () => {
    if (failWith) throw failWith;
    return { text: JSON.stringify({ emails }), model: 'writer', tokens: 10 };
  },
});
const facts = { business: 'Thrive', product: 'our coffee', offer: '10 % off', signature: 'Olive' };

describe.each(TYPES)('our own drafts of the sequence %s', (type) => {
  it.each(TONES)('are as many as wanted, in order, complete, and fit to be sent: %s', (tone) => {
    for (let count = 1; count <= MOST; count++) {
      const letters = composed({ type, count, tone, ...facts });
      expect(letters.map(({ number }) => number)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
      expect(letters.map(({ day }) => day)).toEqual(letters.map(({ day }) => day).toSorted((a, b) => a - b));
      expect(new Set(letters.map(({ day }) => day)).size).toBe(count);
      for (const { subject, body } of letters) {
        const letter = { subject, body, postalAddress: '1 Main Street' };
        expect(sendNewsletter.params.safeParse(letter).error).toBeUndefined();
        expect(`${subject}${body}`).not.toMatch(/\{(?!first_name\|)/);
        expect(body).toMatch(/Olive$/);
      }
    }
  });
});

describe('build_email_sequence', () => {
  it('takes the words of the skill that it replaces, and works without a model', async () => {
    const { emails, model, count, markdown } = await build({ sequence_type: 'Welcome', num_emails: 5 });
    expect([emails.length, count, model]).toEqual([5, 5, null]);
    expect(emails[0]?.subject).toBe('Welcome to Thrive Syracuse');
    expect(markdown).toContain('# Welcome sequence of Thrive Syracuse\n\n## 1. Day 0: Welcome to Thrive Syracuse');
    for (const type of ['Win-back', 'Abandoned cart', 'PROMOTION', 'onboarding']) {
      expect((await build({ sequence_type: type, num_emails: 2 })).count).toBe(2);
    }
  });

  it('has a model write it anew where there is one, and keeps the days', async () => {
    const written = [1, 2].map((n) => ({ subject: `S${n}`, preview: 'P', body: `B${n} {first_name|there}` }));
    const { emails, model } = await build({ sequence_type: 'welcome', num_emails: 2 }, saying(written));
    expect(model).toBe('writer');
    expect(emails).toMatchObject([
      { number: 1, day: 0, subject: 'S1' },
      { number: 2, day: 4, body: 'B2 {first_name|there}' },
    ]);
  });

  it('falls back to its own drafts when the model cannot, unless it has to, and tries again what may pass', async () => {
    const params = { sequence_type: 'welcome', num_emails: 2 };
    expect((await build(params, saying([]))).model).toBeNull();
    await expect(build({ ...params, useModel: 'always' })).rejects.toThrow();
    await expect(build(params, saying([], new RetriableError('busy')))).rejects.toThrow('busy');
    expect((await build({ ...params, useModel: 'never' }, saying([], new Error('asked')))).count).toBe(2);
  });

  it('names the kinds that there are when it is asked for another', () => {
    const parsed = buildEmailSequence.params.safeParse({ sequence_type: 'Haiku' });
    expect(parsed.error?.issues[0]?.path).toEqual(['sequence_type']);
  });
});

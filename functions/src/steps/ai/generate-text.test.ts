import { expect, it } from 'vitest';
import { runStep, stepContext } from '../../../test/step-context.ts';
import { NonRetriableError } from '../../core/engine/errors.ts';
import type { LlmRequest } from '../../core/ports.ts';
import { generateText } from './generate-text.ts';

it('asks the model and meters its tokens', async () => {
  const asked: LlmRequest[] = [];
  const { context, usage } = stepContext({
    llm: {
      generateText: async (request) => {
        asked.push(request);
        return { text: 'Hi!', model: 'tiny', tokens: 33 };
      },
    },
  });
  expect(await runStep(generateText, { prompt: 'Say hi' }, context)).toEqual({
    text: 'Hi!',
    model: 'tiny',
    tokens: 33,
  });
  expect(asked[0]).toMatchObject({ prompt: 'Say hi', maxOutputTokens: 1000, signal: context.signal });
  expect(usage).toMatchObject({ tokens: 33, vendorCalls: 1 });
});

it('passes on that no model is set up', async () => {
  await expect(runStep(generateText, { prompt: 'x' }, stepContext().context)).rejects.toMatchObject({
    name: 'NonRetriableError',
  });
});

it('takes the text that it was given for that case, and for no other', async () => {
  const given = { prompt: 'x', withoutModel: 'Hello from us' };
  const failing = (code: string) => ({
    llm: {
      generateText: async () => {
        throw new NonRetriableError('no', { code });
      },
    },
  });
  const { context } = stepContext(failing('no_language_model'));
  expect(await runStep(generateText, given, context)).toEqual({ text: 'Hello from us', model: null, tokens: 0 });
  await expect(runStep(generateText, given, stepContext(failing('refused')).context)).rejects.toMatchObject({
    code: 'refused',
  });
});

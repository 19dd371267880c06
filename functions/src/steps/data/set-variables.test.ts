import { expect, it } from 'vitest';
import { runStep, stepContext } from '../../../test/step-context.ts';
import { setVariables } from './set-variables.ts';

it('gives back what it was given, with its types', async () => {
  const values = { threshold: 10, names: ['a'], nested: { on: true, none: null } };
  expect(await runStep(setVariables, values, stepContext().context)).toEqual(values);
});

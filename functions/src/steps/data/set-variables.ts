import { defineStep } from '../../core/engine/step-type.ts';
import { jsonObject } from '../../model/json.ts';

export const setVariables = defineStep({
  id: 'set_variables',
  title: 'Set variables',
  description: 'Gives names to values, so that later steps can read them.',
  modelDescription: 'Computes named values once; later steps read them as {{steps.<id>.<name>}}.',
  category: 'data',
  icon: 'variable',
  example: { threshold: 10, greeting: 'Hello {{user.name}}' },
  params: jsonObject,
  output: jsonObject,
  risk: 'safe',
  effect: 'none',
  timeoutMs: 5_000,
  retry: { maxAttempts: 1, baseDelayMs: 0, maxDelayMs: 0 },
  run: async (params) => params,
});

import { z } from 'zod';
import { callSkill, LONGEST_MS, skillCallee, skillWebhook } from '../../connectors/skill-webhook.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { jsonObject, jsonValue } from '../../model/json.ts';
import { connectionParam } from '../connection-param.ts';

const params = z.strictObject({
  /** The program; left out, the tenant's own, or where it has none that of the platform. */
  connection: connectionParam,
  /** The name by which the program knows it. */
  skill: z
    .string()
    .trim()
    .regex(/^[\w.-]{1,100}$/, 'A skill is named by letters, digits, dots, - and _'),
  inputs: jsonObject.default({}),
});
const output = z.object({ skill: z.string(), result: jsonValue });

export const runSkillWebhook = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  id: 'run_skill_webhook',
  title: 'Run a skill behind a webhook',
  description: 'Has a program of your own do the work, and takes what it answers.',
  modelDescription:
    'Calls the skill webhook (the connection skill_webhook, or that of the platform) with the name of a skill and its inputs; {{steps.<id>.result}} is what it answers. Never repeated when its outcome is unknown.',
  category: 'work',
  icon: 'webhook',
  example: { skill: 'seo-outline', inputs: { topic: '{{inputs.topic}}' } },
  params,
  output,
  risk: 'moderate',
  effect: 'once',
  isTainting: true,
  blast: () => ({ rows: 1 }),
  targets: ['skill'],
  literals: ['connection'],
  connectors: [skillWebhook.id],
  tally: { done: 'run', one: 'skill', many: 'skills', to: 'skill' },
  timeoutMs: LONGEST_MS + 15_000,
  retry: { maxAttempts: 3, baseDelayMs: 5_000, maxDelayMs: 120_000 },
  async run({ connection, skill, inputs }, context) {
    const { orgId, executionId, idempotencyKey } = context;
    const callee = await skillCallee(context, connection);
    const result = await callSkill(callee, context, { skill, inputs, business: orgId, executionId }, idempotencyKey);
    return { skill, result };
  },
  async dryRun({ skill }) {
    return { output: { skill, result: null }, wouldHave: `would have run the skill '${skill}' behind the webhook` };
  },
});

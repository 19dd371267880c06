import { z } from 'zod';
import { defineFlow } from '../../core/engine/step-type.ts';
import { playbookIdSchema } from '../../model/ids.ts';
import { jsonObject, jsonValue } from '../../model/json.ts';

const params = z.strictObject({
  playbookId: playbookIdSchema,
  inputs: jsonObject.default({}),
  /** Whether to go on only when it has ended. Then its failure fails this step. */
  wait: z.boolean().default(true),
});

export const runPlaybook = defineFlow({
  kind: 'child',
  id: 'run_playbook',
  title: 'Run a playbook',
  description: 'Has another playbook done, and waits for it or not.',
  modelDescription:
    'Starts playbook `playbookId` with `inputs`. wait: true (default) goes on when it has completed; {{steps.<id>.outputs.<step id>}} are the outputs of its steps.',
  category: 'flow',
  icon: 'workflow',
  example: { playbookId: 'weekly-report', inputs: { week: '{{steps.pick.week}}' } },
  params,
  output: z.object({
    executionId: z.string(),
    status: z.string(),
    outputs: z.record(z.string(), jsonValue).nullable(),
  }),
  targets: ['playbookId'],
  call: (given) => given,
});

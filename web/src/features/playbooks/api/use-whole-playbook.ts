import { contractSchema } from '@model/contract.ts';
import { problemDetailSchema } from '@model/problem.ts';
import { z } from 'zod';
import { useAnswer } from '../../../lib/use-answer.ts';
import type { Live } from '../../../lib/use-live.ts';

const wholeSchema = z.object({
  missingConnections: z.array(
    z.object({ connector: z.string(), title: z.string(), connection: z.string().nullable(), href: z.string() }),
  ),
  warnings: z.array(problemDetailSchema),
  contract: contractSchema.nullable(),
  examples: z.array(z.object({ words: z.string(), fires: z.boolean(), agrees: z.boolean() })),
});
export type WholePlaybook = z.infer<typeof wholeSchema>;

/**
 * What the server works out about a playbook: what has to be connected before it can do what it says, what was asked
 * for, and whether it does that. Asked anew whenever `version` changes.
 */
export function useWholePlaybook(playbookId: string, version: string): Live<WholePlaybook> {
  return useAnswer(`${playbookId}|${version}`, (api) =>
    api.call({ method: 'GET', path: `/api/playbooks/${encodeURIComponent(playbookId)}`, answer: wholeSchema }),
  );
}

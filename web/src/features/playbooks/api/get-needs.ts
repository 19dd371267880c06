import { z } from 'zod';
import { useAnswer } from '../../../lib/use-answer.ts';
import type { Live } from '../../../lib/use-live.ts';

const needsSchema = z.object({
  missingConnections: z.array(
    z.object({ connector: z.string(), title: z.string(), connection: z.string().nullable(), href: z.string() }),
  ),
});
export type MissingConnection = z.infer<typeof needsSchema>['missingConnections'][number];

/** What has to be connected before a playbook can do what it says. Asked anew whenever `version` changes. */
export function useMissingConnections(playbookId: string, version: string): Live<readonly MissingConnection[]> {
  return useAnswer(`${playbookId}|${version}`, async (api) => {
    const path = `/api/playbooks/${encodeURIComponent(playbookId)}`;
    return (await api.call({ method: 'GET', path, answer: needsSchema })).missingConnections;
  });
}

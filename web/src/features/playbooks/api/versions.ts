import { stepDraftSchema } from '@model/step.ts';
import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';
import { useAnswer } from '../../../lib/use-answer.ts';
import type { Live } from '../../../lib/use-live.ts';

const versionSchema = z.object({
  versionId: z.string(),
  createdAt: z.iso.datetime().transform((text) => new Date(text)),
  createdBy: z.string().nullable(),
  /** The steps only, where they are still readable. */
  content: z
    .object({ steps: z.array(stepDraftSchema) })
    .nullable()
    .catch(null),
  changes: z.array(z.string()),
  isLive: z.boolean(),
  fromLive: z.array(z.string()),
});
export type Version = z.infer<typeof versionSchema>;

const answer = z.object({ items: z.array(versionSchema), nextCursor: z.string().nullable() });
export type Versions = z.infer<typeof answer>;

const pathOf = (playbookId: string) => `/api/playbooks/${encodeURIComponent(playbookId)}/versions`;

/** The newest versions of a playbook, up to `limit` (at most 100). Asked anew whenever `version` changes. */
export function useVersions(playbookId: string, limit: number, version: string): Live<Versions> {
  return useAnswer(`${playbookId}|${limit}|${version}`, (api) =>
    api.call({ method: 'GET', path: `${pathOf(playbookId)}?limit=${limit}`, answer }),
  );
}

/** Makes a version what the playbook does again, if it still does what was `seen` (null: whatever it does). */
export async function restoreVersion(
  api: Api,
  playbookId: string,
  versionId: string,
  seen: string | null,
): Promise<void> {
  const path = `${pathOf(playbookId)}/${encodeURIComponent(versionId)}/restore`;
  await api.call({ method: 'POST', path, body: seen === null ? {} : { versionId: seen }, answer: z.unknown() });
}

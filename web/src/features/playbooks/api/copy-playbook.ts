import { z } from 'zod';
import type { Api } from '../../../lib/api.ts';
import { saveFile } from '../../../lib/save-file.ts';

const MAX_NAME = 120;

/** What a playbook is made from; the server checks it as it checks every new one. */
const draftSchema = z.object({
  name: z.string(),
  description: z.json(),
  category: z.json(),
  agent: z.json(),
  triggers: z.json(),
  inputs: z.json(),
  steps: z.json(),
  onFailure: z.json(),
  overlap: z.json(),
  dryRun: z.json(),
  sentence: z.json(),
  contract: z.json(),
});
type Draft = z.infer<typeof draftSchema>;

/** The whole playbook in the form in which a new one is sent: to keep, to send to somebody, to make another one from. */
export function readDraft(api: Api, playbookId: string): Promise<Draft> {
  const path = `/api/playbooks/${encodeURIComponent(playbookId)}`;
  return api.call({ method: 'GET', path, answer: draftSchema });
}

/** Makes a draft that does the same; gives its id. */
export async function duplicatePlaybook(api: Api, playbookId: string): Promise<string> {
  const draft = await readDraft(api, playbookId);
  const ending = ' (copy)';
  const name = `${draft.name.slice(0, MAX_NAME - ending.length)}${ending}`;
  const answer = z.object({ playbookId: z.string() });
  return (await api.call({ method: 'POST', path: '/api/playbooks', body: { ...draft, name }, answer })).playbookId;
}

/** Gives the browser a file to keep. */
export function saveJson(name: string, value: unknown): void {
  saveFile(`${fileName(name)}.json`, new Blob([`${JSON.stringify(value, null, 2)}\n`], { type: 'application/json' }));
}

export function fileName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return plain.slice(0, 60) || 'playbook';
}

import type { z } from 'zod';
import { type PlaybookAnswer, playbookAnswer } from './answers.ts';
import type { Api } from './api.ts';
import { CliError } from './errors.ts';

/** All playbooks, the archived ones included. */
export function allPlaybooks(api: Api): Promise<PlaybookAnswer[]>;
export function allPlaybooks<T extends PlaybookAnswer>(api: Api, schema: z.ZodType<T>): Promise<T[]>;
export function allPlaybooks(api: Api, schema: z.ZodType<PlaybookAnswer> = playbookAnswer): Promise<PlaybookAnswer[]> {
  return api.list('/api/playbooks', schema);
}

/** The one that is meant: by its id, its name, or how its name begins, unless several do. Throws `CliError`. */
export function findPlaybook<T extends Pick<PlaybookAnswer, 'playbookId' | 'name' | 'status'>>(
  playbooks: readonly T[],
  wanted: string,
): T {
  const byId = playbooks.find(({ playbookId }) => playbookId === wanted);
  if (byId !== undefined) return byId;
  const named = (is: (name: string) => boolean) => {
    const found = playbooks.filter(({ name }) => is(name.toLowerCase()));
    const live = found.filter(({ status }) => status !== 'archived');
    return live.length > 0 ? live : found;
  };
  const word = wanted.trim().toLowerCase();
  const exact = named((name) => name === word);
  const found = exact.length > 0 ? exact : named((name) => word !== '' && name.startsWith(word));
  const [one, another] = found;
  if (one !== undefined && another === undefined) return one;
  if (one === undefined) {
    throw new CliError(`There is no playbook '${wanted}'`, { fix: 'playbooks list shows them with their ids' });
  }
  const details = found.slice(0, 10).map(({ playbookId, name }) => `${playbookId}  ${name}`);
  throw new CliError(`'${wanted}' is how several are called`, { details, fix: 'give the id instead' });
}

import { queries } from '../../../model/query.ts';
import type { Task } from '../../../model/task.ts';
import type { Store } from '../../ports.ts';
import { NonRetriableError } from '../errors.ts';
import { agentNamed } from './handlers.ts';

type Assignee = Pick<Task, 'assignedAgent' | 'handler' | 'assignedTo'>;
export const anybody: Assignee = { assignedAgent: null, handler: null, assignedTo: null };

interface Asking {
  readonly orgId: string;
  readonly store: Pick<Store, 'query'>;
  /** Who is `me`. */
  readonly user: { readonly id: string };
}

/**
 * Who each of these is, an agent, `me`, or a member by e-mail address or uid; nobody's are open to all. Throws a
 * `NonRetriableError` that names who is not in the team.
 */
export async function assigneesOf(
  { orgId, store, user }: Asking,
  names: readonly (string | null)[],
): Promise<Assignee[]> {
  const isPerson = (name: string | null) => name !== null && name !== 'me' && agentNamed(name) === null;
  const team = names.some(isPerson) ? await store.query(queries.team(orgId)) : [];
  return names.map((name) => {
    if (name === null || name === 'me') return { ...anybody, assignedTo: name === null ? null : user.id };
    const agent = agentNamed(name);
    if (agent !== null) return { ...anybody, ...agent };
    const member = team.find(({ id, data }) => id === name || data?.email.toLowerCase() === name.toLowerCase());
    if (member) return { ...anybody, assignedTo: member.id };
    throw new NonRetriableError(`${name} is neither an agent (craig, ezal, pops, money_mike) nor in your team`, {
      code: 'no_such_person',
      mayHaveActed: false,
      fix: { label: 'See your team', href: '/settings' },
    });
  });
}

import { z } from 'zod';
import { NonRetriableError } from '../../core/engine/errors.ts';
import type { StepContext } from '../../core/engine/step-type.ts';
import type { Stored } from '../../core/ports.ts';
import type { Device } from '../../model/device.ts';
import { queries } from '../../model/query.ts';
import type { TeamMember } from '../../model/tenant.ts';

const person = z
  .string()
  .trim()
  .regex(/^[^\s,]{1,254}$/, 'Write the e-mail address or the uid of a member of the team');
const people = z.array(person).min(1, 'Name at least one person').max(50, 'At most 50 people');

/** Members of the team, by e-mail address or uid: one, several parted by commas, or a list. */
export const peopleSchema = z
  .union(
    [
      z
        .string()
        .transform((text) => text.split(',').map((part) => part.trim()))
        .pipe(people),
      people,
    ],
    {
      error: 'Write the e-mail address or the uid of a member of the team, or a list of at most 50',
    },
  )
  .transform((list) => [...new Set(list)]);

/** Those members of the team who are named; by default the user. Throws where one of them is not in the team. */
export async function membersNamed(context: StepContext, named: readonly string[] | null): Promise<TeamMember[]> {
  const found = await context.store.query(queries.team(context.orgId));
  const team = found.flatMap(({ data }) => (data === null ? [] : [data]));
  const wanted = named ?? [context.user.id];
  const isMeant = (one: string, { uid, email }: TeamMember) => one === uid || one.toLowerCase() === email.toLowerCase();
  const strangers = wanted.filter((one) => !team.some((member) => isMeant(one, member)));
  if (strangers.length > 0) {
    const names = strangers.slice(0, 5).join(', ');
    throw new NonRetriableError(`Not in your team: ${names}.`, {
      code: 'not_in_team',
      mayHaveActed: false,
      errors: strangers.slice(0, 20).map((one) => ({ path: 'to', message: `${one} is not in the team` })),
    });
  }
  return team.filter((member) => wanted.some((one) => isMeant(one, member)));
}

/** Where somebody takes push messages. */
export async function devicesOf({ store, orgId }: StepContext, uid: string): Promise<Stored<Device>[]> {
  const found = await store.query(queries.devicesOf(orgId, uid));
  return found.filter((one): one is Stored<Device> => one.data !== null);
}

import { roleSchema } from '@model/tenant.ts';
import { useEffect, useState } from 'react';
import { z } from 'zod';
import type { Api } from './api.ts';
import { useSession } from './session.ts';

const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const personSchema = z.object({
  uid: z.string(),
  name: z.string(),
  email: z.string(),
  role: roleSchema,
  away: z.object({ until: moment, delegate: z.string() }).nullable().default(null),
});
export type Person = z.infer<typeof personSchema>;
const answerSchema = z.object({ members: z.array(personSchema) });

/** One question per session is enough to tell who is who. */
const asked = new WeakMap<Api, Promise<readonly Person[]>>();

function askOnce(api: Api): Promise<readonly Person[]> {
  const known = asked.get(api) ?? ask(api);
  asked.set(api, known);
  return known;
}

async function ask(api: Api): Promise<readonly Person[]> {
  try {
    return (await api.call({ method: 'GET', path: '/api/team', answer: answerSchema })).members;
  } catch {
    // Who is not known is called someone.
    asked.delete(api);
    return [];
  }
}

/** The team; null while it is not known. Asked only if somebody is to be named. */
export function usePeople(isWanted = true): readonly Person[] | null {
  const { api } = useSession();
  const [people, setPeople] = useState<readonly Person[] | null>(null);
  useEffect(() => {
    let isShown = isWanted;
    if (isShown) void askOnce(api).then((found) => isShown && setPeople(found));
    return () => {
      isShown = false;
    };
  }, [api, isWanted]);
  return people;
}

/** A stored id as a name: `you`, `Ada`, `an API key`, `Playbooks`, or `someone` who has left. */
export function nameOf(id: string, people: readonly Person[] | null, ownUid: string): string {
  if (id === ownUid) return 'you';
  if (id.startsWith('key:')) return 'an API key';
  if (id === 'system') return 'Playbooks';
  return people?.find(({ uid }) => uid === id)?.name ?? 'someone';
}

import { nameOf, type Person } from '../../../lib/people.ts';

/** In whose name something starts by itself; `hasLeft` where it starts no more for want of somebody. */
export interface OwnerWords {
  readonly words: string;
  readonly hasLeft: boolean;
}

/** `people` is null while the team is not known, and empty where it cannot be: nobody is said to have left then. */
export function ownerWords(
  ownerId: string | null,
  people: readonly Person[] | null,
  ownUid: string,
): OwnerWords | null {
  if (people === null || people.length === 0) return null;
  const isThere = ownerId !== null && people.some(({ uid }) => uid === ownerId);
  if (!isThere) return { words: 'by somebody who has left', hasLeft: true };
  return { words: `by ${nameOf(ownerId, people, ownUid)}`, hasLeft: false };
}

import type { ProblemDetail } from '../../model/problem.ts';

interface Draft {
  readonly id?: string | undefined;
}

/**
 * Gives each draft without an id the first free one of `word`, `word_2`, … . Ids that are there are kept, so that an
 * edit does not turn one trigger into another. The second of two equal ones is a problem.
 */
export function giveIds<D extends Draft>(
  drafts: readonly D[],
  wordFor: (draft: D) => string,
  path: string,
): { readonly named: readonly (D & { id: string })[]; readonly problems: readonly ProblemDetail[] } {
  const taken = new Set<string>();
  const problems: ProblemDetail[] = [];
  for (const [index, { id }] of drafts.entries()) {
    if (id === undefined) continue;
    if (taken.has(id))
      problems.push({
        path: `${path}.${index}.id`,
        message: `The id '${id}' is used twice; leave it out to get a new one`,
      });
    taken.add(id);
  }
  const named = drafts.map((draft) => {
    const id = draft.id ?? freeId(wordFor(draft), taken);
    taken.add(id);
    return { ...draft, id };
  });
  return { named, problems };
}

function freeId(word: string, taken: ReadonlySet<string>): string {
  let id = word;
  for (let count = 2; taken.has(id); count++) id = `${word}_${count}`;
  return id;
}

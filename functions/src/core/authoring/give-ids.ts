import type { ProblemDetail } from '../../model/problem.ts';
import { blocksOf, type Step, type StepDraft } from '../../model/step.ts';

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
  const problems = takeIds(drafts, path, taken);
  const named = drafts.map((draft) => ({ ...draft, id: draft.id ?? freeId(wordFor(draft), taken) }));
  return { named, problems };
}

/** The same for steps, those inside of others included: an id is given once in the whole playbook. */
export function giveStepIds(lists: Readonly<Record<string, readonly StepDraft[]>>): {
  readonly named: Readonly<Record<string, Step[]>>;
  readonly problems: readonly ProblemDetail[];
} {
  const taken = new Set<string>();
  const take = (drafts: readonly StepDraft[], path: string): ProblemDetail[] => [
    ...takeIds(drafts, path, taken),
    ...drafts.flatMap((draft, index) =>
      blocksOf(draft).flatMap((block) => take(block.steps, `${path}.${index}.${block.at}`)),
    ),
  ];
  const problems = Object.entries(lists).flatMap(([path, drafts]) => take(drafts, path));
  const name = (draft: StepDraft): Step => ({
    ...draft,
    id: draft.id ?? freeId(draft.action, taken),
    steps: draft.steps.map(name),
    branches: draft.branches.map((branch) => ({ ...branch, steps: branch.steps.map(name) })),
    errorSteps: draft.errorSteps.map(name),
  });
  const named = Object.fromEntries(Object.entries(lists).map(([path, drafts]) => [path, drafts.map(name)]));
  return { named, problems };
}

function takeIds(drafts: readonly Draft[], path: string, taken: Set<string>): ProblemDetail[] {
  const problems: ProblemDetail[] = [];
  for (const [index, { id }] of drafts.entries()) {
    if (id === undefined) continue;
    if (taken.has(id)) {
      const message = `The id '${id}' is used twice; leave it out to get a new one`;
      problems.push({ path: `${path}.${index}.id`, message });
    }
    taken.add(id);
  }
  return problems;
}

function freeId(word: string, taken: Set<string>): string {
  let id = word;
  for (let count = 2; taken.has(id); count++) id = `${word}_${count}`;
  taken.add(id);
  return id;
}

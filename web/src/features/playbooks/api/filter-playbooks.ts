import type { AgentId } from '@model/agent.ts';
import type { Playbook, PlaybookStatus } from '@model/playbook.ts';
import type { Entry } from '../../../lib/firestore.ts';
import { humanize } from '../../../lib/words.ts';

/** What the list is narrowed down to; part of its address. `attention`: active, and not wholly armed. */
export interface PlaybookFilter {
  readonly status?: PlaybookStatus | 'attention' | undefined;
  readonly category?: string | undefined;
  readonly agent?: AgentId | undefined;
  /** Words of the name. */
  readonly q?: string | undefined;
  /** Left out: the newest first. */
  readonly sort?: 'name' | 'next' | undefined;
}

type Known = Entry<Playbook>;

export function needsCare({ status, arming }: Playbook): boolean {
  return status === 'active' && (arming?.state === 'invalid' || arming?.state === 'partial');
}

/** The playbooks that are wanted, in the wanted order; what cannot be read is in the whole list only, last. */
export function filterPlaybooks(
  entries: readonly Known[],
  { status, category, agent, q = '', sort }: PlaybookFilter,
  next: ReadonlyMap<string, { readonly scheduledFor: Date | null }> | null,
): readonly Known[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  const isWanted = ({ data }: Known) => {
    if (data === null) return words.length === 0 && !status && !category && !agent;
    const isOfStatus =
      status === undefined
        ? data.status !== 'archived'
        : status === 'attention'
          ? needsCare(data)
          : data.status === status;
    const name = data.name.toLowerCase();
    return (
      isOfStatus &&
      (category === undefined || data.category === category) &&
      (agent === undefined || data.agent === agent) &&
      words.every((word) => name.includes(word))
    );
  };
  const found = entries.filter(isWanted);
  if (sort === 'name') return found.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b), 'en', { numeric: true }));
  if (sort === 'next') return found.toSorted((a, b) => timeOf(a) - timeOf(b));
  return found;

  function timeOf({ id, data }: Known): number {
    const at = data?.status === 'active' ? next?.get(id)?.scheduledFor : null;
    return at?.getTime() ?? Number.MAX_SAFE_INTEGER;
  }
}

function nameOf({ data }: Known): string {
  return data?.name ?? '\uffff';
}

/** What there is to choose from, with how many playbooks each has. */
export function choicesIn(entries: readonly Known[]): {
  readonly categories: readonly { readonly value: string; readonly label: string }[];
  readonly agents: readonly AgentId[];
} {
  const all = entries.flatMap(({ data }) => (data === null || data.status === 'archived' ? [] : [data]));
  const counts = Map.groupBy(all, ({ category }) => category);
  const categories = [...counts]
    .map(([value, found]) => ({ value, label: `${humanize(value)} (${found.length})` }))
    .toSorted((a, b) => a.label.localeCompare(b.label));
  return { categories, agents: [...new Set(all.flatMap(({ agent }) => agent ?? []))].toSorted() };
}

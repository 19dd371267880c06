import type { LucideIcon } from 'lucide-react';

/** Something that the palette finds: a place to go to, or a thing to do. */
export interface Entry {
  readonly id: string;
  readonly label: string;
  /** In small letters behind it. */
  readonly detail?: string;
  /** More words by which it is found. */
  readonly words?: string;
  readonly icon: LucideIcon;
  /** Shown as long as nothing is looked for. */
  readonly isSuggested?: boolean;
  run(): void;
}

export interface Group {
  readonly title: string;
  readonly entries: readonly Entry[];
  /** How many of it are shown at most; a few, unless it says so. */
  readonly most?: number;
  /** Not of this business yet: below what is, however well it fits. */
  readonly isElsewhere?: boolean;
}

const FEW = 6;

/** The groups with what fits the text, the best first; without a text what is suggested. */
export function rank(groups: readonly Group[], text: string): readonly Group[] {
  const wanted = wordsOf(text);
  if (wanted.length === 0) {
    return groups.flatMap(({ title, entries }) => {
      const suggested = entries.filter(({ isSuggested }) => isSuggested);
      return suggested.length === 0 ? [] : [{ title, entries: suggested }];
    });
  }
  const found = groups.flatMap(({ title, entries, most = FEW, isElsewhere = false }) => {
    const scored = entries
      .map((entry) => ({ entry, score: scoreOf(entry, wanted) }))
      .filter(({ score }) => score > 0)
      .sort((one, other) => other.score - one.score);
    const best = scored[0]?.score ?? 0;
    return best === 0 ? [] : [{ title, best, isElsewhere, entries: scored.slice(0, most).map(({ entry }) => entry) }];
  });
  return found.sort((one, other) => Number(one.isElsewhere) - Number(other.isElsewhere) || other.best - one.best);
}

/** 0 where a word is missing; more where words begin with what is looked for, and most where the label does. */
function scoreOf({ label, detail = '', words = '' }: Entry, wanted: readonly string[]): number {
  const inLabel = wordsOf(label);
  const beside = wordsOf(`${detail} ${words}`);
  let score = wordsOf(label).join(' ').startsWith(wanted.join(' ')) ? 4 : 0;
  for (const word of wanted) {
    if (inLabel.some((one) => one.startsWith(word))) score += 3;
    else if (beside.some((one) => one.startsWith(word))) score += 2;
    else if (word.length > 2 && label.toLowerCase().includes(word)) score += 1;
    else return 0;
  }
  return score / wanted.length;
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .split(/[^\p{L}\p{N}_-]+/u)
    .filter((word) => word !== '');
}

/** Whether a text may be the id of an execution, an event or an approval. */
export function mayBeId(text: string): boolean {
  return /^(?!__)[\w-]{16,64}$/.test(text.trim());
}

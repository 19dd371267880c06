import type { StepType, StepTypes } from '../../../lib/step-types.ts';
import { categoryTitle, stepCategories } from '../../../lib/words.ts';

export interface CatalogueGroup {
  readonly title: string;
  readonly types: readonly StepType[];
}

const ORDER = Object.values(stepCategories);

function rankOf({ title }: CatalogueGroup): number {
  const at = ORDER.indexOf(title);
  return at === -1 ? ORDER.length : at;
}

/** The step types that all these words fit, the best and shortest first in each group; groups in the order of their best. */
export function findSteps(types: StepTypes, words: string, recent: readonly string[]): CatalogueGroup[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  const all = [...types.values()];
  if (wanted.length === 0) {
    const again = recent.flatMap((id) => types.get(id) ?? []);
    const sorted = all.toSorted((one, other) => one.title.localeCompare(other.title));
    const groups = groupsOf(sorted).toSorted((one, other) => rankOf(one) - rankOf(other));
    return again.length === 0 ? groups : [{ title: 'Used lately', types: again }, ...groups];
  }
  const scored = all.flatMap((type) => {
    const score = scoreOf(type, wanted);
    return score === 0 ? [] : [{ type, score }];
  });
  const length = ({ type }: { readonly type: StepType }) => type.title.length;
  scored.sort((one, other) => other.score - one.score || length(one) - length(other));
  return groupsOf(scored.map(({ type }) => type));
}

function groupsOf(types: readonly StepType[]): CatalogueGroup[] {
  const groups = Map.groupBy(types, ({ category }) => category);
  return [...groups].map(([category, inside]) => ({
    title: categoryTitle(category),
    types: inside,
  }));
}

/** 0 where one of the words is nowhere. */
function scoreOf({ id, title, description, category, connectors }: StepType, wanted: readonly string[]): number {
  const name = title.toLowerCase();
  const about = [description, category, ...connectors.map((one) => one.title)].join(' ').toLowerCase();
  let score = 0;
  for (const word of wanted) {
    const inName = name.startsWith(word) ? 8 : name.includes(` ${word}`) ? 6 : name.includes(word) ? 4 : 0;
    const points = inName || (id.includes(word) ? 3 : about.includes(word) ? 1 : 0);
    if (points === 0) return 0;
    score += points;
  }
  return score;
}

const KEY = 'recent-steps';
const MOST_RECENT = 5;

/** The step types that were added last in this browser. */
export function recentSteps(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter((id) => typeof id === 'string').slice(0, MOST_RECENT) : [];
  } catch {
    return [];
  }
}

export function noteStep(id: string): void {
  try {
    const rest = recentSteps().filter((one) => one !== id);
    localStorage.setItem(KEY, JSON.stringify([id, ...rest].slice(0, MOST_RECENT)));
  } catch {
    // A browser that keeps nothing forgets it.
  }
}

import type { Business } from '@model/business.ts';
import type { Template } from './templates.ts';

export interface Wanted {
  readonly text: string;
  readonly business: Business | null;
  readonly category: string | null;
}

/** The templates that are wanted, those that suit the kind of business best first. */
export function findTemplates(all: readonly Template[], { text, business, category }: Wanted): readonly Template[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const isWanted = (template: Template) =>
    (business === null || template.businesses.includes(business)) &&
    (category === null || template.category === category) &&
    words.every((word) => saidOf(template).includes(word));
  const found = all.filter(isWanted);
  if (business === null) return found;
  return found.toSorted((a, b) => a.businesses.indexOf(business) - b.businesses.indexOf(business));
}

function saidOf({ title, description, sentence, category, connections, steps }: Template): string {
  const named = [...connections, ...steps].map((one) => one.title);
  return [title, description, sentence, category, ...named].join(' ').toLowerCase();
}

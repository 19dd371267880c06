import type { AuthoringFacts, CompetitorRef } from '../authoring-facts.ts';
import { vocabulary } from './grammar.ts';

const NAMED_PAGE =
  /((?:[\p{Lu}\d][\p{L}\d'’&.-]*\s+(?:of\s+|and\s+|&\s+)?){1,6})[:(–-]?\s*(https?:\/\/[^\s,;()"'<>]+[^\s,;()"'<>.!?])\)?/gu;

/** Competitors that are written out as `Higher Level https://…`, and the sentence without their names. */
export function readNamedPages(sentence: string): { readonly named: readonly CompetitorRef[]; readonly rest: string } {
  const named: CompetitorRef[] = [];
  const rest = sentence.replace(NAMED_PAGE, (whole, words: string, url: string, offset: number) => {
    const all = words.trim().split(/\s+/);
    // The first word of a sentence has a capital letter without being a name.
    const start = offset === 0 && vocabulary.has((all[0] ?? '').toLowerCase()) ? 1 : 0;
    const name = all.slice(start).join(' ').replace(/^and /i, '');
    if (name === '' || !URL.canParse(url)) return whole;
    named.push({ name: name.slice(0, 120), url });
    return `${all.slice(0, start).join(' ')} `;
  });
  return { named, rest };
}

/** A page without a name is called by its host. */
export function pageOf(url: string, facts: AuthoringFacts): CompetitorRef | null {
  if (!URL.canParse(url)) return null;
  const known = facts.competitors.find((competitor) => competitor.url === url);
  return known ?? { name: new URL(url).host.replace(/^www\./, ''), url };
}

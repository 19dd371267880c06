import type { AuthoringFacts, CompetitorRef } from '../authoring-facts.ts';
import { type Answer, ask, refuse } from './answers.ts';
import { vocabulary } from './grammar.ts';
import type { Wish } from './wish.ts';

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

const MAX_COMPETITORS = 20;

/** Whose prices: the pages and names that were said, or the first so many of those that are known. */
export function chooseCompetitors(
  { tokens, urls, pages, mentions, sentence }: Wish,
  facts: AuthoringFacts,
): { readonly competitors: readonly CompetitorRef[]; readonly assumptions: readonly string[] } | Answer {
  const said = new Set(tokens.filter(({ sort }) => sort === 'competitor').map(({ raw }) => raw));
  const named = facts.competitors.filter(
    ({ name }) => said.has(name) || sentence.toLowerCase().includes(name.toLowerCase()),
  );
  const addressed = urls.flatMap((url) => pageOf(url, facts) ?? []);
  const given = [...pages, ...addressed, ...named.filter(({ url }) => !addressed.some((page) => page.url === url))];
  if (given.length > MAX_COMPETITORS)
    return refuse(`I can watch ${MAX_COMPETITORS} competitors in one playbook; you named ${given.length}.`);
  if (given.length > 0) return { competitors: given, assumptions: [] };
  const top = mentions.find(({ value }) => value.count !== null)?.value.count ?? null;
  if (top !== null && (!Number.isInteger(top) || top < 1 || top > MAX_COMPETITORS))
    return ask(sentence, 'competitors', `How many competitors? I can watch 1 to ${MAX_COMPETITORS}.`);
  if (facts.competitors.length === 0) {
    return ask(
      sentence,
      'competitors',
      'I do not know your competitors yet. Send me the addresses of their price pages, such as: Higher Level https://higher-level.example/menu, Salt City https://saltcity.example/prices',
    );
  }
  const competitors = facts.competitors.slice(0, top ?? MAX_COMPETITORS);
  const assumptions =
    top !== null && competitors.length < top
      ? [`you asked for ${top} competitors, and I know of ${competitors.length}`]
      : [];
  return { competitors, assumptions };
}

import type { SubjectId } from '../../../model/contract.ts';
import { type Answer, ask } from './answers.ts';
import { isPlaceOfMine, type Wish } from './wish.ts';

/** Whose words are idle beside another's: "remind customers of unpaid invoices" is about invoices. */
const OVERRULED: Partial<Readonly<Record<SubjectId, readonly SubjectId[]>>> = {
  competitor_prices: ['own_prices', 'stock', 'website', 'web_page'],
  invoices: ['customers', 'members', 'orders'],
  orders: ['customers', 'stock', 'own_prices'],
  reviews: ['customers', 'stock', 'website', 'web_page'],
  members: ['customers', 'invoices'],
  prospects: ['customers', 'website'],
  campaigns: ['customers', 'members', 'inbox'],
  stock: ['own_prices', 'website'],
  feed: ['web_page', 'website', 'inbox'],
  inbox: ['web_page', 'website', 'customers', 'orders', 'invoices'],
  web_page: ['website', 'stock', 'orders', 'campaigns'],
  website: ['web_page', 'stock'],
  own_prices: ['stock'],
  executions: ['website', 'web_page'],
  metrics: ['orders', 'members', 'customers', 'invoices', 'campaigns', 'prospects'],
};
const IN_WORDS: Readonly<Record<SubjectId, string>> = {
  competitor_prices: "competitors' prices",
  stock: 'stock',
  own_prices: 'your own prices',
  customers: 'customers',
  members: 'members',
  prospects: 'prospects',
  orders: 'orders',
  invoices: 'invoices',
  reviews: 'reviews',
  metrics: 'figures',
  campaigns: 'campaigns',
  website: 'a website',
  web_page: 'a page',
  feed: 'a feed',
  inbox: 'the inbox',
  executions: 'playbooks',
  nothing: 'a reminder',
};

/** What the wish is about: what happens counts more than a condition, a condition more than a mention. */
export function chooseSubject(wish: Wish): SubjectId | Answer {
  const said = wish.conditions.filter(({ value }) => value.measure === 'says');
  const happening = distinct(wish.happenings.map(({ value }) => value.subject));
  const conditions = distinct(wish.conditions.flatMap(({ value }) => value.subject ?? []));
  const mentions = distinct(withoutInboxOfMine(wish).map(({ value }) => value.subject));
  const paged =
    said.length > 0 || wish.urls.length > 0 ? ofPages(wish, [...conditions, ...mentions], said.length > 0) : null;
  if (paged !== null) return paged;
  const strong = distinct([...happening, ...conditions]);
  const [subject, ...others] = strong.length > 0 ? withoutEchoes(strong) : ruling(mentions);
  if (subject === undefined) return wish.pages.length > 0 ? 'competitor_prices' : 'nothing';
  const rival = others[0];
  if (rival !== undefined) return twoWishes(wish, subject, rival);
  return subject;
}

/** Where something else is spoken of, the own inbox is where it goes. */
function withoutInboxOfMine({ mentions, tokens }: Wish): Wish['mentions'] {
  const others = mentions.filter((one) => !isPlaceOfMine(one, tokens));
  return others.length > 0 ? others : mentions;
}

/** A competitor's price is compared with ours: both are spoken of, one is meant. */
function withoutEchoes(subjects: readonly SubjectId[]): SubjectId[] {
  return subjects.filter((one) => one !== 'own_prices' || !subjects.includes('competitor_prices'));
}

/** Those that no other makes idle. */
function ruling(subjects: readonly SubjectId[]): SubjectId[] {
  return subjects.filter(
    (one) => !subjects.some((other) => OVERRULED[other]?.includes(one) && !OVERRULED[one]?.includes(other)),
  );
}

function twoWishes(wish: Wish, one: SubjectId, other: SubjectId): Answer {
  return ask(
    wish.sentence,
    'which',
    `That is about ${IN_WORDS[one]} and about ${IN_WORDS[other]}: two playbooks. Tell me one of them first.`,
  );
}

/** With an address, the words around it tell what is looked at there. */
function ofPages(wish: Wish, subjects: readonly SubjectId[], says: boolean): SubjectId | null {
  const has = (subject: SubjectId) => subjects.includes(subject);
  const isDown = wish.conditions.some(({ value }) => value.measure === 'is_down');
  const looksLikeFeed = wish.urls.some((url) => /rss|feed|atom|\.xml/i.test(url));
  if (has('competitor_prices') && !isDown) return 'competitor_prices';
  if (isDown) return 'website';
  if (has('feed') || looksLikeFeed) return 'feed';
  if (says) return has('inbox') || (wish.urls.length === 0 && !has('web_page')) ? 'inbox' : 'web_page';
  if (wish.urls.length === 0) return null;
  return has('website') && !has('web_page') ? 'website' : 'web_page';
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

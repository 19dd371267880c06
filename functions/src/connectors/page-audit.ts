import type { CheerioAPI } from 'cheerio/slim';
import { oneLine } from './page-text.ts';
import { loadPage } from './page-tree.ts';

export interface Finding {
  readonly code: string;
  readonly severity: 'high' | 'medium' | 'low';
  /** What is wrong, and what to do. */
  readonly message: string;
}
/** What search engines see of a page. */
export interface PageFacts {
  readonly title: string;
  readonly description: string;
  readonly canonical: string | null;
  readonly language: string | null;
  readonly headings: { readonly level: number; readonly text: string }[];
  readonly words: number;
  readonly links: { readonly internal: number; readonly external: number };
  readonly images: { readonly count: number; readonly withoutAlt: number };
  /** The `@type`s of its JSON-LD. */
  readonly structuredData: string[];
  readonly isIndexable: boolean;
}
/** How it was delivered. */
export interface Delivery {
  readonly url: string;
  readonly bytes: number;
  readonly responseMs: number;
  readonly isCompressed: boolean;
  readonly hasCacheControl: boolean;
  /** `X-Robots-Tag`. */
  readonly robots: string;
}

const POINTS = { high: 15, medium: 7, low: 3 } as const;

/** Looks at a page as a search engine does. The score is 100 less what each finding costs. Never throws on a broken page. */
export async function auditPage(
  html: string,
  delivery: Delivery,
): Promise<{ readonly facts: PageFacts; readonly findings: Finding[]; readonly score: number }> {
  const page = await loadPage(html);
  const facts = factsOf(page, delivery);
  const findings = [...wording(facts), ...structure(page, facts), ...speed(page, delivery)];
  const lost = findings.reduce((sum, { severity }) => sum + POINTS[severity], 0);
  return { facts, findings, score: Math.max(0, 100 - lost) };
}

function factsOf(page: CheerioAPI, { url, robots }: Delivery): PageFacts {
  const meta = (name: string) => oneLine(page(`meta[name="${name}" i]`).first().attr('content') ?? '');
  const origin = URL.parse(url)?.origin;
  const targets = page('a[href]')
    .toArray()
    .flatMap((link) => URL.parse(page(link).attr('href') ?? '', url) ?? [])
    .filter(({ protocol }) => /^https?:$/.test(protocol));
  const images = page('img').toArray();
  const directives = `${meta('robots')} ${robots}`;
  return {
    title: oneLine(page('title').first().text()),
    description: meta('description'),
    canonical: page('link[rel="canonical"]').first().attr('href') ?? null,
    language: page('html').attr('lang') ?? null,
    headings: page('h1, h2, h3')
      .toArray()
      .slice(0, 100)
      .map((heading) => ({
        level: Number(heading.tagName.slice(1)),
        text: oneLine(page(heading).text()).slice(0, 200),
      })),
    structuredData: typesIn(page),
    words: wordsOf(page),
    links: {
      internal: targets.filter((target) => target.origin === origin).length,
      external: targets.filter((target) => target.origin !== origin).length,
    },
    images: {
      count: images.length,
      withoutAlt: images.filter((image) => page(image).attr('alt') === undefined).length,
    },
    isIndexable: !/noindex|none/i.test(directives),
  };
}

function wordsOf(page: CheerioAPI): number {
  const body = page('body').clone();
  body.find('script, style, noscript, template').remove();
  return oneLine(body.text()).split(' ').filter(Boolean).length;
}

function typesIn(page: CheerioAPI): string[] {
  const types = page('script[type="application/ld+json"]')
    .toArray()
    .flatMap((script) => {
      try {
        return typesOf(JSON.parse(page(script).text()), 5);
      } catch {
        return ['(unreadable)'];
      }
    });
  return [...new Set(types)].slice(0, 20);
}

function typesOf(value: unknown, depth: number): string[] {
  if (depth === 0 || value === null || typeof value !== 'object') return [];
  const own: unknown = '@type' in value ? value['@type'] : null;
  const named = [own].flat().filter((type) => typeof type === 'string');
  const inner = Array.isArray(value) ? value : '@graph' in value ? [value['@graph']] : [];
  return [...named, ...inner.flatMap((one) => typesOf(one, depth - 1))];
}

function wording({ title, description, headings, words }: PageFacts): Finding[] {
  const mains = headings.filter(({ level }) => level === 1).length;
  return [
    ...found(title === '', 'title_missing', 'high', 'The page has no title. Give it one of 30 to 60 characters.'),
    ...found(title.length > 60, 'title_long', 'low', `The title has ${title.length} characters; about 60 are shown.`),
    ...found(title !== '' && title.length < 15, 'title_short', 'low', `The title has only ${title.length} characters.`),
    ...found(
      description === '',
      'description_missing',
      'medium',
      'There is no meta description; search results show whatever they find. Write 70 to 155 characters.',
    ),
    ...found(
      description.length > 160,
      'description_long',
      'low',
      `The description has ${description.length} characters; about 155 are shown.`,
    ),
    ...found(mains === 0, 'h1_missing', 'medium', 'There is no main heading (h1).'),
    ...found(mains > 1, 'h1_several', 'low', `There are ${mains} main headings (h1); one says what the page is about.`),
    ...found(words < 100, 'thin', 'medium', `There are only ${words} words on the page.`),
  ];
}

function structure(page: CheerioAPI, facts: PageFacts): Finding[] {
  const { canonical, language, images, structuredData, isIndexable, headings } = facts;
  const jumps = headings.some(({ level }, index) => index > 0 && level > (headings[index - 1]?.level ?? level) + 1);
  return [
    ...found(!isIndexable, 'noindex', 'high', 'The page asks search engines not to list it (noindex).'),
    ...found(
      canonical === null,
      'canonical_missing',
      'low',
      'There is no canonical link; name the one address of the page.',
    ),
    ...found(language === null, 'language_missing', 'low', 'The html element names no language (lang).'),
    ...found(
      images.withoutAlt > 0,
      'alt_missing',
      'medium',
      `${images.withoutAlt} of ${images.count} images have no alt text.`,
    ),
    ...found(
      structuredData.length === 0,
      'structured_data_missing',
      'low',
      'There is no structured data (JSON-LD), such as Product or LocalBusiness.',
    ),
    ...found(
      structuredData.includes('(unreadable)'),
      'structured_data_broken',
      'medium',
      'A block of structured data is not valid JSON.',
    ),
    ...found(
      page('meta[name="viewport" i]').length === 0,
      'viewport_missing',
      'medium',
      'There is no viewport; the page is not made for phones.',
    ),
    ...found(
      page('meta[property="og:title"]').length === 0,
      'open_graph_missing',
      'low',
      'There are no OpenGraph tags; shared links look bare.',
    ),
    ...found(jumps, 'headings_jump', 'low', 'Headings leave out a level.'),
  ];
}

function speed(page: CheerioAPI, { url, bytes, responseMs, isCompressed, hasCacheControl }: Delivery): Finding[] {
  const blocking = page('head script[src]:not([async]):not([defer]):not([type="module"])').length;
  const eager = page('img:not([loading])').length;
  return [
    ...found(url.startsWith('http:'), 'insecure', 'high', 'The page is not delivered by https.'),
    ...found(responseMs > 2_000, 'slow', 'medium', `The server took ${responseMs} ms to answer.`),
    ...found(bytes > 500_000, 'heavy', 'medium', `The HTML alone has ${Math.round(bytes / 1000)} KB.`),
    ...found(
      !isCompressed && bytes > 10_000,
      'uncompressed',
      'low',
      'The HTML is sent uncompressed; turn on gzip or Brotli.',
    ),
    ...found(!hasCacheControl, 'cache_missing', 'low', 'There is no Cache-Control header.'),
    ...found(
      blocking > 2,
      'scripts_block',
      'medium',
      `${blocking} scripts in the head hold up the page; add defer or async.`,
    ),
    ...found(
      eager > 10,
      'images_eager',
      'low',
      `${eager} images load at once; add loading="lazy" to those further down.`,
    ),
  ];
}

function found(isSo: boolean, code: string, severity: Finding['severity'], message: string): Finding[] {
  return isSo ? [{ code, severity, message }] : [];
}

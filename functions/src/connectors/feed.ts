import type { CheerioAPI } from 'cheerio/slim';
import { NonRetriableError } from '../core/engine/errors.ts';
import { oneLine } from './page-text.ts';

export interface FeedItem {
  readonly id: string;
  readonly title: string;
  readonly link: string | null;
  /** ISO 8601; null when it is not told or cannot be read. */
  readonly publishedAt: string | null;
  readonly author: string | null;
  readonly summary: string;
}
export interface Feed {
  readonly title: string;
  readonly items: FeedItem[];
}

const MAX_SUMMARY = 2_000;
type Node = ReturnType<CheerioAPI>;

async function loadXml(text: string): Promise<CheerioAPI> {
  const { load } = await import('cheerio/slim');
  // No entities but the five of XML are known, and no DTD is read.
  return load(text, { xml: true });
}

/** The entries of an RSS 2.0, RSS 1.0 or Atom feed, as they stand in it. Throws a `NonRetriableError` for anything else. */
export async function readFeed(text: string, url: string, max: number): Promise<Feed> {
  const xml = await loadXml(text);
  const isAtom = xml('feed > entry').length > 0 || xml('feed').length > 0;
  const entries = isAtom ? xml('feed > entry') : xml('item');
  if (!isAtom && xml('rss, rdf\\:RDF, channel').length === 0) {
    throw new NonRetriableError(`There is no RSS or Atom feed at ${url}.`, { code: 'not_a_feed' });
  }
  const title = oneLine(
    xml(isAtom ? 'feed > title' : 'channel > title')
      .first()
      .text(),
  );
  const items = entries
    .toArray()
    .slice(0, max)
    .map((element) => itemOf(xml, xml(element), url));
  return { title, items };
}

function itemOf(xml: CheerioAPI, entry: Node, url: string): FeedItem {
  const text = (selector: string) => oneLine(plain(xml, entry.children(selector).first().text()));
  const atomLink = entry.children('link[rel="alternate"], link:not([rel])').first().attr('href');
  const link = URL.parse((atomLink ?? entry.children('link').first().text()).trim(), url)?.href ?? null;
  const title = text('title');
  return {
    id: text('guid') || text('id') || link || title,
    title,
    link: link !== null && /^https?:/.test(link) ? link : null,
    publishedAt: instant(text('pubDate') || text('published') || text('updated') || text('dc\\:date')),
    author: text('author') || text('dc\\:creator') || null,
    summary: (text('description') || text('summary') || text('content')).slice(0, MAX_SUMMARY),
  };
}

/** Feeds carry HTML as text. */
function plain(xml: CheerioAPI, text: string): string {
  return text.includes('<') ? xml('<div/>').html(text).text() : text;
}

function instant(text: string): string | null {
  const time = Date.parse(text);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

export interface Sitemap {
  readonly urls: { readonly url: string; readonly changedAt: string | null }[];
  /** Other sitemaps that this one names. */
  readonly sitemaps: string[];
}

/** What a sitemap names. Throws a `NonRetriableError` for what is none. */
export async function parseSitemap(text: string, url: string): Promise<Sitemap> {
  const xml = await loadXml(text);
  if (xml('urlset, sitemapindex').length === 0) {
    throw new NonRetriableError(`There is no sitemap at ${url}.`, { code: 'not_a_sitemap' });
  }
  const locations = (selector: string) =>
    xml(selector)
      .toArray()
      .flatMap((element) => {
        const place = URL.parse(xml(element).children('loc').first().text().trim(), url);
        const changedAt = instant(xml(element).children('lastmod').first().text().trim());
        return place && /^https?:$/.test(place.protocol) ? [{ url: place.href, changedAt }] : [];
      });
  return { urls: locations('urlset > url'), sitemaps: locations('sitemapindex > sitemap').map((one) => one.url) };
}

import type { CheerioAPI } from 'cheerio/slim';
import { loadPage } from './page-tree.ts';

const MAX_LINKS = 500;
/** What ends a line when a page is read. */
const BLOCKS = 'p, div, br, li, tr, h1, h2, h3, h4, h5, h6, section, article, header, footer, blockquote, pre, dt, dd';
const SILENT = 'title, script, style, noscript, template, svg, head';

export interface PageLink {
  readonly text: string;
  /** Absolute where the address of the page is known, else as written. */
  readonly href: string;
}
export interface PageText {
  readonly title: string;
  readonly description: string;
  /** One line a block. */
  readonly text: string;
  readonly links: PageLink[];
}

/** What people would read on a page. Never throws on a broken one. */
export async function pageText(html: string, url: string | null = null): Promise<PageText> {
  const page = await loadPage(html);
  const title = oneLine(page('title').first().text());
  const description = oneLine(page('meta[name="description"]').attr('content') ?? '');
  page(SILENT).remove();
  const links = linksOf(page, url);
  page(BLOCKS).append('\n');
  page('td, th').append(' ');
  const lines = page.root().text().split('\n').map(oneLine);
  return { title, description, text: lines.filter((line) => line !== '').join('\n'), links };
}

function linksOf(page: CheerioAPI, url: string | null): PageLink[] {
  const base = page('base[href]').attr('href');
  const from = url === null ? null : (URL.parse(base ?? '', url) ?? URL.parse(url));
  const links = page('a[href]')
    .toArray()
    .slice(0, MAX_LINKS)
    .map((link) => ({ text: oneLine(page(link).text()), href: page(link).attr('href')?.trim() ?? '' }));
  if (from === null) return links;
  return links.flatMap(({ text, href }) => {
    const absolute = URL.parse(href, from.href);
    return absolute && /^https?:$/.test(absolute.protocol) ? [{ text, href: absolute.href }] : [];
  });
}

/** Without line breaks and double spaces. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

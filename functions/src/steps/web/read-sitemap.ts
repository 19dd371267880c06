import { z } from 'zod';
import { parseSitemap } from '../../connectors/feed.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { pageUrl, reading, readPage } from './reading.ts';

const MAX_SITEMAPS = 10;

const params = z.strictObject({
  /** Of the sitemap, or of the site: then `/sitemap.xml` is read. */
  url: pageUrl,
  limit: z.int().min(1).max(5_000).default(500),
});
const output = z.object({
  urls: z.array(z.object({ url: z.string(), changedAt: z.string().nullable() })),
  count: z.int(),
  /** Whether there are more than were asked for. */
  isCut: z.boolean(),
});

export const readSitemap = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...reading,
  id: 'read_sitemap',
  title: 'Read a sitemap',
  description: 'Lists the pages that a site names in its sitemap.',
  modelDescription:
    'Addresses in a sitemap, or in those that a sitemap index names (at most 10); give the site to read its /sitemap.xml.',
  icon: 'map',
  example: { url: 'https://example.com' },
  params,
  output,
  run: async ({ url, limit }, context) => {
    const { pathname, origin } = new URL(url);
    const waiting = [pathname === '/' ? `${origin}/sitemap.xml` : url];
    const urls: z.infer<typeof output>['urls'] = [];
    let isCut = false;
    for (let read = 0; waiting.length > 0; read++) {
      const next = waiting.shift();
      if (next === undefined || urls.length >= limit || read >= MAX_SITEMAPS) {
        isCut = true;
        break;
      }
      const page = await readPage(next, context);
      const found = await parseSitemap(page.html, page.url);
      urls.push(...found.urls);
      // One that names others does not do so twice: else two could name each other.
      if (read === 0) waiting.push(...found.sitemaps);
    }
    return { urls: urls.slice(0, limit), count: Math.min(urls.length, limit), isCut: isCut || urls.length > limit };
  },
});

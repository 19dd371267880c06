import { z } from 'zod';
import { readFeed } from '../../connectors/feed.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { pageUrl, reading, readPage } from './reading.ts';

const params = z.strictObject({
  url: pageUrl,
  limit: z.int().min(1).max(200).default(20),
  /** Only what was published after this instant. */
  since: z.iso.datetime({ offset: true }).nullable().default(null),
});
const output = z.object({
  title: z.string(),
  items: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      link: z.string().nullable(),
      publishedAt: z.string().nullable(),
      author: z.string().nullable(),
      summary: z.string(),
    }),
  ),
  count: z.int(),
});

export const readRss = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...reading,
  id: 'read_rss',
  title: 'Read a feed',
  description: 'Reads the latest entries of an RSS or Atom feed.',
  modelDescription:
    'Entries of an RSS or Atom feed; with `since` only newer ones (those without a date are left out then).',
  icon: 'rss',
  example: { url: 'https://example.com/feed.xml', limit: 10 },
  params,
  output,
  run: async ({ url, limit, since }, context) => {
    const page = await readPage(url, context);
    const { title, items } = await readFeed(page.html, page.url, 1_000);
    const from = since === null ? null : new Date(since).toISOString();
    const wanted =
      from === null ? items : items.filter(({ publishedAt }) => publishedAt !== null && publishedAt > from);
    const kept = wanted.slice(0, limit);
    return { title, items: kept, count: kept.length };
  },
});

import { z } from 'zod';
import { pageText } from '../../connectors/page-text.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { pageUrl, reading, readPage } from './reading.ts';

const params = z.strictObject({
  url: pageUrl,
  maxLength: z.int().min(1).max(200_000).default(50_000),
});
const output = z.object({
  url: z.string(),
  title: z.string(),
  description: z.string(),
  text: z.string(),
  links: z.array(z.object({ text: z.string(), href: z.string() })),
});

export const fetchPage = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...reading,
  id: 'fetch_page',
  title: 'Read a web page',
  description: 'Reads the text and the links of a public web page.',
  modelDescription:
    'Reads a public page (asks robots.txt first): title, description, text one line a block, absolute links.',
  icon: 'book-open-text',
  example: { url: 'https://example.com/news' },
  params,
  output,
  run: async ({ url, maxLength }, context) => {
    const page = await readPage(url, context);
    const { text, ...rest } = await pageText(page.html, page.url);
    return { url: page.url, ...rest, text: text.slice(0, maxLength) };
  },
});

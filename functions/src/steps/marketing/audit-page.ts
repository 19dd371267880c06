import { z } from 'zod';
import { statusError } from '../../connectors/http-status.ts';
import { auditPage as audited } from '../../connectors/page-audit.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { pageUrl, reading } from '../web/reading.ts';

const MAX_BYTES = 5_000_000;
const params = z.strictObject({ url: pageUrl });
const finding = z.object({ code: z.string(), severity: z.enum(['high', 'medium', 'low']), message: z.string() });
const output = z.object({
  url: z.string(),
  /** 0 to 100. */
  score: z.int(),
  findings: z.array(finding),
  title: z.string(),
  description: z.string(),
  canonical: z.string().nullable(),
  language: z.string().nullable(),
  headings: z.array(z.object({ level: z.int(), text: z.string() })),
  words: z.int(),
  links: z.object({ internal: z.int(), external: z.int() }),
  images: z.object({ count: z.int(), withoutAlt: z.int() }),
  structuredData: z.array(z.string()),
  isIndexable: z.boolean(),
  bytes: z.int(),
  responseMs: z.int(),
});

export const auditPage = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...reading,
  id: 'audit_page',
  title: 'Audit a page for search engines',
  description: 'Checks title, description, headings, links, images, structured data and speed of a page.',
  modelDescription:
    'SEO audit of one public page: score 0 to 100, findings with severity and what to do, and the facts behind them.',
  category: 'marketing',
  icon: 'search-check',
  example: { url: 'https://example.com' },
  params,
  output,
  run: async ({ url }, context) => {
    const began = context.clock.now().getTime();
    context.meter({ vendorCalls: 1 });
    const { signal } = context;
    const response = await context.outbound.fetch(url, {
      headers: { accept: 'text/html' },
      maxBytes: MAX_BYTES,
      signal,
    });
    const responseMs = Math.max(0, context.clock.now().getTime() - began);
    if (!response.ok) throw statusError(response, new URL(url).hostname, context.clock.now());
    const html = await response.text();
    const bytes = Buffer.byteLength(html);
    const { facts, findings, score } = await audited(html, {
      url: response.url,
      bytes,
      responseMs,
      isCompressed: response.headers.has('content-encoding'),
      hasCacheControl: response.headers.has('cache-control'),
      robots: response.headers.get('x-robots-tag') ?? '',
    });
    return { url: response.url, score, findings, ...facts, bytes, responseMs };
  },
});

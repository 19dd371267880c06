import { z } from 'zod';
import { StepError } from '../../core/engine/errors.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { pageUrl, reading } from './reading.ts';

const params = z.strictObject({
  url: pageUrl,
  /** A text that must be on the page. */
  contains: z.string().min(1).max(500).nullable().default(null),
  /** Longer than this counts as not healthy. */
  slowMs: z.int().min(1).max(30_000).default(5_000),
});
const output = z.object({
  isHealthy: z.boolean(),
  /** Null when there was no answer. */
  status: z.int().nullable(),
  responseMs: z.int(),
  url: z.string(),
  /** Why it is not healthy, in words; empty when it is. */
  problem: z.string(),
  checkedAt: z.iso.datetime(),
});

export const checkWebsite = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...reading,
  id: 'check_website',
  title: 'Check a website',
  description: 'Looks whether a page answers, how fast, and whether a text is on it.',
  modelDescription:
    'Whether a page answers well and in time. Does not fail when it is down: read {{steps.<id>.isHealthy}} and problem.',
  icon: 'heart-pulse',
  example: { url: 'https://example.com', contains: 'Add to cart' },
  params,
  output,
  run: async ({ url, contains, slowMs }, context) => {
    const began = context.clock.now();
    const since = () => Math.max(0, context.clock.now().getTime() - began.getTime());
    const base = { url, checkedAt: began.toISOString() };
    context.meter({ vendorCalls: 1 });
    try {
      const response = await context.outbound.fetch(url, {
        timeoutMs: 30_000,
        maxBytes: 2_000_000,
        signal: context.signal,
      });
      const text = contains === null ? null : await response.text();
      const { status } = response;
      const responseMs = since();
      const problem = !response.ok
        ? `It answered with ${status}`
        : text !== null && contains !== null && !text.includes(contains)
          ? `The text '${contains}' is not on the page`
          : responseMs > slowMs
            ? `It took ${responseMs} ms`
            : '';
      return { ...base, url: response.url, isHealthy: problem === '', status, responseMs, problem };
    } catch (error) {
      // A mistake of ours (a private address) is no illness of the site.
      if (!(error instanceof StepError) || error.fault === 'user' || context.signal.aborted) throw error;
      return { ...base, isHealthy: false, status: null, responseMs: since(), problem: error.message };
    }
  },
});

import { z } from 'zod';
import { pageReader } from '../../connectors/web-page.ts';
import { concurrently } from '../../core/engine/concurrently.ts';
import { NonRetriableError, RetriableError, RetryAfterError, type StepError } from '../../core/engine/errors.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { type Failed, scannedSchema, scanOrExplain } from './scan-page.ts';

const AT_A_TIME = 4;

const pageUrl = z.url({ protocol: /^https?$/, error: 'Write the whole address, such as https://shop.example/menu' });
const nameFromUrl = (url: string) => new URL(url).hostname.replace(/^www\./, '');
const competitor = z.union(
  [
    pageUrl.transform((url) => ({ name: nameFromUrl(url), url })),
    z
      .strictObject({ name: z.string().trim().min(1).max(120).optional(), url: pageUrl })
      .transform(({ name, url }) => ({ name: name ?? nameFromUrl(url), url })),
  ],
  { error: 'Give each competitor as {name, url}, or just the address of the page with its prices' },
);
const params = z.strictObject({ competitors: z.array(competitor).min(1).max(20) });

const output = z.object({
  competitors: z.array(scannedSchema),
  failed: z.array(z.object({ name: z.string(), url: z.string(), message: z.string() })),
  productCount: z.int(),
});

export const scanCompetitors = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  id: 'scan_competitors',
  title: 'Scan competitors',
  description: 'Reads the products and prices on the pages of competitors.',
  modelDescription: 'Reads product prices from competitor web pages (1 to 20). Follow it with analyze_pricing.',
  category: 'competitors',
  icon: 'scan-search',
  example: { competitors: [{ name: 'Higher Level Syracuse', url: 'https://higherlevel.example/menu' }] },
  params,
  output,
  risk: 'safe',
  effect: 'none',
  isTainting: true,
  timeoutMs: 180_000,
  retry: { maxAttempts: 3, baseDelayMs: 2_000, maxDelayMs: 60_000 },
  async run({ competitors }, context) {
    const read = pageReader(context);
    const distinct = [...new Map(competitors.map((one) => [one.url, one])).values()];
    const results = await concurrently(distinct, AT_A_TIME, (one) => scanOrExplain(one, read, context));
    const found = results.flatMap((result) => ('products' in result ? [result] : []));
    const failed = results.flatMap((result) => ('error' in result ? [result] : []));
    if (found.length === 0) throw allFailed(failed);
    return {
      competitors: found,
      failed: failed.map(({ name, url, error }) => ({ name, url, message: error.message })),
      productCount: found.reduce((count, { products }) => count + products.length, 0),
    };
  },
});

function allFailed(failed: readonly Failed[]): StepError {
  const message = `No competitor could be read. ${failed.map(({ name, error }) => `${name}: ${error.message}`).join(' ')}`;
  const [first] = failed.toSorted((a, b) => Number(isFinal(a)) - Number(isFinal(b)));
  const options = { code: first?.error.code ?? 'failed', fault: first?.error.fault ?? 'vendor' } as const;
  if (failed.every(isFinal)) return new NonRetriableError(message, options);
  const waits = failed.flatMap((one) => (one.error instanceof RetryAfterError ? [one.error.retryAt.getTime()] : []));
  // Who asks for patience is not asked again sooner.
  if (waits.length > 0) return new RetryAfterError(message, new Date(Math.max(...waits)), options);
  return new RetriableError(message, options);
}

const isFinal = ({ error }: Failed) => error instanceof NonRetriableError;

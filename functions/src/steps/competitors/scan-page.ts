import { z } from 'zod';
import { extractProducts } from '../../connectors/product-data.ts';
import { pageReader, type ReadPage } from '../../connectors/web-page.ts';
import { NonRetriableError, RetriableError, StepError } from '../../core/engine/errors.ts';
import type { StepContext } from '../../core/engine/step-type.ts';
import { pricedProductSchema } from '../../model/competitor.ts';
import { remembered, rememberRead, rememberUnchanged } from './snapshots.ts';

/** What one competitor's page says; `unchanged` when it was not parsed again since `fetchedAt`. */
export const scannedSchema = z.object({
  name: z.string(),
  url: z.string(),
  products: z.array(pricedProductSchema),
  fetchedAt: z.iso.datetime(),
  unchanged: z.boolean(),
});
export interface Competitor {
  readonly name: string;
  readonly url: string;
}
export type Scanned = z.infer<typeof scannedSchema>;
export type Failed = Competitor & { readonly error: StepError };

/** One competitor whose page cannot be read must not hide the others. A passing fault gets a second try at once. */
export async function scanOrExplain(one: Competitor, read: ReadPage, context: StepContext): Promise<Scanned | Failed> {
  try {
    return await scan(one, read, context).catch((error: unknown) => {
      if (error instanceof RetriableError && !context.signal.aborted) return scan(one, pageReader(context), context);
      throw error;
    });
  } catch (error) {
    if (!(error instanceof StepError) || context.signal.aborted) throw error;
    return { ...one, error };
  }
}

async function scan({ name, url }: Competitor, read: ReadPage, context: StepContext): Promise<Scanned> {
  const before = await remembered(context, url);
  const page = await read(url, before ?? { etag: null, lastModified: null });
  if (before && (page.kind === 'unchanged' || page.contentHash === before.contentHash)) {
    await rememberUnchanged(context, url);
    return { name, url, products: before.products, fetchedAt: before.fetchedAt.toISOString(), unchanged: true };
  }
  if (page.kind === 'unchanged')
    throw new RetriableError(`${name} says that nothing changed on a page that was never read.`);
  const products = await extractProducts(page.html, page.url);
  if (products.length === 0) {
    throw new NonRetriableError(`No prices were found at ${url}. Give the address of the page that lists them.`, {
      code: 'no_prices',
    });
  }
  const fetchedAt = await rememberRead(context, { name, url, page, products, before });
  return { name, url, products, fetchedAt: fetchedAt.toISOString(), unchanged: false };
}

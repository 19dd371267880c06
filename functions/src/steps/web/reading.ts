import { z } from 'zod';
import { pageReader } from '../../connectors/web-page.ts';
import { RetriableError } from '../../core/engine/errors.ts';
import type { StepContext } from '../../core/engine/step-type.ts';

export const pageUrl = z.url({
  protocol: /^https?$/,
  error: 'Write the whole address, such as https://example.com/news',
});

/** What all step types that only read the web share. What they give was written by strangers. */
export const reading = {
  category: 'web',
  risk: 'safe',
  effect: 'none',
  isTainting: true,
  timeoutMs: 60_000,
  retry: { maxAttempts: 3, baseDelayMs: 2_000, maxDelayMs: 60_000 },
} as const;

/** A page as it is now: its address after redirects, and its text as it came. Throws as `pageReader` does. */
export async function readPage(
  url: string,
  context: StepContext,
): Promise<{ readonly url: string; readonly html: string }> {
  const page = await pageReader(context)(url, { etag: null, lastModified: null });
  if (page.kind === 'unchanged')
    throw new RetriableError(`${new URL(url).hostname} says that nothing changed on a page that was never read.`);
  return page;
}

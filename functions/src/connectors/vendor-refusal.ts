import { z } from 'zod';
import { NonRetriableError, type StepError } from '../core/engine/errors.ts';
import type { OutboundResponse } from '../core/ports.ts';
import { askedTooOften, parsedAnswer, signInRefused, vendorWords } from './refusals.ts';

/** How a vendor says no. */
interface Manner {
  readonly id: string;
  readonly title: string;
  /** Reads the vendor's own words out of its answer. */
  readonly words: z.ZodType<string>;
  /** In how many seconds it may be asked again, where it says so in a way of its own. */
  readonly waitOf?: (headers: Headers, text: string) => number | null;
}

/** Reads a refusal in the vendor's own words; a refused sign-in leads to the connection. For `callVendor`. */
export function refusalBy({ id, title, words, waitOf }: Manner, now: Date) {
  return (response: Pick<OutboundResponse, 'ok' | 'status' | 'headers'>, text: string): StepError | null => {
    const { ok, status, headers } = response;
    if (ok || status >= 500 || status === 408 || status === 425) return null;
    if (status === 429) {
      const seconds = waitOf?.(headers, text) ?? null;
      return seconds === null ? null : askedTooOften({ title }, seconds, now);
    }
    const said = vendorWords(words.safeParse(parsedAnswer(text)).data ?? '');
    if (status === 401 || status === 403) return signInRefused({ id, title }, said || `status ${status}`);
    if (said === '') return null;
    return new NonRetriableError(`${title} says: ${said} (${status}).`, {
      code: `http_${status}`,
      mayHaveActed: false,
    });
  };
}

/** A host without a port, as people type it. */
export const vendorHost = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'Write a host such as social.example.com');

/** A whole web address. */
export const vendorUrl = z
  .string()
  .trim()
  .max(500)
  .refine((text) => {
    const url = URL.parse(text);
    return url?.protocol === 'https:' && url.username === '' && url.password === '' && url.hash === '';
  }, 'Write a whole address that begins with https://');

/** Where a vendor's API begins, such as `https://shop.example/blog`. */
export const vendorBase = vendorUrl.refine(
  (text) => !text.includes('?'),
  'Write the address without what follows a question mark',
);

/** An address below a base. */
export function below(base: string, path: string): string {
  return `${base.replace(/\/+$/, '')}${path}`;
}

import { sha256Hex } from '../core/derive-id.ts';
import { NonRetriableError } from '../core/engine/errors.ts';
import type { StepContext } from '../core/engine/step-type.ts';
import type { OutboundResponse } from '../core/ports.ts';
import { statusError } from './http-status.ts';

const BOT = 'PlaybooksBot';
const MAX_PAGE_BYTES = 5_000_000;
const MAX_ROBOTS_BYTES = 512_000;

/** What a page said about itself when it was last read. */
export interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}
export type Page =
  | { readonly kind: 'unchanged' }
  | ({ readonly kind: 'read'; readonly url: string; readonly html: string; readonly contentHash: string } & Validators);
export type ReadPage = (url: string, known: Validators) => Promise<Page>;

type Context = Pick<StepContext, 'outbound' | 'setting' | 'signal' | 'clock' | 'meter'>;

/**
 * A reader of web pages that says who it is, asks robots.txt first (once per site), and asks only for what changed.
 * Throws `NonRetriableError` for a page that is forbidden, gone or no HTML, `RetryAfterError` for 429, else retries.
 */
export function pageReader(context: Context): ReadPage {
  const permissions = new Map<string, Promise<(url: string) => boolean>>();
  return async (url, known) => {
    const { origin, hostname } = URL.parse(url) ?? { origin: 'null', hostname: url };
    if (origin === 'null') throw new NonRetriableError(`'${url}' is not a web address.`, { code: 'bad_url' });
    const permission = permissions.get(origin) ?? readRobots(context, origin);
    permissions.set(origin, permission);
    if (!(await permission)(url)) {
      throw new NonRetriableError(`${hostname} asks programs not to read this page (robots.txt).`, {
        code: 'robots_refused',
        fault: 'vendor',
      });
    }
    const response = await get(context, url, MAX_PAGE_BYTES, {
      ...(known.etag === null ? {} : { 'if-none-match': known.etag }),
      ...(known.lastModified === null ? {} : { 'if-modified-since': known.lastModified }),
    });
    if (response.status === 304) return { kind: 'unchanged' };
    if (!response.ok) throw statusError(response, hostname, context.clock.now());
    const type = response.headers.get('content-type') ?? 'text/html';
    if (!/html|xml|text\/plain/i.test(type)) {
      throw new NonRetriableError(`${hostname} answered with ${type.split(';')[0]}, not with a web page.`, {
        code: 'not_a_page',
      });
    }
    const bytes = await response.bytes();
    return {
      kind: 'read',
      url: response.url,
      html: decoded(bytes, type),
      contentHash: sha256Hex(bytes),
      etag: response.headers.get('etag'),
      lastModified: response.headers.get('last-modified'),
    };
  };
}

/** RFC 9309: no robots.txt (4xx) forbids nothing; a site that cannot say (5xx, no answer) is left alone for now. */
async function readRobots(context: Context, origin: string): Promise<(url: string) => boolean> {
  const address = `${origin}/robots.txt`;
  const response = await get(context, address, MAX_ROBOTS_BYTES, {});
  if (response.status === 429 || response.status >= 500) {
    throw statusError(response, new URL(origin).hostname, context.clock.now());
  }
  if (!response.ok) return () => true;
  const rules = (await robotsParser())(address, await response.text());
  return (url) => rules.isAllowed(url, BOT) ?? true;
}

interface Rules {
  isAllowed(url: string, agent: string): boolean | undefined;
}
/** The package's types describe an ES module that it is not. */
async function robotsParser(): Promise<(url: string, text: string) => Rules> {
  const loaded: unknown = await import('robots-parser');
  return (loaded as { default: (url: string, text: string) => Rules }).default;
}

function get(
  { outbound, setting, signal, meter }: Context,
  url: string,
  maxBytes: number,
  headers: Readonly<Record<string, string>>,
): Promise<OutboundResponse> {
  meter({ vendorCalls: 1 });
  const home = setting('APP_ORIGIN');
  const agent = home === null ? `${BOT}/1.0` : `${BOT}/1.0 (+${home})`;
  const accept = 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.1';
  return outbound.fetch(url, { headers: { ...headers, accept, 'user-agent': agent }, maxBytes, signal });
}

/** The text of a page in the character set that its header or its first lines name; UTF-8 if neither does. */
function decoded(bytes: Uint8Array, contentType: string): string {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 2048));
  const label = /charset\s*=\s*["']?([\w-]+)/i.exec(contentType) ?? /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(head);
  try {
    return new TextDecoder(label?.[1] ?? 'utf-8').decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

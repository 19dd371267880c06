import { createHash } from 'node:crypto';
import { z } from 'zod';
import { HttpError, html, type LocalReply, type LocalRequest, redirect } from '../kit/http-server.ts';
import { openStateFile, readState, type StateFile } from '../kit/state-file.ts';
import { SHOPS, type Shop, type ShopProduct } from './catalogue.ts';
import { MENU_PATH, menuPage, productPage } from './pages.ts';

/** What may be wrong with a shop: every page answers 500 or 404, or only after `delayMs`. */
export const failureSchema = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('none') }),
  z.object({ mode: z.literal('500') }),
  z.object({ mode: z.literal('404') }),
  z.object({ mode: z.literal('slow'), delayMs: z.coerce.number().int().min(1).max(300_000).default(15_000) }),
]);
export type Failure = z.infer<typeof failureSchema>;

/** Prices that were changed, by shop and product, and when a shop changed last (milliseconds since 1970). */
const stateSchema = z.object({
  prices: z.record(z.string(), z.record(z.string(), z.number())),
  changedAt: z.record(z.string(), z.number()),
});

/** The competitors as they stand now: the catalogue with the prices changed since. */
export class Shops {
  readonly failures = new Map<string, Failure>();
  readonly #file: StateFile;
  readonly #state: z.infer<typeof stateSchema>;
  readonly #startedAt = Date.now();
  readonly #closing = new AbortController();

  constructor(stateFile: string | undefined) {
    this.#state = readState(stateFile, stateSchema) ?? { prices: {}, changedAt: {} };
    this.#file = openStateFile(stateFile, () => this.#state);
  }

  all(): Shop[] {
    return SHOPS.map((shop) => ({ ...shop, products: shop.products.map((product) => this.#priced(shop, product)) }));
  }

  /** A shop by id or by name. Throws 404 naming those there are. */
  get(idOrName: string): Shop {
    return pick(this.all(), idOrName, 'shop');
  }

  async setPrice(shopName: string, productName: string, price: number): Promise<ShopProduct> {
    const shop = this.get(shopName);
    const product = pick(shop.products, productName, 'product');
    this.#state.prices[shop.id] = { ...this.#state.prices[shop.id], [product.id]: price };
    this.#state.changedAt[shop.id] = Date.now();
    await this.#file.save();
    return { ...product, price };
  }

  /** Answers a visitor of one shop. */
  async visit(shopId: string, request: LocalRequest): Promise<LocalReply> {
    if (request.method !== 'GET' && request.method !== 'HEAD')
      throw new HttpError(405, 'A shop can only be looked at.');
    const { pathname } = request.url;
    if (pathname === '/robots.txt') return robots();
    const failure = this.failures.get(shopId) ?? { mode: 'none' };
    if (failure.mode === '500') return { ...html('<h1>Something went wrong</h1>'), status: 500 };
    if (failure.mode === '404') return { ...html('<h1>Page not found</h1>'), status: 404 };
    if (failure.mode === 'slow') await this.#delay(failure.delayMs);
    if (pathname === '/') return redirect(MENU_PATH);
    const content = this.#content(this.get(shopId), pathname, request.url.origin);
    if (content === null) return { ...html('<h1>Page not found</h1>'), status: 404 };
    return conditional(request, content, this.#state.changedAt[shopId] ?? this.#startedAt);
  }

  /** Lets visitors who are made to wait go. */
  close(): void {
    this.#closing.abort();
  }

  #priced(shop: Shop, product: ShopProduct): ShopProduct {
    return { ...product, price: this.#state.prices[shop.id]?.[product.id] ?? product.price };
  }

  #content(shop: Shop, pathname: string, origin: string): string | null {
    if (pathname === MENU_PATH) return menuPage(shop, origin);
    const product = shop.products.find(({ id }) => pathname === `/products/${id}`);
    return product ? productPage(shop, product, origin) : null;
  }

  #delay(ms: number): Promise<void> {
    const { signal } = this.#closing;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

function pick<T extends { id: string; name: string }>(all: T[], idOrName: string, kind: string): T {
  const wanted = idOrName.trim().toLowerCase();
  const found = all.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted);
  if (found === undefined) {
    throw new HttpError(
      404,
      `There is no ${kind} "${idOrName}". There are: ${all.map(({ name }) => name).join(', ')}.`,
    );
  }
  return found;
}

/** 304 for a visitor who has this very page: by its tag if he sends one, else by its date. */
function conditional(request: LocalRequest, content: string, changedAt: number): LocalReply {
  const etag = `"${createHash('sha256').update(content).digest('hex').slice(0, 20)}"`;
  const modifiedAt = Math.floor(changedAt / 1000) * 1000;
  const headers = { ETag: etag, 'Last-Modified': new Date(modifiedAt).toUTCString(), 'Cache-Control': 'no-cache' };
  const known = request.headers['if-none-match'];
  const since = Date.parse(request.headers['if-modified-since'] ?? '');
  const isKnown = known === undefined ? since >= modifiedAt : known.split(/\s*,\s*/).includes(etag);
  return isKnown ? { status: 304, headers } : html(content, headers);
}

function robots(): LocalReply {
  const body = 'User-agent: *\nAllow: /\nDisallow: /account\nDisallow: /checkout\n';
  return { status: 200, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body };
}

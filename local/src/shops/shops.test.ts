import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'cheerio/slim';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OUR_PRODUCTS, SHOPS } from './catalogue.ts';
import { type LocalShops, startShops } from './start.ts';

let dir: string;
let local: LocalShops;
const start = async () => {
  local = await startShops({ host: '127.0.0.1', controlPort: 0, stateFile: join(dir, 'shops.json') });
};
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'shops-'));
  await start();
});
afterEach(async () => {
  await local.close();
  rmSync(dir, { recursive: true });
});

const urlOf = (id: string) => local.shops.find((shop) => shop.id === id)?.url ?? '';
const page = async (id: string, path = '/menu') => load(await (await fetch(new URL(path, urlOf(id)))).text());
const control = (path: string, body: object) => {
  const headers = { 'Content-Type': 'application/json' };
  return fetch(`http://127.0.0.1:${local.controlPort}/control/${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
};
const blueDreamAt = async (id: string) => (await page(id, '/products/blue-dream'))('.price,[itemprop=price]').text();

describe('the catalogue', () => {
  it('lets Higher Level sell Blue Dream for 15 % less than we do, and nobody else undercut us', () => {
    const priceOf = (products: readonly { id: string; price: number }[], id: string) =>
      products.find((p) => p.id === id)?.price;
    const undercut = SHOPS.flatMap((shop) =>
      OUR_PRODUCTS.filter(({ id, price }) => (priceOf(shop.products, id) ?? Infinity) < price).map(({ id }) => [
        shop.name,
        id,
      ]),
    );
    expect(undercut).toEqual([['Higher Level Syracuse', 'blue-dream']]);
    expect(priceOf(OUR_PRODUCTS, 'blue-dream')).toBe(35);
    expect(priceOf(SHOPS[0]?.products ?? [], 'blue-dream')).toBe(29.75);
  });
});

describe('the shops', () => {
  it('are three origins with a menu each', async () => {
    expect(local.shops.map(({ name }) => name)).toEqual([
      'Higher Level Syracuse',
      'Salt City Wellness',
      'Lakeside Greens',
    ]);
    expect(new Set(local.shops.map(({ url }) => new URL(url).origin)).size).toBe(3);
  });

  it('mark prices up as JSON-LD', async () => {
    const ld = JSON.parse((await page('higher-level'))('script[type="application/ld+json"]').text());
    const items = ld['@graph'][1].itemListElement.map(({ item }: { item: object }) => item);
    expect(items).toHaveLength(6);
    expect(items[0]).toMatchObject({
      '@type': 'Product',
      name: 'Blue Dream',
      offers: { price: '29.75', priceCurrency: 'USD' },
    });
  });

  it('mark prices up as microdata', async () => {
    const $ = await page('salt-city');
    const first = $('[itemscope][itemtype$="/Product"]').first();
    expect(first.find('[itemprop=name]').text()).toBe('Blue Dream');
    expect(first.find('[itemprop=price]').attr('content')).toBe('36.50');
  });

  it('mark prices up as OpenGraph on the product’s page, and plainly in the menu', async () => {
    const $ = await page('lakeside', '/products/blue-dream');
    expect($('meta[property="product:price:amount"]').attr('content')).toBe('37.00');
    const card = (await page('lakeside'))('.product').first();
    expect([card.find('.product-name').text(), card.find('.price').text()]).toEqual(['Blue Dream', '$37.00']);
  });

  it('have a robots.txt, and no page that nobody made', async () => {
    expect(await (await fetch(new URL('/robots.txt', urlOf('lakeside')))).text()).toContain('Disallow: /checkout');
    expect((await fetch(new URL('/products/nothing', urlOf('lakeside')))).status).toBe(404);
  });

  it('answer 304 to whoever knows the page already, until a price changes', async () => {
    const first = await fetch(urlOf('salt-city'));
    const etag = first.headers.get('etag') ?? '';
    const modified = first.headers.get('last-modified') ?? '';
    const again = (headers: Record<string, string>) => fetch(urlOf('salt-city'), { headers });
    expect((await again({ 'If-None-Match': etag })).status).toBe(304);
    expect((await again({ 'If-Modified-Since': modified })).status).toBe(304);
    expect((await again({ 'If-Modified-Since': 'Thu, 01 Jan 2026 00:00:00 GMT' })).status).toBe(200);
    await control('prices', { shop: 'salt-city', product: 'blue-dream', price: 31 });
    const changed = await again({ 'If-None-Match': etag, 'If-Modified-Since': modified });
    expect(changed.status).toBe(200);
    expect(await changed.text()).toContain('$31.00');
  });
});

describe('the control door', () => {
  it('changes a price by name or id, on the page at once and over a restart', async () => {
    const reply = await control('prices', { shop: 'Higher Level Syracuse', product: 'Blue Dream', price: 34.5 });
    expect(reply.status).toBe(200);
    expect(await blueDreamAt('higher-level')).toBe('$34.50');
    await local.close();
    await start();
    expect(await blueDreamAt('higher-level')).toBe('$34.50');
    expect(await blueDreamAt('lakeside')).toBe('$37.00');
  });

  it('says what is wrong with a request', async () => {
    const refused = async (body: object) => {
      const reply = await control('prices', body);
      return `${reply.status} ${await reply.text()}`;
    };
    expect(await refused({ shop: 'nobody', product: 'x', price: 1 })).toMatch(/^404 .*Salt City Wellness/);
    expect(await refused({ shop: 'lakeside', product: 'x', price: 1 })).toMatch(/^404 .*Lake Effect/);
    expect(await refused({ shop: 'lakeside', product: 'blue-dream', price: -1 })).toMatch(/^400 .*price/);
    expect(await refused({ shop: 'lakeside' })).toMatch(/^400 .*product/);
  });

  it('breaks a shop and mends it', async () => {
    const status = async () => (await fetch(urlOf('lakeside'))).status;
    await control('failures', { shop: 'lakeside', mode: '500' });
    expect(await status()).toBe(500);
    await control('failures', { shop: 'lakeside', mode: '404' });
    expect(await status()).toBe(404);
    await control('failures', { shop: 'lakeside', mode: 'slow', delayMs: 100_000 });
    await expect(fetch(urlOf('lakeside'), { signal: AbortSignal.timeout(50) })).rejects.toThrow();
    expect((await fetch(urlOf('salt-city'))).status).toBe(200);
    await control('failures', { shop: 'lakeside', mode: 'none' });
    expect(await status()).toBe(200);
    expect((await control('failures', { shop: 'lakeside', mode: 'odd' })).status).toBe(400);
  });

  it('has a page whose form works', async () => {
    const url = `http://127.0.0.1:${local.controlPort}/control`;
    const $ = load(await (await fetch(url)).text());
    expect($('form[action="/control/prices"]')).toHaveLength(16);
    const body = new URLSearchParams({ shop: 'lakeside', product: 'blue-dream', price: '12.34' });
    const reply = await fetch(`${url}/prices`, { method: 'POST', body, redirect: 'manual' });
    expect(reply.headers.get('location')).toBe('/control');
    expect(await blueDreamAt('lakeside')).toBe('$12.34');
  });
});

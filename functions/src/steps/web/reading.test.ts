import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type LoopbackSite, loopbackSite } from '../../../test/loopback-site.ts';
import { runStep, stepContext } from '../../../test/step-context.ts';
import { checkWebsite } from './check-website.ts';
import { extractProducts } from './extract-products.ts';
import { fetchPage } from './fetch-page.ts';
import { readRss } from './read-rss.ts';
import { readSitemap } from './read-sitemap.ts';

const open: LoopbackSite[] = [];
afterEach(() => {
  for (const site of open.splice(0)) site.close();
});

interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly text: string;
}
/** A site with a page at each of these paths; nothing else is there. */
async function site(pages: Readonly<Record<string, Answer | string>>, other?: RequestListener) {
  const server = await loopbackSite((request, response) => {
    const found = pages[request.url ?? ''];
    if (found === undefined) {
      if (other && request.url !== '/robots.txt') other(request, response);
      else response.writeHead(404).end();
      return;
    }
    const { status = 200, type = 'text/html', text } = typeof found === 'string' ? { text: found } : found;
    response.writeHead(status, { 'content-type': type }).end(text);
  });
  open.push(server);
  const { context, usage } = stepContext({ allow: [server.hostPort] });
  return { ...server, context, usage };
}

describe('fetch_page', () => {
  it('gives title, text and absolute links, and says who asks', async () => {
    const html =
      '<title>News</title><meta name="description" content="All of it"><h1>Hello</h1><p>World</p><a href="/a">A</a><a href="javascript:x()">no</a>';
    const { origin, context, seen } = await site({ '/news': html });
    expect(await runStep(fetchPage, { url: `${origin}/news` }, context)).toEqual({
      url: `${origin}/news`,
      title: 'News',
      description: 'All of it',
      text: 'Hello\nWorld\nAno',
      links: [{ text: 'A', href: `${origin}/a` }],
    });
    expect(seen.map(({ url }) => url)).toEqual(['/robots.txt', '/news']);
    expect(seen[1]?.headers['user-agent']).toContain('PlaybooksBot');
  });

  it('respects robots.txt and tells what is gone', async () => {
    const robots = { text: 'User-agent: *\nDisallow: /private', type: 'text/plain' };
    const { origin, context } = await site({ '/robots.txt': robots });
    await expect(runStep(fetchPage, { url: `${origin}/private` }, context)).rejects.toThrow(/robots.txt/);
    await expect(runStep(fetchPage, { url: `${origin}/gone` }, context)).rejects.toThrow(/nothing at this address/);
  });

  it('does not look into the private network', async () => {
    const { context } = stepContext();
    await expect(runStep(fetchPage, { url: 'http://169.254.169.254/computeMetadata/v1/' }, context)).rejects.toThrow();
    expect(fetchPage.params.safeParse({ url: 'file:///etc/passwd' }).success).toBe(false);
  });
});

describe('extract_products', () => {
  it('lists what a page sells, and nothing where it sells nothing', async () => {
    const { origin, context } = await site({
      '/menu': '<div class="card"><h3>Blue Dream</h3><span class="price">$29.75</span></div>',
      '/about': '<p>About us</p>',
    });
    expect(await runStep(extractProducts, { url: `${origin}/menu` }, context)).toMatchObject({
      products: [{ name: 'Blue Dream', price: 29.75, currency: 'USD' }],
      count: 1,
    });
    expect(await runStep(extractProducts, { url: `${origin}/about` }, context)).toMatchObject({
      products: [],
      count: 0,
    });
  });
});

const rss = `<?xml version="1.0"?><rss version="2.0"><channel><title>Shop</title>
<item><title>Two</title><link>https://shop.example/2</link><guid>g2</guid><pubDate>Fri, 20 Nov 2026 10:00:00 GMT</pubDate><description>&lt;p&gt;New &amp;amp; &lt;b&gt;good&lt;/b&gt;&lt;/p&gt;</description></item>
<item><title>One</title><link>/1</link><pubDate>Thu, 19 Nov 2026 10:00:00 GMT</pubDate></item><item><title>None</title></item></channel></rss>`;
const atom = `<feed xmlns="http://www.w3.org/2005/Atom"><title>Log</title><entry><title>E</title><id>urn:1</id>
<link rel="self" href="/self"/><link href="https://shop.example/e"/><updated>2026-11-20T10:00:00Z</updated><author><name>Ada</name></author><summary>Sum</summary></entry></feed>`;

describe('read_rss', () => {
  const feed = (text: string) => ({ text, type: 'application/rss+xml' });
  it('reads RSS with its dates, its HTML as text, and only what is new', async () => {
    const { origin, context } = await site({ '/feed': feed(rss) });
    const all = await runStep(readRss, { url: `${origin}/feed` }, context);
    expect(all).toMatchObject({
      title: 'Shop',
      count: 3,
      items: [
        {
          id: 'g2',
          title: 'Two',
          link: 'https://shop.example/2',
          publishedAt: '2026-11-20T10:00:00.000Z',
          summary: 'New & good',
        },
        { id: `${origin}/1`, link: `${origin}/1` },
        { title: 'None', publishedAt: null },
      ],
    });
    const since = '2026-11-19T12:00:00+01:00';
    expect(await runStep(readRss, { url: `${origin}/feed`, since }, context)).toMatchObject({
      count: 1,
      items: [{ id: 'g2' }],
    });
  });

  it('reads Atom', async () => {
    const { origin, context } = await site({ '/atom': feed(atom) });
    expect(await runStep(readRss, { url: `${origin}/atom` }, context)).toMatchObject({
      title: 'Log',
      items: [{ id: 'urn:1', link: 'https://shop.example/e', author: 'Ada', summary: 'Sum' }],
    });
  });

  it('says when there is no feed, and expands no entities', async () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "${'x'.repeat(1000)}"><!ENTITY b "&a;&a;&a;">]><rss><channel><title>&b;</title></channel></rss>`;
    const { origin, context } = await site({ '/page': '<p>No feed</p>', '/bomb': feed(bomb) });
    await expect(runStep(readRss, { url: `${origin}/page` }, context)).rejects.toThrow(/no RSS or Atom feed/);
    const read = await runStep(readRss, { url: `${origin}/bomb` }, context);
    expect(JSON.stringify(read).length).toBeLessThan(500);
  });
});

describe('read_sitemap', () => {
  const xml = (text: string) => ({ text, type: 'application/xml' });
  const urls = (...paths: string[]) =>
    `<urlset>${paths.map((path) => `<url><loc>https://shop.example${path}</loc><lastmod>2026-11-01</lastmod></url>`).join('')}</urlset>`;

  it('of a site, through its index, up to the limit', async () => {
    const pages: Record<string, Answer> = { '/1.xml': xml(urls('/a', '/b')), '/2.xml': xml(urls('/c')) };
    const server = await site(pages);
    pages['/sitemap.xml'] = xml(
      `<sitemapindex>${['/1.xml', '/2.xml'].map((path) => `<sitemap><loc>${server.origin}${path}</loc></sitemap>`).join('')}</sitemapindex>`,
    );
    const all = await runStep(readSitemap, { url: server.origin }, server.context);
    expect(all).toMatchObject({
      count: 3,
      isCut: false,
      urls: [{ url: 'https://shop.example/a', changedAt: '2026-11-01T00:00:00.000Z' }, {}, {}],
    });
    expect(await runStep(readSitemap, { url: server.origin, limit: 2 }, server.context)).toMatchObject({
      count: 2,
      isCut: true,
    });
  });

  it('ends where sitemaps name each other', async () => {
    const pages: Record<string, Answer> = {};
    const server = await site(pages);
    pages['/sitemap.xml'] = xml(
      `<sitemapindex><sitemap><loc>${server.origin}/sitemap.xml</loc></sitemap></sitemapindex>`,
    );
    expect(await runStep(readSitemap, { url: server.origin }, server.context)).toMatchObject({
      count: 0,
      isCut: false,
    });
  });

  it('says when there is none', async () => {
    const { origin, context } = await site({ '/sitemap.xml': '<p>Hi</p>' });
    await expect(runStep(readSitemap, { url: origin }, context)).rejects.toThrow(/no sitemap/);
  });
});

describe('check_website', () => {
  it('tells a healthy page from one that is down, lacks its text, or is not there', async () => {
    const { origin, context } = await site({ '/': 'Add to cart', '/down': { status: 503, text: '' } });
    const check = (path: string, more = {}) => runStep(checkWebsite, { url: `${origin}${path}`, ...more }, context);
    expect(await check('/', { contains: 'cart' })).toMatchObject({ isHealthy: true, status: 200, problem: '' });
    expect(await check('/', { contains: 'sold out' })).toMatchObject({ isHealthy: false, status: 200 });
    expect(await check('/down')).toMatchObject({ isHealthy: false, status: 503, problem: 'It answered with 503' });
  });

  it('counts no answer as down, and a private address as a mistake', async () => {
    const closed = await site({});
    closed.close();
    const result = await runStep(checkWebsite, { url: closed.origin }, closed.context);
    expect(result).toMatchObject({ isHealthy: false, status: null });
    await expect(runStep(checkWebsite, { url: 'http://127.0.0.1:9' }, stepContext().context)).rejects.toThrow();
  });
});

import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type LoopbackSite, loopbackSite } from '../../test/loopback-site.ts';
import { stepContext } from '../../test/step-context.ts';
import { pageReader } from './web-page.ts';

const unknown = { etag: null, lastModified: null };
let open: LoopbackSite[] = [];
afterEach(() => {
  for (const site of open) site.close();
  open = [];
});

async function shop(pages: Record<string, RequestListener>) {
  const site = await loopbackSite((request, response) => {
    const page = pages[request.url ?? ''];
    if (page) page(request, response);
    else response.writeHead(404).end();
  });
  open.push(site);
  const { context, usage } = stepContext({ allow: [site.hostPort], settings: { APP_ORIGIN: 'https://app.example' } });
  return { site, read: pageReader(context), usage };
}

describe('a page reader', () => {
  it('says who it is, asks robots.txt once, and hashes what it read', async () => {
    const { site, read, usage } = await shop({ '/a': (_, r) => r.end('<p>a</p>'), '/b': (_, r) => r.end('b') });
    const [a, b] = [await read(`${site.origin}/a`, unknown), await read(`${site.origin}/b`, unknown)];
    expect(a).toMatchObject({ kind: 'read', html: '<p>a</p>', etag: null });
    expect(a).not.toEqual(b);
    expect(site.seen.map(({ url }) => url)).toEqual(['/robots.txt', '/a', '/b']);
    expect(site.seen[1]?.headers['user-agent']).toBe('PlaybooksBot/1.0 (+https://app.example)');
    expect(usage.vendorCalls).toBe(3);
  });

  it('asks only for what changed', async () => {
    const { site, read } = await shop({
      '/': (request, response) => {
        if (request.headers['if-none-match'] === '"v1"') response.writeHead(304).end();
        else response.writeHead(200, { etag: '"v1"', 'last-modified': 'Fri, 20 Nov 2026 00:00:00 GMT' }).end('x');
      },
    });
    const page = await read(`${site.origin}/`, unknown);
    expect(page).toMatchObject({ etag: '"v1"', lastModified: 'Fri, 20 Nov 2026 00:00:00 GMT' });
    expect(await read(`${site.origin}/`, { etag: '"v1"', lastModified: null })).toEqual({ kind: 'unchanged' });
  });

  it('does not read what robots.txt forbids to it', async () => {
    const robots = 'User-agent: *\nDisallow: /private\nUser-agent: PlaybooksBot\nDisallow: /menu';
    const { site, read } = await shop({ '/robots.txt': (_, r) => r.end(robots), '/private': (_, r) => r.end('fine') });
    await expect(read(`${site.origin}/menu`, unknown)).rejects.toMatchObject({ code: 'robots_refused' });
    expect(await read(`${site.origin}/private`, unknown)).toMatchObject({ kind: 'read' });
    expect(site.seen.map(({ url }) => url)).not.toContain('/menu');
  });

  it('leaves a site alone that cannot say what is allowed', async () => {
    const { site, read } = await shop({ '/robots.txt': (_, r) => r.writeHead(500).end(), '/': (_, r) => r.end() });
    await expect(read(`${site.origin}/`, unknown)).rejects.toMatchObject({ name: 'RetriableError', code: 'http_500' });
  });

  it.each([
    [404, 'NonRetriableError'],
    [403, 'NonRetriableError'],
    [410, 'NonRetriableError'],
    [429, 'RetryAfterError'],
    [500, 'RetriableError'],
    [503, 'RetryAfterError'],
  ])('turns %i into a %s', async (status, name) => {
    const { site, read } = await shop({ '/': (_, r) => r.writeHead(status, { 'retry-after': '120' }).end() });
    const wanted = { name, ...(name === 'RetryAfterError' ? { retryAt: new Date('2026-11-20T14:02:00Z') } : {}) };
    await expect(read(`${site.origin}/`, unknown)).rejects.toMatchObject(wanted);
  });

  it('reads the character set that the page names', async () => {
    const latin = Buffer.from('<meta charset="iso-8859-1"><p>K\xe4se</p>', 'latin1');
    const { site, read } = await shop({ '/': (_, r) => r.end(latin) });
    expect(await read(`${site.origin}/`, unknown)).toMatchObject({ html: expect.stringContaining('Käse') });
  });

  it('refuses what is no page', async () => {
    const { site, read } = await shop({
      '/': (_, r) => r.writeHead(200, { 'content-type': 'application/pdf' }).end('x'),
    });
    await expect(read(`${site.origin}/`, unknown)).rejects.toMatchObject({ code: 'not_a_page' });
    await expect(read('nonsense', unknown)).rejects.toMatchObject({ code: 'bad_url' });
  });
});

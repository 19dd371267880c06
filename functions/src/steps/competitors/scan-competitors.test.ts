import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type LoopbackSite, loopbackSite } from '../../../test/loopback-site.ts';
import { runStep, stepContext } from '../../../test/step-context.ts';
import { tenantPaths } from '../../model/paths.ts';
import { scanCompetitors } from './scan-competitors.ts';

const open: LoopbackSite[] = [];
afterEach(() => {
  for (const site of open.splice(0)) site.close();
});
async function shop(page: RequestListener): Promise<LoopbackSite> {
  const site = await loopbackSite((request, response) =>
    request.url === '/robots.txt' ? response.writeHead(404).end() : page(request, response),
  );
  open.push(site);
  return site;
}
const menu = (price: string) => `<div class="card"><h3>Blue Dream</h3><span class="price">${price}</span></div>`;
const selling = (price: string) => shop((_, response) => response.end(menu(price)));
const contextFor = (...sites: LoopbackSite[]) => stepContext({ allow: sites.map(({ hostPort }) => hostPort) });

describe('scan_competitors', () => {
  it('reads the products of each competitor and says when', async () => {
    const [a, b] = [await selling('$29.75'), await selling('$36')];
    const { context } = contextFor(a, b);
    const output = await runStep(
      scanCompetitors,
      { competitors: [{ name: 'Higher Level', url: `${a.origin}/menu` }, b.origin] },
      context,
    );
    expect(output).toEqual({
      competitors: [
        {
          name: 'Higher Level',
          url: `${a.origin}/menu`,
          unchanged: false,
          fetchedAt: '2026-11-20T14:00:00.000Z',
          products: [{ name: 'Blue Dream', sku: null, price: 29.75, currency: 'USD', url: null, inStock: null }],
        },
        {
          name: '127.0.0.1',
          url: b.origin,
          unchanged: false,
          fetchedAt: '2026-11-20T14:00:00.000Z',
          products: [expect.objectContaining({ price: 36 })],
        },
      ],
      failed: [],
      productCount: 2,
    });
  });

  it('keeps a snapshot for 30 days, does not parse an unchanged page again, and keeps a history of changes', async () => {
    let price = '$29.75';
    const site = await shop((_, response) => response.end(menu(price)));
    const { context, clock } = contextFor(site);
    const scan = () => runStep(scanCompetitors, { competitors: [site.origin] }, context);
    const paths = tenantPaths(context.orgId);
    const history = async () => {
      const [snapshot] = await context.store.query({
        from: paths.snapshots,
        where: [],
        orderBy: [],
        limit: 9,
        after: null,
      });
      const entries = await context.store.query({
        from: paths.snapshotHistory(snapshot?.id ?? ''),
        where: [],
        orderBy: [],
        limit: 9,
        after: null,
      });
      return { snapshot: snapshot?.data, entries: entries.length };
    };
    await scan();
    clock.at = new Date('2026-11-21T14:00:00Z');
    expect(await scan()).toMatchObject({
      competitors: [{ unchanged: true, fetchedAt: '2026-11-20T14:00:00.000Z', products: [{ price: 29.75 }] }],
    });
    expect(await history()).toMatchObject({
      entries: 1,
      snapshot: { checkedAt: clock.at, expireAt: new Date('2026-12-21T14:00:00Z') },
    });
    price = '$31';
    const changed = { ...context, executionId: 'exec2' };
    expect(await runStep(scanCompetitors, { competitors: [site.origin] }, changed)).toMatchObject({
      competitors: [{ unchanged: false, products: [{ price: 31 }] }],
    });
    expect(await history()).toMatchObject({ entries: 2 });
    clock.at = new Date('2027-02-01T14:00:00Z');
    expect(await scan()).toMatchObject({ competitors: [{ unchanged: false }] });
  });

  it('asks conditionally and takes 304 for an answer', async () => {
    const site = await shop((request, response) => {
      if (request.headers['if-none-match']) response.writeHead(304).end();
      else response.writeHead(200, { etag: '"1"' }).end(menu('$5'));
    });
    const { context } = contextFor(site);
    const scan = () => runStep(scanCompetitors, { competitors: [site.origin] }, context);
    await scan();
    expect(await scan()).toMatchObject({ productCount: 1, competitors: [{ unchanged: true }] });
  });

  it('reports a competitor that cannot be read, and goes on with the others', async () => {
    const fine = await selling('$5');
    const gone = await shop((_, response) => response.writeHead(404).end());
    const empty = await shop((_, response) => response.end('<p>Welcome</p>'));
    const { context } = contextFor(fine, gone, empty);
    const output = await runStep(
      scanCompetitors,
      {
        competitors: [
          fine.origin,
          { name: 'Gone', url: gone.origin },
          { name: 'Empty', url: empty.origin },
          { name: 'Inside', url: 'http://10.0.0.1/' },
        ],
      },
      context,
    );
    expect(output).toMatchObject({
      productCount: 1,
      failed: [
        { name: 'Gone', message: expect.stringContaining('404') },
        { name: 'Empty', message: expect.stringContaining('No prices') },
        { name: 'Inside', message: expect.stringContaining('not a public address') },
      ],
    });
  });

  it('tries a passing fault once more at once', async () => {
    let count = 0;
    const site = await shop((_, response) => {
      count += 1;
      if (count === 1) response.writeHead(500).end();
      else response.end(menu('$5'));
    });
    expect(await runStep(scanCompetitors, { competitors: [site.origin] }, contextFor(site).context)).toMatchObject({
      failed: [],
      productCount: 1,
    });
  });

  it('fails when none can be read: for good if waiting cannot help, else to be tried again', async () => {
    const gone = await shop((_, response) => response.writeHead(404).end());
    const down = await shop((_, response) => response.writeHead(500).end());
    const { context } = contextFor(gone, down);
    await expect(runStep(scanCompetitors, { competitors: [gone.origin] }, context)).rejects.toMatchObject({
      name: 'NonRetriableError',
      code: 'http_404',
    });
    await expect(runStep(scanCompetitors, { competitors: [gone.origin, down.origin] }, context)).rejects.toMatchObject({
      name: 'RetriableError',
    });
  });

  it('stores nothing in a dry run', async () => {
    const site = await selling('$5');
    const { context, usage } = contextFor(site);
    await runStep(scanCompetitors, { competitors: [site.origin] }, { ...context, mode: 'dry_run' });
    expect(
      await context.store.query({
        from: tenantPaths(context.orgId).snapshots,
        where: [],
        orderBy: [],
        limit: 9,
        after: null,
      }),
    ).toEqual([]);
    expect(usage.vendorCalls).toBe(2);
  });

  it.each([
    [{ competitors: [] }],
    [{ competitors: ['shop.example'] }],
    [{ competitors: ['file:///etc/passwd'] }],
    [{}],
    [{ competitors: Array(21).fill('https://a.example') }],
  ])('refuses params %#', (params) => {
    expect(scanCompetitors.params.safeParse(params).success).toBe(false);
  });
});

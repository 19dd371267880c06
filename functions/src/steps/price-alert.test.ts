import { afterEach, expect, it } from 'vitest';
import { type LoopbackSite, loopbackSite } from '../../test/loopback-site.ts';
import { type Inbox, loopbackSmtp } from '../../test/loopback-smtp.ts';
import { runStep, stepContext } from '../../test/step-context.ts';
import type { JsonObject } from '../model/json.ts';
import { docIn, tenantPaths } from '../model/paths.ts';
import { stepCatalog } from './registry.ts';

const open: (LoopbackSite | Inbox)[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

const pages = [
  `<script type="application/ld+json">{"@type":"Product","name":"Blue Dream","offers":{"@type":"Offer","price":"29.75","priceCurrency":"USD"}}</script>`,
  `<div itemscope itemtype="https://schema.org/Product"><b itemprop="name">Blue Dream</b><meta itemprop="price" content="36.00"></div>`,
  `<table><tr><td>Blue Dream</td><td>$34.00</td></tr></table>`,
];

it('turns three shops into a mail that names shop, product and percentage', async () => {
  const shops = await Promise.all(
    pages.map((page) =>
      loopbackSite((request, response) => (request.url === '/' ? response.end(page) : response.writeHead(404).end())),
    ),
  );
  const inbox = await loopbackSmtp();
  open.push(...shops, inbox);
  const { context } = stepContext({
    allow: [...shops, inbox].map(({ hostPort }) => hostPort),
    secrets: { SMTP_URL: inbox.url },
  });
  await context.store.commit([
    {
      op: 'create',
      path: docIn(tenantPaths(context.orgId).domain('products'), 'p1').path,
      data: { name: 'Blue Dream', price: 35 },
    },
  ]);
  const step = async (action: string, params: JsonObject) => {
    const type = stepCatalog.get(action);
    if (type?.kind !== 'action') throw new Error(action);
    return (await runStep(type, params, context)) as JsonObject;
  };

  const names = ['Higher Level Syracuse', 'Second', 'Third'];
  const scan = await step('scan_competitors', {
    competitors: shops.map(({ origin }, index) => ({ name: names[index] ?? '', url: `${origin}/` })),
  });
  const pricing = await step('analyze_pricing', { competitors: scan.competitors ?? null });
  expect(pricing).toMatchObject({ price_gap: 15, undercut_by: ['Higher Level Syracuse', 'Third'], compared: 3 });
  await step('notify', { to: context.user.email, subject: 'Price Alert!', message: pricing.summary ?? '' });

  expect(inbox.mails[0]).toMatchObject({ envelope: { to: ['ada@shop.example'] }, mail: { subject: 'Price Alert!' } });
  expect(inbox.mails[0]?.mail.text).toContain(
    'Higher Level Syracuse sells Blue Dream for 15% less than you ($29.75, yours $35.00); 1 more price is below yours.',
  );
});

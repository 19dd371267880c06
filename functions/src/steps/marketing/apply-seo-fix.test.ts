import { afterEach, describe, expect, it } from 'vitest';
import { runStep, stepContext } from '../../../test/step-context.ts';
import { startVendors, type VendorServer } from '../../../test/vendors/vendor.ts';
import { createWordPress, WORDPRESS_PASSWORD } from '../../../test/vendors/wordpress.ts';
import { wordpress } from '../../connectors/wordpress.ts';
import type { JsonObject } from '../../model/json.ts';
import { applySeoFix } from './apply-seo-fix.ts';

let server: VendorServer | null = null;
afterEach(() => {
  server?.close();
  server = null;
});
async function open(more: JsonObject = {}, secret = WORDPRESS_PASSWORD) {
  const site = createWordPress();
  server = await startVendors([site.vendor]);
  const settings = { site: 'https://shop.example', user: 'editor', ...more };
  const connections = { wordpress: { settings, secrets: { applicationPassword: secret } } };
  return { ...site, ...stepContext({ detours: server.detours, connections }), server };
}
const fix = {
  page: 'https://shop.example/menu/',
  title: 'Menu | Thrive',
  description: 'All we have',
  imageAlts: [{ id: 7, alt: 'Our menu' }],
};

describe('apply_seo_fix', () => {
  it('mends a page by its address, and gives the params that bring it back', async () => {
    const { context, page, image } = await open({ descriptionField: '_yoast_wpseo_metadesc' });
    const output = (await runStep(applySeoFix, fix, context)) as { undo: JsonObject };
    expect(output).toMatchObject({ url: 'https://shop.example/menu/', changed: ['title', 'description', 'imageAlts'] });
    expect([page.title, page.meta._yoast_wpseo_metadesc, page.excerpt, image.alt]).toEqual([
      'Menu | Thrive',
      'All we have',
      'Old excerpt',
      'Our menu',
    ]);
    await runStep(applySeoFix, output.undo, { ...context, path: 'undo' });
    expect([page.title, page.meta._yoast_wpseo_metadesc, image.alt]).toEqual(['Menu', 'Old description', '']);
  });

  it('writes the description into the excerpt where no plugin keeps it', async () => {
    const { context, page } = await open();
    await runStep(applySeoFix, { page: { type: 'pages', id: 12 }, description: 'All we have' }, context);
    expect([page.excerpt, page.title]).toEqual(['All we have', 'Menu']);
  });

  it('that is tried again still knows how it was, and finds a page whose address it has changed', async () => {
    const { context, page } = await open();
    const params = { page: fix.page, title: 'New', slug: 'our-menu' };
    const first = await runStep(applySeoFix, params, context);
    const again = await runStep(applySeoFix, params, { ...context, attempt: 2 });
    expect(again).toEqual(first);
    expect(again).toMatchObject({ url: 'https://shop.example/our-menu/', undo: { title: 'Menu', slug: 'menu' } });
    expect(page.slug).toBe('our-menu');
  });

  it('says so when WordPress passes over a field', async () => {
    const { context } = await open({ descriptionField: '_rank_math_description' });
    await expect(runStep(applySeoFix, fix, context)).rejects.toThrow(/does not let '_rank_math_description' be set/);
  });

  it('tells a wrong page, a wrong password, and a website that answers elsewhere', async () => {
    const { context } = await open();
    // The second one is the page of somebody else, the third no readable name.
    for (const page of ['https://shop.example/nothing', 'https://rival.example/menu', 'https://shop.example/50%off']) {
      await expect(runStep(applySeoFix, { page, title: 'x' }, context)).rejects.toMatchObject({
        code: 'not_found',
        mayHaveActed: false,
      });
    }
    server?.close();
    const refused = await open({}, 'not the password');
    await expect(runStep(applySeoFix, fix, refused.context)).rejects.toMatchObject({
      code: 'sign_in_refused',
      fix: { href: '/settings/connections?connector=wordpress' },
    });
    server?.close();
    const moved = { status: 301, headers: { location: 'https://www.shop.example/wp-json/' }, body: '' };
    server = await startVendors([{ host: 'shop.example', answer: () => moved }]);
    const connections = {
      wordpress: {
        settings: { site: 'https://shop.example', user: 'e' },
        secrets: { applicationPassword: 'password' },
      },
    };
    const elsewhere = stepContext({ detours: server.detours, connections });
    await expect(runStep(applySeoFix, fix, elsewhere.context)).rejects.toThrow(/leads on to another address/);
  });

  it('is riskier when links would break, and needs something to do', () => {
    const risk = applySeoFix.risk as (params: unknown) => string;
    expect([risk({ slug: null }), risk({ slug: 'new' })]).toEqual(['moderate', 'high']);
    expect(applySeoFix.params.safeParse({ page: fix.page }).error?.issues[0]?.path).toEqual(['title']);
  });

  it('has a connection that is tested by asking who it is', async () => {
    const { context } = await open();
    expect(await wordpress.test(await context.connect(wordpress, null), context)).toBe('Editor at shop.example');
  });
});

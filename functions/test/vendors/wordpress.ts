import { z } from 'zod';
import type { JsonObject } from '../../src/model/json.ts';
import type { SeenCall, Vendor, VendorAnswer } from './vendor.ts';

export const WORDPRESS_PASSWORD = 'wp12 app3 pass word 4567 8901';
const BASIC = `Basic ${Buffer.from(`editor:${WORDPRESS_PASSWORD}`).toString('base64')}`;
const change = z.strictObject({
  title: z.string().optional(),
  excerpt: z.string().optional(),
  slug: z.string().optional(),
  meta: z.record(z.string(), z.string()).optional(),
});

/** The REST API of a WordPress website (wp/v2) with an SEO plugin whose description can be set. */
export function createWordPress(host = 'shop.example') {
  const page = {
    title: 'Menu',
    excerpt: 'Old excerpt',
    slug: 'menu',
    meta: { _yoast_wpseo_metadesc: 'Old description' } as Record<string, string>,
  };
  const image = { alt: '' };
  const vendor: Vendor = {
    host,
    answer: (call) => answer(call, { host, page, image }),
    mishaps: { refused: { status: 400, body: { code: 'rest_invalid_param', message: 'Invalid parameter(s): title' } } },
  };
  return { vendor, page, image };
}

interface Site {
  readonly host: string;
  readonly page: { title: string; excerpt: string; slug: string; meta: Record<string, string> };
  readonly image: { alt: string };
}

function answer({ method, path, query, headers, json }: SeenCall, { host, page, image }: Site): VendorAnswer {
  if (headers.authorization !== BASIC) {
    return { status: 401, body: { code: 'rest_not_logged_in', message: 'You are not currently logged in.' } };
  }
  const shown = (): JsonObject => ({
    id: 12,
    link: `https://${host}/${page.slug}/`,
    slug: page.slug,
    title: { raw: page.title },
    excerpt: { raw: page.excerpt },
    meta: { ...page.meta },
  });
  const name = `${method} ${path.replace(/^\/wp-json\/wp\/v2/, '')}`;
  switch (name) {
    case 'GET /users/me':
      return { status: 200, body: { id: 2, name: 'Editor' } };
    case 'GET /pages':
      return { status: 200, body: query.get('slug') === page.slug ? [shown()] : [] };
    case 'GET /posts':
      return { status: 200, body: [] };
    case 'GET /pages/12':
      return { status: 200, body: shown() };
    case 'POST /pages/12': {
      const parsed = change.safeParse(json());
      if (!parsed.success) return { status: 400, body: { message: parsed.error.message } };
      const { meta = {}, ...fields } = parsed.data;
      Object.assign(page, fields);
      // A meta field that is not registered is passed over without a word.
      for (const key of Object.keys(page.meta)) page.meta[key] = meta[key] ?? page.meta[key] ?? '';
      return { status: 200, body: shown() };
    }
    case 'GET /media/7':
      return { status: 200, body: { id: 7, alt_text: image.alt, source_url: `https://${host}/menu.jpg` } };
    case 'POST /media/7':
      image.alt = z.strictObject({ alt_text: z.string() }).parse(json()).alt_text;
      return { status: 200, body: { id: 7, alt_text: image.alt, source_url: `https://${host}/menu.jpg` } };
    default:
      return { status: 404, body: { code: 'rest_post_invalid_id', message: 'Invalid post ID.' } };
  }
}

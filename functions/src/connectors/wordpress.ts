import { z } from 'zod';
import { type Access, type CallContext, defineConnector } from '../core/engine/connector.ts';
import { NonRetriableError } from '../core/engine/errors.ts';
import type { JsonObject } from '../model/json.ts';
import { callVendor, type VendorRequest } from './vendor-call.ts';
import { below, refusalBy, vendorBase } from './vendor-refusal.ts';

const settings = z.strictObject({
  site: vendorBase.describe('The address of the website, such as https://shop.example'),
  user: z.string().trim().min(1).max(100),
  descriptionField: z
    .string()
    .regex(/^[a-z_][a-z0-9_]{0,99}$/, 'Write the name of a meta field, such as _yoast_wpseo_metadesc')
    .nullable()
    .default(null)
    .describe('Where the SEO plugin keeps descriptions; left out, the excerpt is the description'),
});
const secrets = z.strictObject({ applicationPassword: z.string().trim().min(8).max(200) });
export type WordPressAccess = Access<z.infer<typeof settings>, z.infer<typeof secrets>>;

const title = 'WordPress';
const words = z.object({ message: z.string() }).transform(({ message }) => message);

export const wordpress = defineConnector<z.infer<typeof settings>, z.infer<typeof secrets>>({
  id: 'wordpress',
  title,
  description: 'Reads and changes pages, posts and images of a WordPress website.',
  help: 'In WordPress open Users → Profile → Application passwords, as a user who may edit pages, and make one for Playbooks.',
  icon: 'newspaper',
  settings,
  secrets,
  hosts: ({ site }) => [new URL(site).host],
  async test(access, context) {
    const { name } = await get(access, context, '/users/me?context=edit', z.object({ name: z.string() }));
    return `${name} at ${new URL(access.settings.site).hostname}`;
  },
});

export type ContentType = 'pages' | 'posts';
export interface Place {
  readonly type: ContentType;
  readonly id: number;
}
const raw = z.object({ raw: z.string() }).transform((one) => one.raw);
const contentSchema = z.object({
  id: z.int(),
  link: z.string(),
  slug: z.string(),
  title: raw,
  excerpt: raw,
  // WordPress writes an empty map as a list.
  meta: z.preprocess((value) => (Array.isArray(value) ? {} : value), z.record(z.string(), z.unknown())).default({}),
});
export type Content = z.infer<typeof contentSchema>;

const FIELDS = '_fields=id,link,slug,title,excerpt,meta&context=edit';

export function readContent(access: WordPressAccess, context: CallContext, { type, id }: Place): Promise<Content> {
  return get(access, context, `/${type}/${id}?${FIELDS}`, contentSchema);
}

/** The page or post at an address of the website; null when there is none. */
export async function findContent(access: WordPressAccess, context: CallContext, url: string): Promise<Place | null> {
  const slug = nameOf(url);
  if (slug === null) return null;
  for (const type of ['pages', 'posts'] as const) {
    const found = await get(
      access,
      context,
      `/${type}?slug=${encodeURIComponent(slug)}&${FIELDS}`,
      z.array(contentSchema),
    );
    const match = found.find(({ link }) => placeOf(link) === placeOf(url));
    if (match) return { type, id: match.id };
  }
  return null;
}

/** Sets fields of a page or post, and gives it as it is then. Done twice, it is the same. */
export function writeContent(access: WordPressAccess, context: CallContext, { type, id }: Place, json: JsonObject) {
  return post(access, context, `/${type}/${id}`, json, contentSchema);
}

const imageSchema = z.object({ id: z.int(), alt_text: z.string(), source_url: z.string() });

export function readImage(access: WordPressAccess, context: CallContext, id: number) {
  return get(access, context, `/media/${id}?_fields=id,alt_text,source_url&context=edit`, imageSchema);
}

export function writeImageAlt(access: WordPressAccess, context: CallContext, id: number, alt: string) {
  return post(access, context, `/media/${id}`, { alt_text: alt }, imageSchema);
}

function get<T>(access: WordPressAccess, context: CallContext, path: string, answer: z.ZodType<T>) {
  return call(access, context, { method: 'GET', url: path }, answer);
}

function post<T>(access: WordPressAccess, context: CallContext, url: string, json: JsonObject, answer: z.ZodType<T>) {
  return call(access, context, { method: 'POST', url, json }, answer);
}

async function call<T>(access: WordPressAccess, context: CallContext, request: VendorRequest, answer: z.ZodType<T>) {
  const { settings: own, secrets: secret, outbound } = access;
  const authorization = `Basic ${Buffer.from(`${own.user}:${secret.applicationPassword}`).toString('base64')}`;
  const url = below(own.site, `/wp-json/wp/v2${request.url}`);
  const refusal = refusalBy({ id: 'wordpress', title, words }, context.clock.now());
  try {
    return await callVendor(
      { outbound, title, refusal },
      context,
      { ...request, url, headers: { authorization } },
      answer,
    );
  } catch (error) {
    if (!(error instanceof NonRetriableError) || error.code !== 'too_many_redirects') throw error;
    // A password does not go along.
    const message = `${own.site} leads on to another address: enter that one in the connection to WordPress.`;
    throw new NonRetriableError(message, { code: 'moved', mayHaveActed: false });
  }
}

/** What of an address tells one page from all others, with or without `www.`. */
function placeOf(url: string): string {
  const { hostname = '', pathname = '' } = URL.parse(url) ?? {};
  return `${hostname.replace(/^www\./, '')}${pathname.replace(/\/+$/, '')}`;
}

/** The last part of an address; null where there is none that can be read. */
function nameOf(url: string): string | null {
  try {
    return decodeURIComponent(placeOf(url).split('/').slice(1).at(-1) ?? '') || null;
  } catch {
    return null;
  }
}

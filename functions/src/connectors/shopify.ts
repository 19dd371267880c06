import { z } from 'zod';
import { type Access, type CallContext, defineConnector } from '../core/engine/connector.ts';
import { NonRetriableError, type StepError } from '../core/engine/errors.ts';
import type { JsonObject } from '../model/json.ts';
import { askedTooOften, parsedAnswer, signInRefused, vendorWords } from './refusals.ts';
import { callVendor } from './vendor-call.ts';
import { refusalBy } from './vendor-refusal.ts';

const settings = z.strictObject({
  shop: z
    .string()
    .trim()
    .toLowerCase()
    .regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/, 'Write the address of the shop, such as my-shop.myshopify.com'),
  /** One comes each quarter; an old one is answered as the oldest that is left. */
  apiVersion: z
    .string()
    .regex(/^20\d\d-(01|04|07|10)$/, 'Write a version such as 2026-07')
    .default('2026-07'),
});
const secrets = z.strictObject({ accessToken: z.string().trim().min(10).max(500) });
export type ShopifyAccess = Access<z.infer<typeof settings>, z.infer<typeof secrets>>;

const title = 'Shopify';
const words = z
  .object({ errors: z.union([z.string(), z.record(z.string(), z.unknown())]) })
  .transform(({ errors }) => (typeof errors === 'string' ? errors : Object.keys(errors).join(', ')));

export const shopify = defineConnector<z.infer<typeof settings>, z.infer<typeof secrets>>({
  id: 'shopify',
  title,
  description: 'Reads and changes products of a Shopify shop.',
  help: 'In Shopify open Settings → Apps and sales channels → Develop apps, make an app with the scopes read_products and write_products, and copy its Admin API access token.',
  icon: 'shopping-bag',
  settings,
  secrets,
  hosts: ({ shop }) => [shop],
  async test(access, context) {
    const { shop } = await graphql(
      access,
      context,
      '{ shop { name } }',
      {},
      z.object({ shop: z.object({ name: z.string() }) }),
    );
    return `shop ${shop.name}`;
  },
});

/** Its price as text, as Shopify writes it. */
export const variantSchema = z.object({
  id: z.string(),
  title: z.string(),
  sku: z.string().nullable(),
  price: z.string(),
  product: z.object({ id: z.string(), title: z.string() }),
});
export type Variant = z.infer<typeof variantSchema>;
const VARIANT = 'id title sku price product { id title }';

/** A variant by its id (`gid://shopify/ProductVariant/1`). */
export async function readVariant(access: ShopifyAccess, context: CallContext, id: string): Promise<Variant | null> {
  const query = `query variant($id: ID!) { productVariant(id: $id) { ${VARIANT} } }`;
  const answer = z.object({ productVariant: variantSchema.nullable() });
  return (await graphql(access, context, query, { id }, answer)).productVariant;
}

/** The variants with a stock number: none, one, or two where it is not unique. */
export async function findVariants(access: ShopifyAccess, context: CallContext, sku: string): Promise<Variant[]> {
  const query = `query variants($query: String!) { productVariants(first: 10, query: $query) { nodes { ${VARIANT} } } }`;
  const answer = z.object({ productVariants: z.object({ nodes: z.array(variantSchema) }) });
  const variables = { query: `sku:"${sku.replaceAll(/["\\]/g, '\\$&')}"` };
  const { productVariants } = await graphql(access, context, query, variables, answer);
  // Its search also finds numbers that only begin so.
  return productVariants.nodes.filter((one) => one.sku === sku).slice(0, 2);
}

/** Sets the price of a variant, and gives it as it is then. Done twice, it is the same. */
export async function setVariantPrice(
  access: ShopifyAccess,
  context: CallContext,
  { id, product }: Variant,
  price: string,
): Promise<string> {
  const query =
    'mutation price($productId: ID!, $variants: [ProductVariantsBulkInput!]!) { productVariantsBulkUpdate(productId: $productId, variants: $variants) { productVariants { id price } userErrors { field message } } }';
  const answer = z.object({
    productVariantsBulkUpdate: z.object({
      productVariants: z.array(z.object({ id: z.string(), price: z.string() })).nullable(),
      userErrors: z.array(z.object({ message: z.string() })),
    }),
  });
  const variables = { productId: product.id, variants: [{ id, price }] };
  const { productVariantsBulkUpdate: done } = await graphql(access, context, query, variables, answer);
  const [error] = done.userErrors;
  const [variant] = done.productVariants ?? [];
  if (!error && variant) return variant.price;
  const message = `Shopify says: ${error?.message ?? 'the price was not changed'}`;
  throw new NonRetriableError(message, { code: 'vendor_refused', mayHaveActed: false });
}

async function graphql<T>(
  access: ShopifyAccess,
  context: CallContext,
  query: string,
  variables: JsonObject,
  data: z.ZodType<T>,
): Promise<T> {
  const { shop, apiVersion } = access.settings;
  const url = `https://${shop}/admin/api/${apiVersion}/graphql.json`;
  const headers = { 'x-shopify-access-token': access.secrets.accessToken };
  const now = context.clock.now();
  const byStatus = refusalBy({ id: 'shopify', title, words }, now);
  const refusal: typeof byStatus = (response, text) =>
    response.ok ? saidInAnswer(text, now) : byStatus(response, text);
  const callee = { outbound: access.outbound, title, refusal };
  const request = { method: 'POST', url, headers, json: { query, variables } } as const;
  return (await callVendor(callee, context, request, z.object({ data }))).data;
}

const answerSchema = z.object({
  errors: z
    .array(z.object({ message: z.string(), extensions: z.object({ code: z.string().default('') }).optional() }))
    .min(1),
  extensions: z
    .object({
      cost: z.object({
        requestedQueryCost: z.number(),
        throttleStatus: z.object({ currentlyAvailable: z.number(), restoreRate: z.number().positive() }),
      }),
    })
    .optional(),
});

/** GraphQL says with a status of 200 what went wrong; what has errors was not done. */
function saidInAnswer(text: string, now: Date): StepError | null {
  const said = answerSchema.safeParse(parsedAnswer(text)).data;
  const [error] = said?.errors ?? [];
  if (!said || !error) return null;
  const code = error.extensions?.code ?? '';
  if (code === 'THROTTLED') {
    const { requestedQueryCost = 0, throttleStatus } = said.extensions?.cost ?? {};
    const { currentlyAvailable = 0, restoreRate = 50 } = throttleStatus ?? {};
    const seconds = Math.max(1, (requestedQueryCost - currentlyAvailable) / restoreRate);
    return askedTooOften({ title }, seconds, now);
  }
  if (code === 'ACCESS_DENIED') return signInRefused({ id: 'shopify', title }, vendorWords(error.message));
  const message = `Shopify says: ${vendorWords(error.message)}.`;
  return new NonRetriableError(message, { code: 'vendor_refused', mayHaveActed: false });
}

import { z } from 'zod';
import type { SeenCall, Vendor, VendorAnswer } from './vendor.ts';

export const SHOPIFY_TOKEN = 'shpat_4h5j6k7l8m9n';
const body = z.strictObject({ query: z.string(), variables: z.record(z.string(), z.unknown()) });
const priced = z.strictObject({
  productId: z.literal('gid://shopify/Product/1'),
  variants: z.tuple([z.strictObject({ id: z.string(), price: z.string().regex(/^\d+\.\d{2}$/) })]),
});
const COST = { cost: { requestedQueryCost: 3, actualQueryCost: 3, throttleStatus: throttle(1_990) } };

function throttle(currentlyAvailable: number) {
  return { maximumAvailable: 2_000, currentlyAvailable, restoreRate: 100 };
}

/** The Admin API of a Shopify shop in GraphQL, for two variants. */
export function createShopify() {
  const prices = new Map([
    ['gid://shopify/ProductVariant/11', '40.00'],
    ['gid://shopify/ProductVariant/12', '20.00'],
  ]);
  const vendor: Vendor = {
    host: 'thrive.myshopify.com',
    answer: (call) => answer(call, prices),
    mishaps: { refused: { status: 400, body: { errors: { query: 'Required parameter missing or invalid' } } } },
  };
  return { vendor, prices };
}

/** What Shopify says, with a status of 200, when too much was asked of it. */
export const THROTTLED: VendorAnswer = {
  status: 200,
  body: {
    errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }],
    extensions: { cost: { requestedQueryCost: 900, throttleStatus: throttle(100) } },
  },
};

function answer({ method, path, headers, json }: SeenCall, prices: Map<string, string>): VendorAnswer {
  if (headers['x-shopify-access-token'] !== SHOPIFY_TOKEN) {
    return {
      status: 401,
      body: { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' },
    };
  }
  if (method !== 'POST' || path !== '/admin/api/2026-07/graphql.json') {
    return { status: 404, body: { errors: 'Not Found' } };
  }
  const { query, variables } = body.parse(json());
  const variantOf = (id: string) => {
    const price = prices.get(id);
    if (price === undefined) return null;
    const sku = id.endsWith('11') ? 'BD-35' : 'BD-35-XL';
    return { id, title: '3.5 g', sku, price, product: { id: 'gid://shopify/Product/1', title: 'Blue Dream' } };
  };
  const data = (given: object): VendorAnswer => ({ status: 200, body: { data: { ...given }, extensions: COST } });
  if (query.includes('shop {')) return data({ shop: { name: 'Thrive' } });
  if (query.includes('productVariant(id:')) return data({ productVariant: variantOf(String(variables.id)) });
  if (query.includes('productVariants(first:')) {
    // Its search finds what begins with the number.
    const wanted = /^sku:"(.*)"$/.exec(String(variables.query))?.[1] ?? '';
    const nodes = [...prices.keys()].flatMap((id) => variantOf(id) ?? []).filter(({ sku }) => sku.startsWith(wanted));
    return data({ productVariants: { nodes } });
  }
  if (!query.includes('productVariantsBulkUpdate')) {
    return { status: 200, body: { errors: [{ message: 'syntax error', extensions: { code: 'undefinedField' } }] } };
  }
  const [variant] = priced.parse(variables).variants;
  if (Number(variant.price) > 100_000) {
    const userErrors = [{ field: ['variants', '0', 'price'], message: 'Price is too high' }];
    return data({ productVariantsBulkUpdate: { productVariants: null, userErrors } });
  }
  prices.set(variant.id, variant.price);
  return data({ productVariantsBulkUpdate: { productVariants: [{ ...variant }], userErrors: [] } });
}

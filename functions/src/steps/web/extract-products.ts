import { z } from 'zod';
import { extractProducts as productsOf } from '../../connectors/product-data.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { pricedProductSchema } from '../../model/competitor.ts';
import { pageUrl, reading, readPage } from './reading.ts';

const params = z.strictObject({ url: pageUrl });
const output = z.object({ url: z.string(), products: z.array(pricedProductSchema), count: z.int() });

export const extractProducts = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...reading,
  id: 'extract_products',
  title: 'Read products and prices',
  description: 'Finds the products with their prices on a web page.',
  modelDescription:
    'Products with prices on a public page: JSON-LD, microdata, OpenGraph, else what the page looks like. An empty list when there are none.',
  icon: 'shopping-bag',
  example: { url: 'https://example.com/menu' },
  params,
  output,
  run: async ({ url }, context) => {
    const page = await readPage(url, context);
    const products = await productsOf(page.html, page.url);
    return { url: page.url, products, count: products.length };
  },
});

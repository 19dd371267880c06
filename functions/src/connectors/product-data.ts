import type { PricedProduct } from '../model/competitor.ts';
import { loadPage } from './page-tree.ts';
import { productsInJsonLd } from './product-json-ld.ts';
import { productsInMarkup } from './product-markup.ts';
import { productsInMicrodata, productsInOpenGraph } from './product-microdata.ts';

const MAX_PRODUCTS = 1_000;

/**
 * The products with prices that a page shows. What the shop states for machines (JSON-LD, microdata) is believed
 * first, then OpenGraph, and only then what the page merely looks like. Never throws on a broken page; what is nested
 * hundreds of levels deep or repeated thousands of times in one place is not looked at.
 */
export async function extractProducts(html: string, url: string): Promise<PricedProduct[]> {
  const page = await loadPage(html);
  const stated = [...productsInJsonLd(page, url), ...productsInMicrodata(page, url)];
  const found = [() => stated, () => productsInOpenGraph(page, url), () => productsInMarkup(page, url)];
  for (const source of found) {
    const products = distinct(source());
    if (products.length > 0) return products.slice(0, MAX_PRODUCTS);
  }
  return [];
}

/** Two products are the same with an equal sku, or without one with an equal name. The first one found stays. */
function distinct(products: readonly PricedProduct[]): PricedProduct[] {
  const skus = new Set<string>();
  const names = new Map<string, string | null>();
  return products.filter((product) => {
    const name = normalizedName(product.name);
    if (name === '') return false;
    const sku = product.sku?.toLowerCase() ?? null;
    if (sku !== null && skus.has(sku)) return false;
    // The same name under another sku is a variant and stays.
    const earlier = names.get(name);
    if (earlier !== undefined && (sku === null || earlier === null)) return false;
    if (sku !== null) skus.add(sku);
    names.set(name, sku);
    return true;
  });
}

/** A product's name for comparisons: letters and digits only, without case, accents, or double spaces. */
export function normalizedName(name: string): string {
  return name
    .replace(/[™®©℠]/g, '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}/.]+/gu, ' ')
    .trim();
}

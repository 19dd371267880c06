import type { CheerioAPI } from 'cheerio/slim';
import type { PricedProduct } from '../model/competitor.ts';
import { productsInJsonLd } from './product-json-ld.ts';
import { productsInMarkup } from './product-markup.ts';
import { productsInMicrodata, productsInOpenGraph } from './product-microdata.ts';

const MAX_PRODUCTS = 1_000;
/** Selecting costs more than linear time in a tree that is deep or huge; no shop needs either. */
const MAX_DEPTH = 200;
const MAX_ELEMENTS = 100_000;

/**
 * The products with prices that a page shows. What the shop states for machines (JSON-LD, microdata) is believed
 * first, then OpenGraph, and only then what the page merely looks like. Never throws on a broken page; what is nested
 * deeper than 200 levels, or comes after 100,000 elements, is not looked at.
 */
export async function extractProducts(html: string, url: string): Promise<PricedProduct[]> {
  const { load } = await import('cheerio/slim');
  const page = load(html);
  prune(page.root().toArray());
  const stated = [...productsInJsonLd(page, url), ...productsInMicrodata(page, url)];
  const found = [() => stated, () => productsInOpenGraph(page, url), () => productsInMarkup(page, url)];
  for (const source of found) {
    const products = distinct(source());
    if (products.length > 0) return products.slice(0, MAX_PRODUCTS);
  }
  return [];
}

type TreeNode = ReturnType<ReturnType<CheerioAPI>['toArray']>[number];

/** Cuts a tree in place, level by level. */
function prune(roots: readonly TreeNode[]): void {
  let level = roots;
  let count = 0;
  for (let depth = 0; level.length > 0; depth++) {
    count += level.length;
    const isLast = depth >= MAX_DEPTH || count > MAX_ELEMENTS;
    const next: TreeNode[] = [];
    for (const node of level) {
      if (!('children' in node)) continue;
      if (isLast) node.children = [];
      else for (const child of node.children) next.push(child);
    }
    level = next;
  }
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

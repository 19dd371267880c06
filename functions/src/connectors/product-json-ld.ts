import type { CheerioAPI } from 'cheerio/slim';
import type { PricedProduct } from '../model/competitor.ts';
import { currencyOf, type Price, parsePriceValue } from './price-text.ts';
import { absolute, cleanName, inStock } from './product-fields.ts';

type Node = Readonly<Record<string, unknown>>;
const MAX_DEPTH = 24;
/** Products that are mentioned beside the one on sale. */
const ASIDE = new Set(['isRelatedTo', 'isSimilarTo', 'isAccessoryOrSparePartFor', 'isConsumableFor', 'review']);

/** schema.org products in `<script type="application/ld+json">`, at any depth; scripts that do not parse are skipped. */
export function productsInJsonLd(page: CheerioAPI, url: string): PricedProduct[] {
  const roots = page('script[type*="ld+json" i]')
    .toArray()
    .map((script) => parseJson(page(script).text()));
  const nodes = roots.flatMap((root) => [...nodesIn(root)]);
  const byId = new Map<unknown, Node>();
  for (const node of nodes) {
    if (typeof node['@id'] === 'string' && Object.keys(node).length > 1) byId.set(node['@id'], node);
  }
  const resolve = (value: unknown): Node[] =>
    listOf(value).map((node) => (Object.keys(node).length === 1 ? (byId.get(node['@id']) ?? node) : node));
  return nodes.flatMap((node) => {
    if (hasType(node, 'Product')) return productFrom(node, resolve(node.offers), url);
    if (!hasType(node, 'Offer')) return [];
    return resolve(node.itemOffered).flatMap((product) => productFrom(product, [node], url));
  });
}

function productFrom(product: Node, offers: readonly Node[], url: string): PricedProduct[] {
  const name = textOf(product.name);
  const priced = offers.flatMap((offer) => {
    const price = priceOf(offer);
    return price ? [{ offer, ...price }] : [];
  });
  // Of several offers the cheapest one that can be had, as a shopper would.
  const buyable = priced.filter(({ offer }) => inStock(textOf(offer.availability)) !== false);
  const [best] = (buyable.length > 0 ? buyable : priced).toSorted((a, b) => a.price - b.price);
  if (name === null || !best) return [];
  return [
    {
      name: cleanName(name),
      sku: textOf(product.sku) ?? textOf(best.offer.sku) ?? textOf(product.mpn) ?? textOf(product.gtin13),
      price: best.price,
      currency: best.currency,
      url: absolute(textOf(product.url) ?? textOf(best.offer.url), url),
      inStock: inStock(textOf(best.offer.availability)),
    },
  ];
}

function priceOf(offer: Node): Price | null {
  const specification = listOf(offer.priceSpecification)[0] ?? {};
  const nested = listOf(offer.offers)[0] ?? {};
  for (const source of [offer, specification, nested]) {
    const price = parsePriceValue(source.price ?? source.lowPrice);
    const stated = textOf(source.priceCurrency) ?? textOf(offer.priceCurrency);
    if (price) return { price: price.price, currency: stated === null ? price.currency : currencyOf(stated) };
  }
  return null;
}

function* nodesIn(value: unknown, depth = 0): Generator<Node> {
  if (depth > MAX_DEPTH || value === null || typeof value !== 'object') return;
  if (Array.isArray(value)) {
    for (const inner of value) yield* nodesIn(inner, depth + 1);
    return;
  }
  yield value as Node;
  for (const [key, inner] of Object.entries(value)) if (!ASIDE.has(key)) yield* nodesIn(inner, depth + 1);
}

function parseJson(text: string): unknown {
  const bare = text.replace(/^\s*(?:<!--|\/\*\s*<!\[CDATA\[\s*\*\/|<!\[CDATA\[)|(?:-->|\]\]>|;)\s*$/g, '');
  try {
    // Line breaks inside of strings are the most common mistake; outside they mean nothing.
    return JSON.parse(bare.replace(/[\r\n\t]+/g, ' '));
  } catch {
    return null;
  }
}

function hasType(node: Node, type: string): boolean {
  const types = [node['@type']].flat();
  return types.some((one) => typeof one === 'string' && one.replace(/^.*[/:#]/, '') === type);
}

function listOf(value: unknown): Node[] {
  return [value].flat(1).filter((one): one is Node => one !== null && typeof one === 'object');
}

function textOf(value: unknown): string | null {
  const [first] = [value].flat(1);
  if (typeof first === 'number') return String(first);
  if (typeof first === 'string') return first.trim() === '' ? null : first.trim();
  if (first !== null && typeof first === 'object' && '@value' in first) return textOf(first['@value']);
  return null;
}

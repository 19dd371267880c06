import type { CheerioAPI } from 'cheerio/slim';
import type { PricedProduct } from '../model/competitor.ts';
import { currencyOf, parsePriceValue } from './price-text.ts';
import { absolute, cleanName, inStock } from './product-fields.ts';

const PRODUCT = '[itemscope][itemtype*="schema.org/Product" i]';

/** schema.org products written as microdata. */
export function productsInMicrodata(page: CheerioAPI, url: string): PricedProduct[] {
  return page(PRODUCT)
    .toArray()
    .flatMap((element) => {
      const scope = page(element);
      const own = (name: string) =>
        scope.find(`[itemprop~="${name}"]`).filter((_, found) => page(found).parents(PRODUCT).first().is(scope));
      // The name of the product itself, not that of its brand or seller.
      const name = own('name').filter((_, found) => page(found).parents('[itemscope]').first().is(scope));
      const price = parsePriceValue(statedIn(own('price')) ?? statedIn(own('lowPrice')));
      const label = cleanName(statedIn(name) ?? '');
      if (!price || label === '') return [];
      const currency = statedIn(own('priceCurrency'));
      return [
        {
          name: label,
          sku: statedIn(own('sku')) ?? statedIn(own('mpn')),
          price: price.price,
          currency: currency === null ? price.currency : currencyOf(currency),
          url: absolute(own('url').attr('href') ?? statedIn(own('url')), url),
          inStock: inStock(own('availability').attr('href') ?? statedIn(own('availability'))),
        },
      ];
    });
}

/** The one product of a page that describes itself by OpenGraph's `product:price:amount`. */
export function productsInOpenGraph(page: CheerioAPI, url: string): PricedProduct[] {
  const meta = (...names: string[]) => {
    for (const name of names) {
      const value = page(`meta[property="${name}"], meta[name="${name}"]`).attr('content')?.trim();
      if (value) return value;
    }
    return null;
  };
  const price = parsePriceValue(meta('product:sale_price:amount', 'product:price:amount', 'og:price:amount'));
  const name = cleanName(meta('og:title', 'twitter:title') ?? page('h1').first().text());
  if (!price || name === '') return [];
  const currency = meta('product:sale_price:currency', 'product:price:currency', 'og:price:currency');
  return [
    {
      name,
      sku: meta('product:retailer_item_id', 'product:sku'),
      price: price.price,
      currency: currency === null ? price.currency : currencyOf(currency),
      url: absolute(meta('og:url') ?? url, url),
      inStock: inStock(meta('product:availability', 'og:availability')),
    },
  ];
}

function statedIn(found: ReturnType<CheerioAPI>): string | null {
  const first = found.first();
  const value = (first.attr('content') ?? first.attr('value') ?? first.text()).trim();
  return value === '' ? null : value;
}

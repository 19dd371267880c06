import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractProducts, normalizedName } from './product-data.ts';

const URL = 'https://shop.example/menu/';
const jsonLd = (data: unknown) => `<script type="application/ld+json">${JSON.stringify(data)}</script>`;
const product = (name: string, offers: unknown, more: object = {}) => ({ '@type': 'Product', name, offers, ...more });
const offer = (price: unknown, more: object = {}) => ({ '@type': 'Offer', price, priceCurrency: 'USD', ...more });
async function pairs(html: string) {
  return (await extractProducts(html, URL)).map(({ name, price, currency }) => [name, price, currency]);
}

describe('products in JSON-LD', () => {
  it('are read with sku, link, currency and stock', async () => {
    const html = jsonLd({
      '@context': 'https://schema.org',
      ...product('Blue Dream', offer('29.75', { availability: 'https://schema.org/InStock' }), {
        sku: 'BD-35',
        url: '/p/bd#x',
      }),
    });
    expect(await extractProducts(html, URL)).toEqual([
      {
        name: 'Blue Dream',
        sku: 'BD-35',
        price: 29.75,
        currency: 'USD',
        url: 'https://shop.example/p/bd',
        inStock: true,
      },
    ]);
  });

  it.each([
    ['in a @graph', { '@graph': [{ '@type': 'WebSite' }, product('A', offer(1))] }],
    ['in an array', [product('A', offer(1))]],
    ['with a list of types', { ...product('A', offer(1)), '@type': ['Thing', 'Product'] }],
    ['with a type in full', { ...product('A', offer(1)), '@type': 'http://schema.org/Product' }],
    [
      'in an ItemList',
      { '@type': 'ItemList', itemListElement: [{ '@type': 'ListItem', item: product('A', offer(1)) }] },
    ],
    [
      'with an AggregateOffer',
      product('A', { '@type': 'AggregateOffer', lowPrice: '1', highPrice: 9, priceCurrency: 'USD' }),
    ],
    [
      'with several offers, the cheapest to be had',
      product('A', [offer(3), offer(1), offer(0.5, { availability: 'OutOfStock' })]),
    ],
    [
      'with a priceSpecification',
      product('A', { '@type': 'Offer', priceSpecification: [{ price: 1, priceCurrency: 'USD' }] }),
    ],
    [
      'with an offer elsewhere in the graph',
      { '@graph': [{ '@id': '#o', ...offer(1) }, product('A', { '@id': '#o' })] },
    ],
    [
      'in an offer',
      { '@type': 'OfferCatalog', itemListElement: [{ ...offer(1), itemOffered: { '@type': 'Product', name: 'A' } }] },
    ],
    ['as variants of a group', { '@type': 'ProductGroup', name: 'G', hasVariant: [product('A', offer(1))] }],
    ['with a price in words', product('A', { '@type': 'Offer', price: '$1.00' })],
  ])('are found %s', async (_, data) => {
    expect(await pairs(jsonLd(data))).toEqual([['A', 1, 'USD']]);
  });

  it('survive a broken script beside them, line breaks in strings and comment marks', async () => {
    const html = `<script type="application/ld+json">{broken</script>
      <script type="application/ld+json"><!-- {"@type":"Product","name":"A\nB","offers":{"price":2,"priceCurrency":"EUR"}} --></script>`;
    expect(await pairs(html)).toEqual([['A B', 2, 'EUR']]);
  });

  it('without a price, or merely related, are left out', async () => {
    const html = jsonLd([
      product('No offer', undefined),
      product('Bad', offer('n/a')),
      product('A', offer(1), { isRelatedTo: product('B', offer(2)) }),
    ]);
    expect(await pairs(html)).toEqual([['A', 1, 'USD']]);
  });

  it('are counted once per sku or name, and variants stay', async () => {
    const html = jsonLd([
      product('Blue Dream', offer(30), { sku: '1' }),
      product('Blue Dream again', offer(31), { sku: '1' }),
      product('Blue Dream', offer(55), { sku: '2' }),
      product('BLUE  dream', offer(32)),
      product('Tom &amp; Jerry', offer(4)),
    ]);
    expect(await pairs(html)).toEqual([
      ['Blue Dream', 30, 'USD'],
      ['Blue Dream', 55, 'USD'],
      ['Tom & Jerry', 4, 'USD'],
    ]);
  });

  it('win over everything that the page merely looks like', async () => {
    const html = `${jsonLd(product('A', offer(1)))}<meta property="product:price:amount" content="7"><meta property="og:title" content="X"><div><h3>Z</h3><b>$9</b></div>`;
    expect(await pairs(html)).toEqual([['A', 1, 'USD']]);
  });
});

describe('products in microdata', () => {
  it('are read with the name of the product, not of its brand', async () => {
    const html = `<div itemscope itemtype="https://schema.org/Product">
      <span itemprop="brand" itemscope itemtype="https://schema.org/Brand"><span itemprop="name">Acme</span></span>
      <h2 itemprop="name">OG Kush</h2><meta itemprop="sku" content="OG1"><a itemprop="url" href="og">more</a>
      <div itemprop="offers" itemscope itemtype="https://schema.org/Offer"><meta itemprop="priceCurrency" content="USD">
      <span itemprop="price" content="34.00">$34</span><link itemprop="availability" href="https://schema.org/OutOfStock"></div></div>`;
    expect(await extractProducts(html, URL)).toEqual([
      { name: 'OG Kush', sku: 'OG1', price: 34, currency: 'USD', url: 'https://shop.example/menu/og', inStock: false },
    ]);
  });
  it('may say the price in text', async () => {
    const html = `<div itemscope itemtype="http://schema.org/Product"><b itemprop="name">A</b><i itemprop="price">1.299,00 €</i></div>`;
    expect(await pairs(html)).toEqual([['A', 1299, 'EUR']]);
  });
});

describe('a product in OpenGraph', () => {
  it('is read from product:price and the title', async () => {
    const html = `<meta property="og:title" content="OG Dream"><meta property="product:price:amount" content="31.00"><meta property="product:price:currency" content="usd">`;
    expect(await pairs(html)).toEqual([['OG Dream', 31, 'USD']]);
  });
});

describe('products in common markup', () => {
  it.each([
    [
      'cards with classes',
      '<div class="card"><h3 class="product-name">Blue Dream</h3><span class="price">$29.75</span></div><div class="card"><h3>Sour Diesel</h3><span class="price">$31</span></div>',
      [
        ['Blue Dream', 29.75, 'USD'],
        ['Sour Diesel', 31, 'USD'],
      ],
    ],
    [
      'a table',
      '<table><tr><th>Product</th><th>Price</th></tr><tr><td>Blue Dream</td><td>3.5g</td><td>$29.75</td></tr><tr><td>Sour Diesel</td><td>3.5g</td><td>$31.00</td></tr></table>',
      [
        ['Blue Dream', 29.75, 'USD'],
        ['Sour Diesel', 31, 'USD'],
      ],
    ],
    [
      'a plain list',
      '<ul><li>Blue Dream 3.5g - $29.75</li><li>Sour Diesel: $31</li></ul>',
      [
        ['Blue Dream 3.5g', 29.75, 'USD'],
        ['Sour Diesel', 31, 'USD'],
      ],
    ],
    [
      'a list with tags',
      '<ul><li><span>Blue Dream</span> <strong>$29.75</strong></li><li><em>$31</em> Sour Diesel</li></ul>',
      [
        ['Blue Dream', 29.75, 'USD'],
        ['Sour Diesel', 31, 'USD'],
      ],
    ],
    [
      'data attributes',
      '<div data-name="Blue Dream" data-price="29.75" data-currency="USD"></div><article data-product-name="Sour"><i data-product-price="31">31</i></article>',
      [
        ['Blue Dream', 29.75, 'USD'],
        ['Sour', 31, null],
      ],
    ],
    [
      'a loose itemprop',
      '<div><h2>Blue Dream</h2><span itemprop="price">£29.75</span></div>',
      [['Blue Dream', 29.75, 'GBP']],
    ],
    [
      'a sale, where the former price is struck',
      '<div class="p"><h3>Blue Dream</h3><p class="price"><del>$35.00</del> <ins>$29.75</ins></p></div><div class="p"><h3>Sour</h3><span class="price--compare">$40</span><span class="price">$31</span></div>',
      [
        ['Blue Dream', 29.75, 'USD'],
        ['Sour', 31, 'USD'],
      ],
    ],
    [
      'nested price tags of shop systems',
      '<li class="product"><a href="/p/1"><h2 class="woocommerce-loop-product__title">Blue Dream</h2><span class="price"><span class="woocommerce-Price-amount amount"><bdi><span class="s">$</span>29.75</bdi></span></span></a></li>',
      [['Blue Dream', 29.75, 'USD']],
    ],
    ['German prices', '<div><h3>Käse</h3><span class="preis price">1.299,00 €</span></div>', [['Käse', 1299, 'EUR']]],
  ])('are found in %s', async (_, html, expected) => {
    expect(await pairs(`<html><body>${html}</body></html>`)).toEqual(expected);
  });

  it('keep the link and see what is sold out', async () => {
    const html = '<div class="card" data-sku="S1"><a href="/p/1">Blue Dream</a> <b>$29.75</b> Sold out</div>';
    expect(await extractProducts(html, URL)).toEqual([
      { name: 'Blue Dream', sku: 'S1', price: 29.75, currency: 'USD', url: 'https://shop.example/p/1', inStock: false },
    ]);
  });

  it.each([
    '<p>Free delivery over $50</p>',
    '<p>Save $5 today</p>',
    '<div>Subtotal: $99</div>',
    '<footer><h3>A</h3><b>$3</b></footer>',
    '<h3>Hours</h3><p>9 to 5</p>',
    '',
    'no html at all',
    '<script>var price = "$5"</script>',
  ])('are not seen in %j', async (html) => {
    expect(await pairs(html)).toEqual([]);
  });
});

describe('extraction', () => {
  it('never throws, whatever the page holds', async () => {
    const piece = fc.constantFrom(
      '<div itemscope itemtype="https://schema.org/Product">',
      '<script type="application/ld+json">',
      '</script>',
      '{"@type":"Product","offers":',
      '[',
      '}',
      '<b class=price>',
      '$5',
      '</div>',
      '<table><tr><td>',
      '"name":1',
      '<h3>',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }), async (parts) => {
        for (const { price, name } of await extractProducts(parts.join(''), URL)) {
          expect(price).toBeGreaterThanOrEqual(0);
          expect(name).not.toBe('');
        }
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['a page nested without end', `${'<div>'.repeat(300_000)}<b class=price>$5</b>`],
    ['a page as wide as it is long', `<div><section>${'<b class=price>$5</b>'.repeat(80_000)}</section></div>`],
    ['names without prices', `<div>${'<h3>Nine</h3>'.repeat(100_000)}${'<b class=price>$5</b>'.repeat(50_000)}</div>`],
    [
      'products in products',
      '<div itemscope itemtype="https://schema.org/Product"><b itemprop=name>x</b><b itemprop=price>5</b>'.repeat(
        10_000,
      ),
    ],
    [
      'brackets in brackets',
      `<script type="application/ld+json">${'['.repeat(200_000)}${']'.repeat(200_000)}</script>`,
    ],
    ['digits without end', `<p>${'1 111 '.repeat(500_000)}</p>`],
    ['drawings that never end', '<svg>'.repeat(300_000)],
  ])(
    'does not hang on %s',
    async (_, html) => {
      const started = performance.now();
      await extractProducts(html, URL);
      expect(performance.now() - started).toBeLessThan(8_000);
    },
    30_000,
  );

  it('compares names without case, accents and punctuation', () => {
    expect(normalizedName('  Crème-Brûlée™ (3.5g) ')).toBe(normalizedName('creme brulee 3.5G'));
    expect(normalizedName('Blue Dream 1/8')).not.toBe(normalizedName('Blue Dream 1/4'));
  });
});

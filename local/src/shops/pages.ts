import { escapeHtml } from '../kit/http-server.ts';
import type { Markup, Shop, ShopProduct } from './catalogue.ts';

/** Where everything of a shop is listed. */
export const MENU_PATH = '/menu';

export function productPath(product: ShopProduct): string {
  return `/products/${product.id}`;
}

interface Style {
  head: (product: ShopProduct, origin: string) => string;
  menu: (shop: Shop, origin: string) => string;
  product: (product: ShopProduct, origin: string) => string;
}

/** A shop's whole menu as one page. */
export function menuPage(shop: Shop, origin: string): string {
  const body = `<h1>Menu</h1>${STYLES[shop.markup].menu(shop, origin)}`;
  return layout(shop, 'Menu', `<link rel="canonical" href="${origin}${MENU_PATH}">`, body);
}

/** The page of one product. */
export function productPage(shop: Shop, product: ShopProduct, origin: string): string {
  const style = STYLES[shop.markup];
  const body = `${style.product(product, origin)}<p><a href="${MENU_PATH}">Back to the menu</a></p>`;
  return layout(shop, product.name, style.head(product, origin), body);
}

const JSON_LD: Style = {
  head: (product, origin) => jsonLd({ '@context': 'https://schema.org', ...ldProduct(product, origin) }),
  menu(shop, origin) {
    const items = shop.products.map((product, index) => ({
      '@type': 'ListItem',
      position: index + 1,
      item: ldProduct(product, origin),
    }));
    const list = { '@type': 'ItemList', name: 'Menu', itemListElement: items };
    const store = { '@type': 'Store', name: shop.name, url: origin };
    return `${jsonLd({ '@context': 'https://schema.org', '@graph': [store, list] })}${cards(shop.products, plainCard)}`;
  },
  product: (product) => plainCard(product),
};

const MICRODATA: Style = {
  head: () => '',
  menu: (shop, origin) => cards(shop.products, (product) => MICRODATA.product(product, origin)),
  product: (product, origin) => `<article class="card" itemscope itemtype="https://schema.org/Product">
<a itemprop="url" href="${origin}${productPath(product)}"><h2 itemprop="name">${escapeHtml(product.name)}</h2></a>
<meta itemprop="sku" content="${product.id}"><p itemprop="category">${escapeHtml(product.category)}, ${escapeHtml(product.size)}</p>
<p itemprop="offers" itemscope itemtype="https://schema.org/Offer"><meta itemprop="priceCurrency" content="USD">
<span itemprop="price" content="${product.price.toFixed(2)}">${dollars(product)}</span>
<link itemprop="availability" href="${availability(product)}">${stock(product)}</p></article>`,
};

const OPENGRAPH: Style = {
  head: (product, origin) => `<meta property="og:type" content="product">
<meta property="og:title" content="${escapeHtml(product.name)}"><meta property="og:url" content="${origin}${productPath(product)}">
<meta property="product:price:amount" content="${product.price.toFixed(2)}"><meta property="product:price:currency" content="USD">
<meta property="product:availability" content="${product.inStock ? 'in stock' : 'out of stock'}">
<meta property="product:retailer_item_id" content="${product.id}">`,
  menu: (shop) => cards(shop.products, plainCard),
  product: (product) => plainCard(product),
};

const STYLES: Record<Markup, Style> = { 'json-ld': JSON_LD, microdata: MICRODATA, opengraph: OPENGRAPH };

function ldProduct(product: ShopProduct, origin: string): object {
  return {
    '@type': 'Product',
    name: product.name,
    sku: product.id,
    category: product.category,
    url: `${origin}${productPath(product)}`,
    offers: {
      '@type': 'Offer',
      price: product.price.toFixed(2),
      priceCurrency: 'USD',
      availability: availability(product),
    },
  };
}

function jsonLd(content: object): string {
  return `<script type="application/ld+json">${JSON.stringify(content).replaceAll('<', '\\u003c')}</script>`;
}

/** The markup most shops have: a card with a name and a price in it, and nothing for machines. */
function plainCard(product: ShopProduct): string {
  return `<article class="card product"><a href="${productPath(product)}"><h2 class="product-name">${escapeHtml(product.name)}</h2></a>
<p class="meta">${escapeHtml(product.category)}, ${escapeHtml(product.size)}</p><p><span class="price">${dollars(product)}</span>${stock(product)}</p></article>`;
}

function cards(products: readonly ShopProduct[], card: (product: ShopProduct) => string): string {
  return `<section class="menu">${products.map(card).join('\n')}</section>`;
}

function dollars(product: ShopProduct): string {
  return `$${product.price.toFixed(2)}`;
}

function stock(product: ShopProduct): string {
  return product.inStock ? '' : ' <em>Sold out</em>';
}

function availability(product: ShopProduct): string {
  return `https://schema.org/${product.inStock ? 'InStock' : 'OutOfStock'}`;
}

function layout(shop: Shop, title: string, head: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)} | ${escapeHtml(shop.name)}</title>
<meta property="og:site_name" content="${escapeHtml(shop.name)}">${head}
<style>:root { color-scheme: light dark } body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: auto; padding: 1rem }
.menu { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: 1rem }
.card { border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: 10px; padding: 1rem } h2 { font-size: 1.1rem; margin: 0 }
.card p { margin: .3rem 0 } .price { font-weight: 700 }</style></head>
<body><header><a href="/"><strong>${escapeHtml(shop.name)}</strong></a> <small>${escapeHtml(shop.tagline)}</small></header>
<main>${body}</main><footer><small>A demo shop of Playbooks; nothing is sold here.</small></footer></body></html>`;
}

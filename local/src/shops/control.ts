import { z } from 'zod';
import {
  escapeHtml,
  HttpError,
  html,
  isFormPost,
  json,
  type LocalReply,
  type LocalRequest,
  redirect,
} from '../kit/http-server.ts';
import { PAGE_HEADERS, page } from '../kit/page.ts';
import type { Shop } from './catalogue.ts';
import { MENU_PATH } from './pages.ts';
import { failureSchema, type Shops } from './shops.ts';

const priceSchema = z.object({
  shop: z.string().min(1),
  product: z.string().min(1),
  price: z.coerce.number().min(0).max(100_000),
});
const failureRequestSchema = z.intersection(z.object({ shop: z.string().min(1) }), failureSchema);

/** The control door of the shops. `origins` are their addresses by shop id. */
export function controlDoor(shops: Shops, origins: ReadonlyMap<string, string>) {
  return async (request: LocalRequest): Promise<LocalReply> => {
    switch (`${request.method} ${request.url.pathname}`) {
      case 'GET /':
        return redirect('/control');
      case 'GET /control':
        return html(controlPage(shops, origins), PAGE_HEADERS);
      case 'GET /control/shops':
        return json(
          shops.all().map((shop) => ({ ...shop, url: menuUrl(shop, origins), failure: failureOf(shops, shop) })),
        );
      case 'POST /control/prices': {
        const { shop, product, price } = await request.body(priceSchema);
        const changed = await shops.setPrice(shop, product, price);
        return isFormPost(request) ? redirect('/control') : json({ shop: shops.get(shop).name, product: changed });
      }
      case 'POST /control/failures': {
        const { shop, ...failure } = await request.body(failureRequestSchema);
        shops.failures.set(shops.get(shop).id, failure);
        return isFormPost(request) ? redirect('/control') : json({ shop: shops.get(shop).name, ...failure });
      }
      default:
        throw new HttpError(
          404,
          'There are: GET /control, GET /control/shops, POST /control/prices, POST /control/failures.',
        );
    }
  };
}

function menuUrl(shop: Shop, origins: ReadonlyMap<string, string>): string {
  return `${origins.get(shop.id)}${MENU_PATH}`;
}

function failureOf(shops: Shops, shop: Shop): string {
  return shops.failures.get(shop.id)?.mode ?? 'none';
}

function controlPage(shops: Shops, origins: ReadonlyMap<string, string>): string {
  const intro =
    '<p class="soft">Three competitors for the demo. Change a price, run the playbook, and see what it finds.</p>';
  return page(
    'Demo shops',
    intro +
      shops
        .all()
        .map((shop) => section(shop, shops, origins))
        .join(''),
  );
}

function section(shop: Shop, shops: Shops, origins: ReadonlyMap<string, string>): string {
  const hiddenShop = `<input type="hidden" name="shop" value="${shop.id}">`;
  const rows = shop.products.map(
    (product) => `<tr><td>${escapeHtml(product.name)}</td><td>${escapeHtml(product.size)}</td>
<td><form method="post" action="/control/prices">${hiddenShop}<input type="hidden" name="product" value="${product.id}">
<input name="price" type="number" min="0" step="0.01" required value="${product.price.toFixed(2)}" aria-label="Price of ${escapeHtml(product.name)} in dollars">
<button>Set</button></form></td></tr>`,
  );
  const modes = failureSchema.options.map((option) => {
    const mode = option.shape.mode.value;
    return `<option${mode === failureOf(shops, shop) ? ' selected' : ''}>${mode}</option>`;
  });
  return `<h2>${escapeHtml(shop.name)}</h2><p><a href="${menuUrl(shop, origins)}">${menuUrl(shop, origins)}</a> <span class="soft">(${shop.markup})</span></p>
<table><thead><tr><th>Product</th><th>Size</th><th>Price in $</th></tr></thead><tbody>${rows.join('')}</tbody></table>
<form method="post" action="/control/failures">${hiddenShop}<label>Failure <select name="mode">${modes.join('')}</select></label><button>Apply</button></form>`;
}

import type { CheerioAPI } from 'cheerio/slim';
import type { PricedProduct } from '../model/competitor.ts';
import { currencyOf, findPrice, type Price, parsePrice } from './price-text.ts';
import { absolute, cleanName, inStock } from './product-fields.ts';

type Element = ReturnType<CheerioAPI>;

const NOISE = 'script, style, noscript, template, svg, nav, footer, [hidden], [aria-hidden="true"]';
const PRICES =
  '[data-price], [data-product-price], [itemprop="price"], [class*="price" i], [id*="price" i], ins, td, li, dd, span, strong, b, em, i, p, div';
const FORMER =
  'del, s, strike, [class*="old" i], [class*="was" i], [class*="compare" i], [class*="original" i], [class*="strike" i], [class*="msrp" i]';
const NAMES =
  '[data-name], [data-product-name], [itemprop="name"], [class*="name" i], [class*="title" i], h1, h2, h3, h4, h5, h6, th, a[href]';
/** Sums of money that are not the price of a product. */
const OTHER_SUMS =
  /\b(save|off|over|orders?|delivery|shipping|minimum|subtotal|total|cart|tax|deposit|up to|gift|fee)\b/i;
const MAX_CANDIDATES = 5_000;
const MAX_CLIMB = 6;
const MAX_LINE = 160;

/** Products as they merely look on a page: a price with a name beside it, in a card, a table row or a list line. */
export function productsInMarkup(page: CheerioAPI, url: string): PricedProduct[] {
  page(NOISE).remove();
  page(FORMER).remove();
  const taken = new Set<unknown>();
  const cards: Cards = new Map();
  return page(PRICES)
    .toArray()
    .slice(0, MAX_CANDIDATES)
    .flatMap((element) => {
      const where = page(element);
      const price = priceAt(where);
      if (!price) return [];
      const named = nameFor({ page, cards }, where, price.before);
      if (!named || taken.has(named.card.get(0))) return [];
      taken.add(named.card.get(0));
      const { card } = named;
      return [
        {
          name: named.name,
          sku: card.attr('data-sku') ?? card.find('[data-sku]').attr('data-sku') ?? null,
          price: price.price,
          currency:
            price.currency ??
            currencyOf(card.find('[data-currency]').addBack('[data-currency]').attr('data-currency') ?? ''),
          url: absolute(card.find('a[href]').addBack('a[href]').attr('href'), url),
          inStock: /\b(sold out|out of stock)\b/i.test(card.text()) ? false : inStock(card.attr('data-availability')),
        },
      ];
    });
}

interface PriceHere extends Price {
  /** What the same line says before the price. */
  readonly before: string;
}

function priceAt(element: Element): PriceHere | null {
  const data = element.attr('data-price') ?? element.attr('data-product-price');
  if (data !== undefined) {
    const price = parsePrice(data);
    // Bare data says no currency; the text beside it may.
    return price && { ...price, currency: price.currency ?? findPrice(element.text())?.currency ?? null, before: '' };
  }
  const isPrice = element.is('[itemprop="price"], [class*="price" i], [id*="price" i], ins');
  const text = isPrice ? element.text() : ownText(element);
  if (text.length > MAX_LINE || OTHER_SUMS.test(text)) return null;
  const found = findPrice(text);
  return found && { price: found.price, currency: found.currency, before: text.slice(0, found.index) };
}

/** What an element offers as a card around a price; null when it is too large to be one. Kept, since many prices share it. */
type Cards = Map<unknown, { readonly names: readonly Element[]; readonly line: string } | null>;
interface Search {
  readonly page: CheerioAPI;
  readonly cards: Cards;
}
const MAX_CARD_TEXT = 2_000;
const MAX_CARD_NAMES = 30;

/** The nearest name around a price, and the element that holds both. */
function nameFor(search: Search, price: Element, before: string): { name: string; card: Element } | null {
  const line = asName(before);
  if (line !== null) return { name: line, card: price };
  let card = price;
  for (let climbed = 0; climbed < MAX_CLIMB; climbed++) {
    const label = card.attr('data-name') ?? card.attr('data-product-name');
    const inside = asName(label ?? '') ?? nameIn(search, card, price);
    if (inside === TOO_LARGE) return null;
    if (inside !== null) return { name: inside, card };
    card = card.parent();
    if (card.length === 0 || card.is('body, html, table, tbody, main, ul, ol')) return null;
  }
  return null;
}
const TOO_LARGE = Symbol('too large');

function nameIn(search: Search, card: Element, price: Element): string | typeof TOO_LARGE | null {
  const { page } = search;
  const offer = offerOf(search, card);
  if (offer === null) return TOO_LARGE;
  const at = price.get(0);
  for (const element of offer.names) {
    const candidate = element.get(0);
    if (!at || !candidate || candidate === at || page.contains(candidate, at) || page.contains(at, candidate)) continue;
    const name = asName(element.attr('data-name') ?? element.attr('data-product-name') ?? element.text());
    if (name !== null && findPrice(name) === null) return name;
  }
  return nameInLine(offer.line);
}

function offerOf({ page, cards }: Search, card: Element) {
  const key = card.get(0);
  const known = cards.get(key);
  if (known !== undefined) return known;
  const firstCell = card.is('tr') ? card.children('td').first().toArray() : [];
  const names = [...card.find(NAMES).toArray(), ...firstCell];
  const line = card.text();
  const offer =
    names.length > MAX_CARD_NAMES || line.length > MAX_CARD_TEXT
      ? null
      : { names: names.map((name) => page(name)), line };
  cards.set(key, offer);
  return offer;
}

/** The words of a short line with a single price, before it or after it. */
function nameInLine(text: string): string | null {
  const line = text.replace(/\s+/g, ' ').trim();
  const found = line.length <= MAX_LINE ? findPrice(line) : null;
  if (!found) return null;
  const rest = line.slice(found.index + found.length);
  return findPrice(rest) ? null : (asName(line.slice(0, found.index)) ?? asName(rest));
}

/** Text that can be a product's name: letters in it, short, without the marks that lead to a price. */
function asName(text: string): string | null {
  const name = cleanName(text)
    .replace(/[\s:|·•.–—-]+$/u, '')
    .replace(/\b(from|price|now|only)$/i, '')
    .trim();
  return /\p{L}{2}/u.test(name) &&
    name.length <= 120 &&
    !/^(price|from|now|only|sale|add to (cart|bag)|buy now|view|details|regular|today)$/i.test(name)
    ? name
    : null;
}

function ownText(element: Element): string {
  return element
    .contents()
    .toArray()
    .map((node) => ('data' in node && node.type === 'text' ? String(node.data) : ' '))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A price as written for people. `currency` is ISO 4217, null when the text does not say. */
export interface Price {
  readonly price: number;
  readonly currency: string | null;
}

const SIGNS: Readonly<Record<string, string | null>> = {
  $: 'USD',
  US$: 'USD',
  C$: 'CAD',
  CA$: 'CAD',
  A$: 'AUD',
  AU$: 'AUD',
  NZ$: 'NZD',
  HK$: 'HKD',
  S$: 'SGD',
  R$: 'BRL',
  MX$: 'MXN',
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
  '₩': 'KRW',
  '₪': 'ILS',
  '₺': 'TRY',
  '₴': 'UAH',
  zł: 'PLN',
  Kč: 'CZK',
  kr: null,
};
const CODES = 'USD|EUR|GBP|CAD|AUD|NZD|CHF|JPY|CNY|INR|SEK|NOK|DKK|PLN|CZK|HUF|RON|BRL|MXN|ZAR|SGD|HKD|KRW|ILS|TRY';
const SIGN = `(?:(?:US|CA|AU|NZ|HK|MX|[CASR])?\\$|[€£¥₹₩₪₺₴]|zł|Kč|kr\\b|\\b(?:${CODES})\\b)`;
// Digits, in groups of three parted by a comma, dot, apostrophe or space, then perhaps a decimal part.
const NUMBER = "\\d{1,3}(?:[.,'’\\u00a0\\u202f ]\\d{3})+(?:[.,]\\d{1,2})?(?!\\d)|\\d+(?:[.,]\\d{1,4})?";
const PRICE = new RegExp(`(${SIGN})\\s?(${NUMBER})|(${NUMBER})\\s?(?:,-\\s?|[–-]\\s?)?(${SIGN})`, 'u');

export interface FoundPrice extends Price {
  /** Where the price stands in the text. */
  readonly index: number;
  readonly length: number;
}

/** The first price with a currency in a text; of a range, its lower end. Null when there is none. */
export function findPrice(text: string): FoundPrice | null {
  const match = PRICE.exec(text);
  if (!match) return null;
  const price = parseNumber(match[2] ?? match[3] ?? '');
  if (price === null) return null;
  return { price, currency: currencyOf(match[1] ?? match[4] ?? ''), index: match.index, length: match[0].length };
}

/** A price that stands alone, with or without a currency: `$1,299.00`, `1.299,00 €`, `£5`, `29.50`, `$10 – $20`. */
export function parsePrice(text: string): Price | null {
  const found = findPrice(text);
  if (found) return { price: found.price, currency: found.currency };
  const bare = new RegExp(`^\\D{0,12}?(${NUMBER})(?![\\d.,]*\\s?%|\\d)`, 'u').exec(text.trim());
  const price = bare ? parseNumber(bare[1] ?? '') : null;
  return price === null ? null : { price, currency: null };
}

/** A price as data has it: a number, or text whose dot is the decimal point. */
export function parsePriceValue(value: unknown): Price | null {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? { price: value, currency: null } : null;
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (/^\d+(\.\d+)?$/.test(text)) return { price: Number(text), currency: null };
  return /^-/.test(text) ? null : parsePrice(text);
}

/** A sign or code as ISO 4217; null when it is none or stands for several. */
export function currencyOf(text: string): string | null {
  const sign = text.trim();
  const known = SIGNS[sign];
  if (known !== undefined) return known;
  return /^[A-Za-z]{3}$/.test(sign) ? sign.toUpperCase() : null;
}

function parseNumber(text: string): number | null {
  const digits = text.replace(/['’\u00a0\u202f ]/g, '');
  const last = Math.max(digits.lastIndexOf('.'), digits.lastIndexOf(','));
  const parts = digits.split(/[.,]/);
  const both = digits.includes('.') && digits.includes(',');
  // One mark before exactly three digits parts thousands, unless nothing but a zero stands before it.
  const thousands = !both && parts.slice(1).every((part) => part.length === 3) && parts[0] !== '0';
  const plain =
    last < 0 || thousands
      ? digits.replace(/[.,]/g, '')
      : `${digits.slice(0, last).replace(/[.,]/g, '')}.${digits.slice(last + 1)}`;
  const value = Number(plain);
  return plain !== '' && Number.isFinite(value) ? value : null;
}

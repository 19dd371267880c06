const ENTITIES: Readonly<Record<string, string>> = { amp: '&', quot: '"', apos: "'", lt: '<', gt: '>', nbsp: ' ' };
const MAX_NAME = 200;

/** A product's name for people: entities of doubly escaped text decoded, white space folded, cut at 200 characters. */
export function cleanName(text: string): string {
  return text
    .replace(/&(?:#(\d{1,6})|([a-z]+));/gi, (whole, code: string | undefined, name: string | undefined) =>
      code === undefined ? (ENTITIES[name?.toLowerCase() ?? ''] ?? whole) : safeCodePoint(Number(code)),
    )
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MAX_NAME);
}

function safeCodePoint(code: number): string {
  return code > 31 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

/** A link of a page in full, without its fragment; null unless it is http(s). */
export function absolute(link: string | null | undefined, base: string): string | null {
  const url = link ? URL.parse(link, base) : null;
  if (!url || !/^https?:$/.test(url.protocol)) return null;
  url.hash = '';
  return url.href;
}

/** schema.org's and shops' own words for availability; null when they say nothing. */
export function inStock(availability: string | null | undefined): boolean | null {
  const word = (availability ?? '')
    .toLowerCase()
    .replace(/^.*\//, '')
    .replace(/[^a-z]/g, '');
  if (/^(outofstock|soldout|discontinued|unavailable|oos)$/.test(word)) return false;
  return /^(instock|instoreonly|onlineonly|limitedavailability|available|preorder|presale|backorder)$/.test(word)
    ? true
    : null;
}

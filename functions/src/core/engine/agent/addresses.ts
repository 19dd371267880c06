import type { JsonValue } from '../../../model/json.ts';

const ADDRESS = /\bhttps?:\/\/[^\s"'<>()[\]{}\\^`|]+/gi;

/** What a text names: found in the middle of others, without the marks that end a sentence. */
export function addressesIn(value: JsonValue): string[] {
  return textsIn(value).flatMap((text) => {
    const found = [...text.matchAll(ADDRESS)].map(([address]) => address.replace(/[.,;:!?]+$/, ''));
    return [text.trim(), ...found].flatMap((address) => hrefOf(address) ?? []);
  });
}

/** What it would call: each text as a whole, whatever stands in it, so that nothing can be hung on an address that is known. */
export function wantedIn(value: JsonValue): string[] {
  return textsIn(value).flatMap((text) => {
    const parts = /^\s*https?:/i.test(text) ? [text.trim()] : text.split(/\s+/);
    return parts.flatMap((part) => {
      const [address] = /https?:.*$/is.exec(part) ?? [];
      return address === undefined ? [] : [hrefOf(address) ?? address];
    });
  });
}

function hrefOf(address: string): string | null {
  return /^https?:/i.test(address) && URL.canParse(address) ? new URL(address).href : null;
}

function textsIn(value: JsonValue): string[] {
  if (typeof value === 'string') return [value];
  return value === null || typeof value !== 'object' ? [] : Object.values(value).flatMap(textsIn);
}

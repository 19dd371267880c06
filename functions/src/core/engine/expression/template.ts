import { Problem } from './value.ts';

/** A `{{…}}` in a text: what stands between the braces, where it starts, and whether that is inside quotes. */
export interface Slot {
  readonly source: string;
  readonly start: number;
  readonly quoted: boolean;
}

/** Splits a text at its `{{…}}`. Quotes and braces inside of them belong to the expression. Throws `Problem`. */
export function splitTemplate(text: string): (string | Slot)[] {
  const parts: (string | Slot)[] = [];
  let quote = '';
  for (let index = 0; index < text.length; ) {
    const start = text.indexOf('{{', index);
    const literal = text.slice(index, start < 0 ? text.length : start);
    if (literal !== '') parts.push(literal);
    if (start < 0) return parts;
    quote = quoteAfter(literal, quote);
    const end = endOf(text, start + 2);
    if (end < 0) throw new Problem('This {{ is not closed by }}.', start);
    parts.push({ source: text.slice(start + 2, end), start, quoted: quote !== '' });
    index = end + 2;
  }
  return parts;
}

/** Which quote is open at the end of `text`, if `quote` was open at its start. */
function quoteAfter(text: string, quote: string): string {
  let open = quote;
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (open === '') open = c === '"' || c === "'" ? c : '';
    else if (c === '\\') i++;
    else if (c === open) open = '';
  }
  return open;
}

/** Where the `}}` stands that closes an expression; -1 when there is none. */
function endOf(text: string, from: number): number {
  let quote = '';
  let braces = 0;
  for (let i = from; i < text.length; i++) {
    const c = text.charAt(i);
    if (quote !== '') {
      if (c === '\\') i++;
      else if (c === quote) quote = '';
    } else if (c === '"' || c === "'") quote = c;
    else if (c === '{') braces++;
    else if (c === '}' && braces > 0) braces--;
    else if (c === '}' && text.charAt(i + 1) === '}') return i;
  }
  return -1;
}

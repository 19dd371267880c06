/** A text as it stands in an expression. Braces are written as codes, so that no `{{` of a text is taken for a place of its own. */
export function celText(text: string): string {
  return JSON.stringify(text).replaceAll('{', '\\u007b').replaceAll('}', '\\u007d');
}

/** A text of a person's own as a template that gives just this text. */
export function asTemplate(text: string): string {
  return text.replaceAll('{{', '{{"{{"}}');
}

/** A field as it is compared with a text: without regard to case, empty where it is nothing. */
export function celLower(field: string): string {
  return `fallback(${field}, "").lowerAscii()`;
}

/** An amount of money in words, which may be nothing; `currency` is a field, or null for the business's own. */
export function celMoney(amount: string, currency: string | null): string {
  const own = currency === null ? 'org.currency' : `fallback(${currency}, org.currency)`;
  return `(has(${amount}) ? money(${amount}, ${own}, user.locale) : "an unknown amount")`;
}

/** A text that may be nothing. */
export function celOr(field: string, otherwise: string): string {
  return `fallback(${field}, ${celText(otherwise)})`;
}

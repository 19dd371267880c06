import type { Place } from './figure-text.ts';

/** The ways in which the currency of a place is written, the longest first: `US$`, `USD`, `$`. */
export function marksOf({ locale, currency }: Place): readonly string[] {
  const displays = ['symbol', 'narrowSymbol', 'code'] as const;
  const marks = displays.flatMap((currencyDisplay) =>
    [locale, 'en-US'].map((one) => partOf('currency', one, { style: 'currency', currency, currencyDisplay })),
  );
  return [...new Set([currency, ...marks.filter((mark) => mark !== undefined)])].toSorted(
    (a, b) => b.length - a.length,
  );
}

/** How a place writes a part of its numbers; undefined where it has none, or nobody knows the place. */
export function partOf(
  type: 'group' | 'decimal' | 'currency',
  locale: string,
  options: Intl.NumberFormatOptions,
): string | undefined {
  try {
    const format = new Intl.NumberFormat(locale, { numberingSystem: 'latn', ...options });
    return format.formatToParts(1_234_567.8).find((part) => part.type === type)?.value;
  } catch {
    return undefined;
  }
}

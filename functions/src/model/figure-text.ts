import type { Unit } from './figure-words.ts';

/** Whose figures: `locale` a language tag, `currency` an ISO 4217 code. */
export interface Place {
  readonly locale: string;
  readonly currency: string;
}

/** Marks of direction have no place in an English text. */
const BIDI = /[\u200e\u200f\u061c]/g;

/** A figure as it stands in an English text: its separators and its currency follow the place, its digits are Latin. */
export function formatFigure(unit: Unit, value: number, place: Place): string {
  const text = formatNumber(value, { ...styleOf(unit, value, place), numberingSystem: 'latn' }, place).replaceAll(
    BIDI,
    '',
  );
  if (unit === 'days') return text === '1' ? '1 day' : `${text} days`;
  if (unit === 'times') return text === '1' ? '1 time' : `${text} times`;
  return text;
}

function styleOf(unit: Unit, value: number, { currency }: Place): Intl.NumberFormatOptions {
  const size = Math.abs(value);
  switch (unit) {
    case 'money':
      return { style: 'currency', currency, ...(size >= 100 && { maximumFractionDigits: 0 }) };
    case 'share':
      return { style: 'percent', maximumFractionDigits: size < 0.1 ? 1 : 0 };
    case 'times':
    case 'stars':
      return { maximumFractionDigits: 1 };
    case 'days':
    case 'count':
      return { maximumFractionDigits: 0 };
  }
}

/** Settings may hold a language or a currency that nobody knows. */
function formatNumber(value: number, options: Intl.NumberFormatOptions, { locale, currency }: Place): string {
  // Nought is never written with a minus.
  const signed = { ...options, signDisplay: 'negative' } as const;
  try {
    return new Intl.NumberFormat(locale, signed).format(value);
  } catch {
    const { currency: _, style, ...rest } = signed;
    const isMoney = style === 'currency';
    const text = new Intl.NumberFormat('en-US', { ...rest, ...(!isMoney && { style }) }).format(value);
    return isMoney ? `${text} ${currency}` : text;
  }
}

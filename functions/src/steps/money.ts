/** An amount as people of a locale write it: `$29.75`. Odd locales and currencies are written plainly. */
export function formatMoney(amount: number, currency: string, locale: string): string {
  try {
    return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount);
  } catch {
    return `${amount.toFixed(2)} ${currency}`;
  }
}

/** Percent without a needless zero: `15%`, `12.5%`. */
export function formatPercent(value: number): string {
  return `${Math.round(value * 10) / 10}%`;
}

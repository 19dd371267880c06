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

/** An amount in whole units of what a currency is paid in: cents, or yen. */
export function roundMoney(amount: number, currency: string): number {
  return Number(amount.toFixed(fractionDigits(currency)));
}

/** The next amount that can be paid: down, it would be less than was asked for. */
export function ceilMoney(amount: number, currency: string): number {
  const unit = 10 ** fractionDigits(currency);
  return Number((Math.ceil(amount * unit - 1e-6) / unit).toFixed(fractionDigits(currency)));
}

function fractionDigits(currency: string): number {
  try {
    const { maximumFractionDigits } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
    return maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

const CENT = 10_000;
const DOLLAR = 100 * CENT;
const twoFigures = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 2 });

/** Millionths of a US dollar as people say them: `0.02 ¢`, `1.3 ¢`, `$4.20`, `$1,250`. */
export function costWords(micros: number): string {
  if (micros <= 0) return '0 ¢';
  if (micros < CENT / 100) return 'less than 0.01 ¢';
  if (micros < DOLLAR) return `${figures(micros / CENT)} ¢`;
  const dollars = micros / DOLLAR;
  const digits = dollars < 100 ? 2 : 0;
  return `$${dollars.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}

/** What something has cost, as far as prices can tell: `about 0.02 ¢`. */
export function aboutCost(micros: number): string {
  const words = costWords(micros);
  return micros < CENT / 100 ? words : `about ${words}`;
}

/** Two figures that matter, and no more. */
function figures(value: number): string {
  return twoFigures.format(value);
}

/** From the least to the most: `0.2 ¢ to $4.20 a month`, or one figure where both are the same. */
export function costRange({ min, max }: { readonly min: number; readonly max: number }): string {
  const [least, most] = [costWords(min), costWords(max)];
  return least === most ? least : `${least} to ${most}`;
}

import { NonRetriableError } from '../../core/engine/errors.ts';

const MICROS = 1_000_000;

/** The smallest amount of a currency, in millionths: a cent, a yen. */
function unitOf(currency: string): number {
  const options = { style: 'currency', currency } as const;
  return MICROS / 10 ** (new Intl.NumberFormat('en', options).resolvedOptions().maximumFractionDigits ?? 2);
}

export interface Change {
  /** In the currency of the account. */
  readonly bid: number | null;
  readonly changePercent: number | null;
  readonly maxChangePercent: number;
}

/** The new bid in millionths, in whole cents. Throws a `NonRetriableError` when it is none, or moves too far at once. */
export function newBid(before: number, { bid, changePercent, maxChangePercent }: Change, currency: string): number {
  const wanted = bid === null ? before * (1 + (changePercent ?? 0) / 100) : bid * MICROS;
  const unit = unitOf(currency);
  const micros = Math.round(wanted / unit) * unit;
  const percent = ((micros - before) / before) * 100;
  if (micros <= 0) throw refused('A bid has to be more than nothing');
  // Rounding to a cent may go a little beyond.
  if (Math.abs(micros - before) > (before * maxChangePercent) / 100 + unit / 2) {
    throw refused(
      `That would change the bid by ${Math.round(percent)} %, more than the ${maxChangePercent} % of 'maxChangePercent'`,
    );
  }
  return micros;
}

function refused(message: string): NonRetriableError {
  return new NonRetriableError(`${message}. Nothing was changed.`, { code: 'change_too_large', mayHaveActed: false });
}

import { browserZone } from './time.ts';

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Every time zone that the browser knows, the likely ones first: `America/New York`. */
export function zoneChoices(...likely: string[]): Choice[] {
  const zones = new Set([...likely, browserZone, 'UTC', ...Intl.supportedValuesOf('timeZone')]);
  return [...zones].map((value) => ({ value, label: value.replaceAll('_', ' ') }));
}

/** Every currency that the browser knows, the likely ones first: `US Dollar (USD)`. */
export function currencyChoices(...likely: string[]): Choice[] {
  const names = new Intl.DisplayNames('en-US', { type: 'currency' });
  const codes = new Set([...likely, ...Intl.supportedValuesOf('currency')]);
  return [...codes].map((value) => ({ value, label: `${names.of(value) ?? value} (${value})` }));
}

/** Languages with their regions: `English (United States)`. */
export function localeChoices(...locales: string[]): Choice[] {
  const names = new Intl.DisplayNames('en-US', { type: 'language', languageDisplay: 'standard' });
  return [...new Set(locales)].map((value) => ({ value, label: names.of(value) ?? value }));
}

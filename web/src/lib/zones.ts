import { browserZone } from './time.ts';

/** Every time zone that the browser knows, the likely ones first. */
export function zoneChoices(...likely: string[]): string[] {
  return [...new Set([...likely, browserZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])];
}

export function currencyChoices(...likely: string[]): string[] {
  return [...new Set([...likely, ...Intl.supportedValuesOf('currency')])];
}

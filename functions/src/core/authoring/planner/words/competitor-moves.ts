import { both, longest, map, maybe, type Parser, phrase } from '../grammar.ts';
import { type Threshold, threshold } from '../threshold.ts';
import { condition } from './bounds.ts';
import { core } from './competitor-prices.ts';
import type { SaidCondition } from './subject-words.ts';

const drops =
  'drop|drops|dropped|dropping|fall|falls|fell|falling|lower|lowers|lowering|reduce|reduces|cut|cuts|cutting|slash|slashes|decrease|decreases|goes|go|gets|come|comes down?';
const rises = 'rise|rises|raise|raises|raised|raising|increase|increases|increased|hike|hikes|go|goes|climb|climbs up?';
const whose = 'their|the|competitor|competitors|rival|rivals|a|any|our';
const since = longest(
  phrase(
    'compared|relative|versus|vs|than|from|over|against to|with? what? it|they|the|their? was|were|price|prices|cost|costs|charged|had? before|previously|yesterday|earlier',
  ),
  phrase(
    'compared|relative|versus|vs|than|from|over|against to|with? the|their? previous|last|old|earlier|former|yesterdays price|prices|check|scan|look|time|day|week?',
  ),
  phrase('since|from yesterday|before'),
  phrase('since the? last time|check|scan|week|look'),
  phrase('within|in|over a day|week'),
  phrase('in a|one day|week'),
  phrase('overnight|week-over-week|day-over-day'),
);
/** A move of theirs; below ours, or below what it was before, is not told by it. */
const moved: Parser<SaidCondition> = longest<SaidCondition>(
  map(both(phrase(`${whose}* price|prices ${drops}`), maybe(threshold)), ([, bound]) => change(bound, -1)),
  map(
    both(
      phrase(
        `they|anyone|someone|competitor|competitors|rival|rivals? ${drops} their|the|a|its|prices|price price|prices?`,
      ),
      maybe(threshold),
    ),
    ([, bound]) => change(bound, -1),
  ),
  map(both(phrase(`${whose}* price|prices ${rises}`), maybe(threshold)), ([, bound]) => change(bound, 1)),
  map(
    both(
      phrase(
        `they|anyone|someone|competitor|competitors|rival|rivals? ${rises} their|the|a|its|prices|price price|prices?`,
      ),
      maybe(threshold),
    ),
    ([, bound]) => change(bound, 1),
  ),
);

/** A change has a sign: a drop is below nothing. Its base is what has to be asked. */
function change(bound: Threshold | null, sign: 1 | -1): SaidCondition | null {
  const operator = sign < 0 ? '<' : '>';
  if (bound === null)
    return { ...condition('price_change', operator, { value: 0, unit: null, currency: null }), base: null };
  const { value, unit, currency } = bound;
  if (unit === 'days' || unit === 'stars' || unit === 'count') return null;
  const isWithin = bound.operator.endsWith('=');
  return {
    ...condition('price_change', isWithin ? `${operator}=` : operator, {
      value: sign * value,
      unit: unit ?? (currency === null ? null : 'currency'),
      currency,
    }),
    base: null,
  };
}

/** What only says so of competitors where a sentence speaks of them. */
export const competitorMoves: Parser<SaidCondition> = longest<SaidCondition>(
  map(both(moved, core), ([, read]) => read),
  map(both(moved, maybe(since)), ([read, told]) => (told === null ? read : { ...read, base: 'price before' })),
);

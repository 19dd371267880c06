import { lastDate, type SpokenDate } from './dates.ts';
import { both, longest, map, maybe, means, type Parser, phrase } from './grammar.ts';
import type { Token } from './tokens.ts';

/** Until when something pauses: `until Monday`, `for 3 days`, `for now`. */
export const ending: Parser<SpokenDate | 'open'> = longest<SpokenDate | 'open'>(
  map(both(phrase('until|till'), both(maybe(phrase('the')), lastDate)), ([, [, date]]) => date),
  map(
    both(
      phrase('for the? next?'),
      longest(
        means({ days: 1, months: 0 }, 'today', 'a|one day'),
        means({ days: 7, months: 0 }, 'a|one? week'),
        means({ days: 14, months: 0 }, 'two|2 weeks'),
        means({ days: 0, months: 1 }, 'a|one? month'),
        map(both(countOf(), phrase('days')), ([count]) => ({ days: count, months: 0 })),
        map(both(countOf(), phrase('weeks')), ([count]) => ({ days: 7 * count, months: 0 })),
      ),
    ),
    ([, span]) => ({ kind: 'in', ...span }),
  ),
  means(
    'open',
    'for now',
    'until further notice',
    'for the moment|time being?',
    'until|till i|we say|ask|decide|turn|want otherwise|so|it|stop|again|on|back*',
    'until|till i|we tell|let you know|otherwise|so|again?',
  ),
);

function countOf(): Parser<number> {
  return (tokens, at) => {
    const value = tokens[at]?.number ?? null;
    return value === null ? null : [value, at + 1];
  };
}

/** `turn the price alert off`, `put X on hold`: the verb in two places. */
export function splitOrder(
  said: readonly Token[],
): { readonly verb: 'pause' | 'resume'; readonly rest: readonly Token[] } | null {
  const first = said[0]?.text ?? '';
  const at = said.findIndex(({ text }, index) => index > 0 && (text === 'off' || text === 'on' || text === 'hold'));
  if (at < 0) return null;
  const isHold = first === 'put' && said[at]?.text === 'on' && said[at + 1]?.text === 'hold';
  if (!isHold && first !== 'turn' && first !== 'switch') return null;
  const rest = [...said.slice(1, at), ...said.slice(at + (isHold ? 2 : 1))];
  return { verb: isHold || said[at]?.text === 'off' ? 'pause' : 'resume', rest };
}

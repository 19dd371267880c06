import type { SaidAmount } from '../../contract-change.ts';
import { currencySign } from '../currencies.ts';
import { both, longest, map, maybe, means, number, type Parser, phrase, token } from '../grammar.ts';
import type { Token } from '../tokens.ts';
import { condition } from './bounds.ts';
import { any, clause, happens, mentions, type Said } from './clause.ts';
import type { SaidCondition, SubjectWords } from './subject-words.ts';

/** Figures that businesses keep under these names, whatever else they keep. */
const KNOWN: readonly string[] = [
  'revenue|revenues|turnover',
  'sales',
  'profit|profits',
  'gross|profit|net|operating? margin|margins',
  'churn rate?',
  'dso',
  'days sales outstanding',
  'mrr|arr|cac|ltv|aov|nps|roas|ctr|cpc|cpa|cpl|roi|ebitda|cogs',
  'conversion|conversions rate?',
  'bounce|click|open|click-through|retention|refund|return|attendance|growth|cancellation|no-show|utilization|utilisation|occupancy|response|error rate',
  'cash balance|flow|position|runway|reserve',
  'bank|account balance',
  'website|site|web? traffic',
  'ad? spend|spending',
  'foot traffic|fall',
  'footfall|attendance|check-ins|checkins|visits|pageviews|sessions|signups|sign-ups|followers|subscribers|impressions|bookings|headcount|expenses|costs|overheads|burn|runway|utilization|inflow|backlog',
  'average order value|size',
  'average basket value|size?',
  'net promoter score',
  'customer satisfaction score?',
  'health score',
  'labor|labour|food|acquisition cost|costs',
  'inventory turnover|turns',
  'response|wait|lead time',
];
const LABEL = 'metric|metrics|figure|figures|kpi|kpis|indicator|value|number|measure';
const known: Parser<string> = map(longest(...KNOWN.map(phrase)), (name) => name);

/** The words behind "the metric": a quote, or capitalised words, or one word. */
const named: Parser<string> = (tokens, at) => {
  const first = tokens[at];
  if (first === undefined || NOT_NAMES.has(first.text)) return null;
  if (first.kind === 'quote' || first.kind === 'name') return [first.raw, at + 1];
  if (first.kind !== 'word') return null;
  let next = at + 1;
  while (isCapital(first) && tokens[next] !== undefined && isCapital(tokens[next]) && next < at + 4) next++;
  return [
    tokens
      .slice(at, next)
      .map(({ raw }) => raw)
      .join(' '),
    next,
  ];
};
const NOT_NAMES = new Set(
  'is are was goes gets falls drops rises crosses passes hits reaches exceeds over above below under when if and or to in on by of for its a an the our my any that which has moves changes looks we it per email me us then at with from threshold'.split(
    ' ',
  ),
);

function isCapital(one: Token | undefined): boolean {
  return one?.kind === 'word' && /^\p{Lu}/u.test(one.raw);
}

/** Which figure is meant: `the metric Returns`, `our monthly revenue`, `Churn figure`. */
export const metricName: Parser<string> = longest<string>(
  map(both(phrase(`the|a|our|my* ${LABEL} called|named|for|of?`), named), ([, name]) => name),
  map(
    both(
      maybe(phrase('the|our|my|todays|total|overall|daily|weekly|monthly|company|shop|store|business|current*')),
      both(known, maybe(phrase(`${LABEL}|level|rate`))),
    ),
    ([, [name]]) => name,
  ),
  map(both(maybe(phrase('the|our|my*')), both(capital(), phrase(LABEL))), ([, [name]]) => name),
);

function capital(): Parser<string> {
  return map(
    token((one) => (isCapital(one) || one.kind === 'quote') && !NOT_NAMES.has(one.text)),
    ({ raw }) => raw,
  );
}

const figure = longest(
  map(both(number, phrase('k|grand|thousand')), ([value]) => value * 1_000),
  map(both(number, phrase('m|million|mio')), ([value]) => value * 1_000_000),
  number,
);
/** A figure has no unit of its own unless one is said: what it is counted in, the shop knows. */
const amount: Parser<SaidAmount> = longest<SaidAmount>(
  map(both(currencySign, figure), ([currency, value]) => ({ value, unit: 'currency', currency })),
  map(both(figure, currencySign), ([value, currency]) => ({ value, unit: 'currency', currency })),
  map(both(figure, phrase('%|percent|pct')), ([value]) => ({ value, unit: 'percent', currency: null })),
  map(both(figure, phrase('percentage points')), ([value]) => ({ value, unit: 'percent', currency: null })),
  map(both(figure, phrase('hour|hours|minute|minutes|second|seconds|point|points')), ([value]) => ({
    value,
    unit: 'none',
    currency: null,
  })),
  map(both(figure, phrase('day|days')), ([value]) => ({ value, unit: 'days', currency: null })),
  map(figure, (value) => ({ value, unit: 'none', currency: null })),
);

type Operator = SaidCondition['operator'];
const moving = phrase(
  'is|are|was|were|goes|go|went|gets|get|has|have|had|been|being|moves|it|that|which|comes|ever|suddenly|stands|sits|shows|reads|rises|rise|rose|climbs|climb|grows|jumps|increases|shoots|falls|fall|fell|drops|drop|dropped|dips|sinks|slips|declines|decreases|slides|up|down|to*',
);
const operator: Parser<Operator> = longest<Operator>(
  means(
    '>',
    'above|over|beyond|past|exceeds|exceed|exceeded|exceeding|tops|surpasses|outgrows|>',
    'more|higher|greater|larger|bigger than|then',
    'crosses|passes above|over?',
  ),
  means('>=', 'hits|hit|reaches|reach|reached|>=|≥', 'at least', 'no|not less|lower than'),
  means('<', 'below|under|beneath|<', 'less|lower|smaller|fewer than|then', 'crosses|passes below|under'),
  means('<=', 'at most', 'no|not more|higher than', '<=|≤', 'down to'),
);
const orMore: Parser<Operator> = longest<Operator>(
  means('>=', 'or|and more|higher|above|over|up'),
  means('<=', 'or|and less|lower|below|under|down'),
);
const rises = 'rises|rise|climbs|climb|grows|grow|jumps|jump|increases|increase|shoots|up|improves|spikes|gains';
const falls =
  'falls|fall|fell|drops|drop|dropped|dips|sinks|slips|declines|decreases|slides|down|shrinks|plunges|tanks|loses|crashes';
const change: Parser<Operator> = longest(
  means<Operator>('>', `is|are|goes|go|has|have|was* ${rises} by|more|than|at|least|over|about*`),
  means<Operator>('<', `is|are|goes|go|has|have|was* ${falls} by|more|than|at|least|over|about*`),
);
const vagueness: Parser<Operator> = longest(
  means<Operator>(
    '>',
    `is|are|gets|goes* too|unusually|very|really|suspiciously|so high|big`,
    `${rises} a|too|very lot|much|fast|sharply|significantly|suddenly`,
  ),
  means<Operator>(
    '<',
    `is|are|gets|goes* too|unusually|very|really|suspiciously|so low|small|bad`,
    `${falls} a|too|very? lot|much|fast|sharply|significantly|suddenly`,
  ),
);

function ofMetric(operation: Operator, said: SaidAmount | null, isVague: boolean): SaidCondition {
  return { ...condition('value', operation, said), isVague };
}

/** A fall is below nothing. "By 20 %" is at least as much. */
function moved(direction: Operator, said: SaidAmount): SaidCondition {
  const value = direction === '<' ? -said.value : said.value;
  return { ...ofMetric(direction, { ...said, value }, false), base: 'price before' };
}

const LIMIT = 'threshold|thresholds|limit|limits|target|targets|goal|range|bounds';
const crossing = phrase(
  `is|are|goes|gets|has|been|was|which|that|moves|rises|falls|drops|just* crosses|crossed|crossing|cross|passes|passed|hits|hit|exceeds|exceeded|breaches|breached|reaches|reached|over|above|under|below|beyond|past|leaves|misses|missed|outside|trips its|the|their|a|any|set|own|of* ${LIMIT}`,
);

/** `goes above 10`, `is down 20 %` (of what it was before), `too low`. */
const bound: Parser<SaidCondition> = longest<SaidCondition>(
  map(both(maybe(moving), both(operator, both(amount, maybe(orMore)))), ([, [operation, [said, more]]]) =>
    ofMetric(more ?? operation, said, false),
  ),
  map(both(maybe(moving), both(amount, orMore)), ([, [said, operation]]) => ofMetric(operation, said, false)),
  map(
    both(
      change,
      map(amount, (said) => (said.unit === 'percent' ? said : null)),
    ),
    ([operation, said]) => moved(operation, said),
  ),
  map(vagueness, (operation) => ofMetric(operation, null, true)),
  map(crossing, () => ofMetric('>', null, true)),
);

const measured: Parser<Said> = map(both(metricName, bound), ([of, said]) => [{ ...said, of }]);
const crossed = any(
  clause(
    `a|an|any|one|of|our|my|the|some|every* ${LABEL}`,
    map(crossing, (): Said => []),
  ),
  clause(
    `a|an|any|the|our|metric|metrics|kpi* ${LIMIT}`,
    'is|are|gets|has|been|was* crossed|exceeded|breached|passed|hit|reached|tripped|broken|missed|overstepped',
  ),
  clause(`a|an|any|the|our|metric|kpi* ${LIMIT} crossing|crossings|breach|breaches|alert|alerts`),
  clause('a|an|any|one|of|our|my|the* metric|kpi|metrics|kpis', 'is|goes|gets|falls|moves', 'out of range|bounds'),
  clause('a|an|any|our|the* metric|kpi alert|alerts|alarm|alarms'),
);

/** How people speak of the figures that a business is watched by. */
export const metrics: SubjectWords = {
  subject: 'metrics',
  mention: longest(
    mentions(
      'metrics',
      'all|our|the|my|key|main* metrics|kpis|kpi|metric',
      'key figures|numbers',
      'sales figures|numbers',
    ),
    map(metricName, () => ({ subject: 'metrics', count: null })),
  ),
  happening: happens('metrics', 'metric.threshold_crossed', measured, crossed),
  condition: null,
};

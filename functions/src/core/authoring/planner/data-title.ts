import type { State, Topic } from './data-topics.ts';
import type { Ranking } from './data-words.ts';
import type { Period } from './period.ts';
import type { Threshold } from './threshold.ts';
import type { Token } from './tokens.ts';
import type { SaidCondition } from './words/subject-words.ts';

/** What of a question goes into its title. */
interface Titled {
  readonly topic: Topic;
  readonly state: State;
  readonly told: readonly SaidCondition[];
  readonly bounds: readonly Threshold[];
  readonly names: readonly Token[];
  readonly figure: string | null;
  readonly span: Period | null;
  readonly rank: Ranking | null;
}

/** What is shown: `top 5 customers`, `invoices past due over 14 days`, `orders refunded, 2026-11-19`. */
export function titleOf({ topic, state, told, bounds, names, figure, span, rank }: Titled): string {
  const limits = [...told.flatMap(inWords), ...bounds.map(({ operator, value }) => `${SIDES[operator]} ${value}`)];
  const days = span === null ? '' : `, ${span.from === span.to ? span.from : `${span.from} to ${span.to}`}`;
  const of = [...names.map(({ raw }) => raw), ...(figure === null ? [] : [figure])].join(', ');
  const said = [rankWords(rank), topic.many, of && `of ${of}`, state.words, limits.join(' and ')];
  return `${said.filter((part) => part !== '').join(' ')}${days}`;
}
const SIDES = { '>': 'over', '>=': 'from', '<': 'under', '<=': 'up to', '==': 'of', contains: 'of' } as const;

function inWords({ measure, operator, amount, text }: SaidCondition): string[] {
  if (text !== null) return [`“${text}”`];
  const isAny = measure === 'days_past_due' && operator === '>=' && amount?.value === 1;
  if (amount === null || isAny) return [];
  const unit = amount.unit === 'days' || amount.unit === 'stars' ? ` ${amount.unit}` : '';
  const side = unit === ' days' && operator === '==' ? 'for' : SIDES[operator];
  return [`${side} ${amount.value}${unit}`];
}

function rankWords(rank: Ranking | null): string {
  if (rank === null) return '';
  const [most, least] = rank.by === 'size' ? ['top', 'smallest'] : ['latest', 'first'];
  return `${rank.direction === 'desc' ? most : least}${rank.count === null ? '' : ` ${rank.count}`}`;
}

import type { Contract, ContractCondition } from '../../model/contract.ts';
import { joinWords } from '../triggering/describe-recurrence.ts';
import { asTemplate } from './subjects/cel.ts';
import { isReport } from './subjects/competitor-prices.ts';
import { meant } from './subjects/conditions.ts';
import type { SubjectEvent, SubjectLook } from './subjects/subject.ts';
import type { Source } from './subjects/subjects.ts';

/** What messages of a playbook say, as templates over the event or what was found. */
export interface News {
  readonly title: string;
  readonly text: string;
  /** Markdown and HTML of a report, where one is written. */
  readonly report: { readonly markdown: string; readonly html: string } | null;
  /** CEL of the list of things that are meant; null where there is just the event, or nothing. */
  readonly things: string | null;
}

const MAX_EXPRESSION = 1_000;
/** A message may have 10,000 characters; the mail around it needs some. */
const MAX_LINES = 6_000;

/** The news where these conditions hold; without any, of everything that was found. */
export function newsOf(contract: Contract, source: Source, conditions: readonly ContractCondition[]): News {
  if (source.by === 'time') return { ...bare(titleOf(contract)), text: reminderOf(contract) };
  if (source.by === 'look') return lookNews(contract, source.look, conditions);
  const [only, ...others] = source.events;
  if (only === undefined) return { ...bare('News'), text: 'There is news.' };
  // Each event has its fields; of several only one is there.
  const isOne = others.every(({ text }) => text === only.text);
  if (isOne) return { ...bare(only.title), text: only.text };
  return { ...bare(source.events.map(({ name }) => name).join(' / ')), text: eventInWords(source.events) };
}

/** The news where the conditions do not hold. */
export function calmOf(contract: Contract, source: Source, name: string): News {
  return { ...bare(`${asTemplate(name)}: all is well`), text: `All is well. ${calm(contract, source)}` };
}

function calm({ subject }: Contract, source: Source): string {
  return subject === 'competitor_prices' && source.by === 'look'
    ? '{{steps.analyze_pricing.summary}}'
    : 'Nothing of what you asked about was found.';
}

function bare(title: string): News {
  return { title, text: '', report: null, things: null };
}

function lookNews(contract: Contract, look: SubjectLook, conditions: readonly ContractCondition[]): News {
  const list = look.list(contract);
  const test = meant(conditions, look, contract);
  const things = test === null ? list : `${list}.filter(${look.item}, ${test})`;
  const about: News = { ...bare(look.title), things };
  if (contract.subject === 'competitor_prices' && isReport(contract)) {
    const from = 'steps.generate_competitor_report';
    return {
      ...about,
      title: 'Competitor report for {{org.name}}',
      text: `{{${from}.summary}}`,
      report: { markdown: `{{${from}.markdown}}`, html: `{{raw(${from}.html)}}` },
    };
  }
  const own = look.text({ ...contract, conditions: [...conditions] });
  return { ...about, text: own ?? `${look.title}:\n${linesOf(look, { list, test, isSure: conditions.length > 0 })}` };
}

interface Listed {
  readonly list: string;
  /** Which of them; null for all. */
  readonly test: string | null;
  /** Whether there is one at least, since a condition says so. */
  readonly isSure: boolean;
}

/** A line for each thing; where it would be too long to work out, just how many there are. */
function linesOf({ item, line }: SubjectLook, { list, test, isSure }: Listed): string {
  const lines = `${list}.map(${item}, ${test === null ? '' : `${test}, `}${line(item)}).join("\\n").substring(0, ${MAX_LINES})`;
  const things = test === null ? list : `${list}.filter(${item}, ${test})`;
  const kind = `size(${things}) == 0 ? "Nothing this time." : ${lines}`;
  const forms = isSure ? [lines] : [kind, lines];
  const [fitting = `string(size(${list}))`] = forms.filter((text) => text.length <= MAX_EXPRESSION);
  return `{{${fitting}}}`;
}

/** What several kinds of events have in common, field by field: which of them it was, they do not say. */
function eventInWords(events: readonly SubjectEvent[]): string {
  const kinds = joinWords(
    events.map(({ words }) => words.replace(/^whenever /, '')),
    'or',
  );
  const [first, ...others] = events.map(({ example }) => Object.keys(example));
  const common = (first ?? []).filter((name) => others.every((names) => names.includes(name)));
  return [`It has happened that ${kinds}:`, ...common.map((name) => `${name}: {{event.${name}}}`)].join('\n');
}

export const REMINDER = 'Reminder';

function titleOf({ actions }: Contract): string {
  return actions.some(({ action }) => action === 'notify' || action === 'send_email') ? REMINDER : 'News';
}

function reminderOf({ sentences }: Contract): string {
  return asTemplate(sentences.at(0)?.slice(0, 1_000) ?? 'It is time.');
}

import type { Contract, SubjectId } from '../../model/contract.ts';
import { parseCron } from '../triggering/cron.ts';
import type { StepWish } from './contract-steps.ts';
import { celOr } from './subjects/cel.ts';
import { meant } from './subjects/conditions.ts';
import type { SubjectLook } from './subjects/subject.ts';
import type { Source } from './subjects/subjects.ts';

/** Looking many times a day, it is told when something begins, and not at each look for as long as it lasts. */
export interface Watch {
  /** Notices what meets the conditions, and what has met them at the look before. */
  readonly step: StepWish;
  /** CEL: something meets them now that did not. */
  readonly condition: string;
}

/** Subjects of which a state is watched; of the others each look finds something new, or makes a list. */
const WATCHED: ReadonlySet<SubjectId> = new Set([
  'competitor_prices',
  'stock',
  'own_prices',
  'metrics',
  'website',
  'web_page',
]);
/** What is looked at no more often a day is told each time. */
const FEW = 4;
const MAX_LENGTH = 900;

/** Null where it is told at each look. */
export function watchOf(contract: Contract, source: Source): Watch | null {
  const { conditions, actions, subject } = contract;
  if (source.by !== 'look' || !WATCHED.has(subject) || conditions.length === 0 || !isOften(contract)) return null;
  const { look } = source;
  const isPlain = actions.every(({ when, also }) => when === 'then' && also.length === 0);
  const isCounting = conditions.some(({ measure }) => Object.hasOwn(look.counted, measure));
  const names = new Set(conditions.flatMap(({ of }) => of ?? []));
  const test = meant(conditions, look, contract);
  if (!isPlain || isCounting || names.size > 1 || test === null || test.length > MAX_LENGTH) return null;
  const value = `{{${look.list(contract)}.map(${look.item}, ${test}, ${nameOf(look)})}}`;
  return { step: { action: 'notice_change', params: { value } }, condition: 'steps.notice_change.began' };
}

/** CEL of what tells one thing from another, whatever else becomes of it: a page keeps its address, not its title. */
function nameOf({ item, named }: SubjectLook): string {
  const fields = named.includes('url') ? ['url'] : named;
  return fields.map((field) => `string(${celOr(`${item}.${field}`, '')})`).join(' + " " + ');
}

function isOften({ triggers }: Contract): boolean {
  return triggers.some((trigger) => {
    const read = trigger.type === 'schedule' ? parseCron(trigger.cron) : null;
    return read?.ok === true && read.cron.hours.length * read.cron.minutes.length > FEW;
  });
}

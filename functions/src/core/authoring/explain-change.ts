import type { Contract } from '../../model/contract.ts';
import { joinWords } from '../triggering/describe-recurrence.ts';
import type { AuthoringFacts } from './authoring-facts.ts';
import { type ActionWords, contractInWords } from './explain-contract.ts';

/** What an edit has changed, one sentence each; empty where nothing has. */
export function explainChange(before: Contract, after: Contract, facts: AuthoringFacts): readonly string[] {
  const [was, is] = [contractInWords(before, facts), contractInWords(after, facts)];
  const changes: string[] = [];
  const [then, now] = [joinWords(was.triggers), joinWords(is.triggers)];
  if (then !== now) changes.push(`It starts ${now} instead of ${then}.`);
  if (was.looks !== is.looks) changes.push(is.looks === null ? 'It no longer looks anything up.' : `I'll ${is.looks}.`);
  if (was.condition !== is.condition) {
    if (is.condition === null) changes.push(`It acts each time, no longer only ${was.condition}.`);
    else changes.push(`It acts ${is.condition}${was.condition === null ? '' : `, no longer ${was.condition}`}.`);
  }
  const gone = was.actions.filter((one) => !is.actions.some((other) => isSame(one, other)));
  const added = is.actions.filter((one) => !was.actions.some((other) => isSame(one, other)));
  if (added.length > 0) changes.push(`It will ${joinWords(added.map(inWords))}.`);
  if (gone.length > 0) changes.push(`It will no longer ${joinWords(gone.map(inWords), 'or')}.`);
  return changes.map((change) => change.slice(0, 500));
}

function isSame(one: ActionWords, other: ActionWords): boolean {
  return one.action === other.action && one.title === other.title && one.only === other.only;
}

function inWords({ title, only }: ActionWords): string {
  return only === null ? title : `${title} (${only})`;
}

import type { Contract } from '../../../model/contract.ts';
import type { Measure } from './subject.ts';

/** Whether a contract asks for what is owed: by one of these measures, or by having it collected. */
export function isAskedFor({ conditions, actions }: Contract, measures: readonly Measure[]): boolean {
  const asked = [...conditions, ...actions.flatMap(({ also }) => also)];
  return (
    asked.some(({ measure }) => measures.includes(measure)) ||
    actions.some(({ action }) => action === 'send_payment_reminder')
  );
}

import { type Contract, readContract } from '../../model/contract.ts';
import type { Playbook, PlaybookContent } from '../../model/playbook.ts';
import type { ProblemDetail } from '../../model/problem.ts';
import type { StepCatalog } from '../engine/step-type.ts';
import { checkExamples, type Lasts } from './check-examples.ts';
import { describeStep } from './describe-step.ts';
import { normalizePlaybook } from './validate-playbook.ts';

/** What must, or must not, make a playbook act, and whether it does as it is. */
export interface HeldExample {
  readonly words: string;
  readonly fires: boolean;
  readonly agrees: boolean;
}

/** The examples of what was asked for, held against what would be executed. */
export function heldExamples(content: PlaybookContent, contract: Contract, catalog: StepCatalog): HeldExample[] {
  const checks = checkExamples(content, contract, lastingBy(catalog));
  return checks.map(({ example: { words, fires }, agrees }) => ({ words, fires, agrees }));
}

function lastingBy(catalog: StepCatalog): Lasts {
  return ({ action }) => {
    const type = catalog.get(action);
    if (type?.kind !== 'action') return type?.kind === 'child';
    const { effect } = describeStep(type);
    return (typeof effect === 'string' ? effect : effect.upTo) !== 'none';
  };
}

/** Those of a playbook as it is stored; none where it has no contract, or cannot be executed. */
export function examplesOf(playbook: Playbook, catalog: StepCatalog): HeldExample[] {
  const contract = readContract(playbook.contractJson);
  if (contract === null) return [];
  const normalized = normalizePlaybook(playbook, catalog);
  return 'problems' in normalized ? [] : heldExamples(normalized.content, contract, catalog);
}

/** Each example that does not come out as it was asked for, by its path in the contract. */
export function disagreements(content: PlaybookContent, contract: Contract, catalog: StepCatalog): ProblemDetail[] {
  const checks = checkExamples(content, contract, lastingBy(catalog));
  return checks.flatMap(({ example: { words, fires }, agrees, reason }, index) => {
    if (agrees) return [];
    const wanted = fires ? 'was asked to act on this, and would not' : 'was asked to leave this alone, and would act';
    const message = `It ${wanted}: “${words}”${reason === null ? '' : ` (${reason})`}`;
    return [{ path: `contract.examples.${index}`, message }];
  });
}

import type { Card } from '../../../model/chat-part.ts';
import type { Contract, ContractExample } from '../../../model/contract.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { PlaybookDraft } from '../../../model/playbook.ts';
import type { StepDraft } from '../../../model/step.ts';
import type { AuthoringFacts } from '../authoring-facts.ts';
import { ContractError, compileContract } from '../compile-contract.ts';
import { makeExamples } from '../make-examples.ts';
import { ToolError } from './tool.ts';

const MAX_EXAMPLES = 20;
const MAX_SENTENCE = 4_000;
export const MAX_NAME = 120;

/** What a call brings of a playbook that is to be. */
export interface Proposed {
  readonly contract: Contract;
  readonly name: string | undefined;
  /** Left out: they are made from the contract. */
  readonly steps: readonly StepDraft[] | undefined;
}

/** The playbook that does what was asked for, by the steps that were given or made. Throws `ToolError`. */
export function draftOf({ contract, name, steps }: Proposed, facts: AuthoringFacts): PlaybookDraft {
  const sentence = contract.sentences.join(' ').slice(0, MAX_SENTENCE);
  const made = steps === undefined ? compiled(contract, facts) : withSteps(contract, steps);
  const called = name ?? (made.name === '' ? sentence : made.name);
  return { ...made, name: called.slice(0, MAX_NAME), status: 'draft', sentence, contract };
}

function withSteps({ agent, triggers }: Contract, steps: readonly StepDraft[]): PlaybookDraft {
  const rest = { description: '', category: 'general', inputs: [], onFailure: [], overlap: null, dryRun: false };
  return { ...rest, name: '', agent, status: 'draft', triggers: [...triggers], steps: [...steps], sentence: null };
}

function compiled(contract: Contract, facts: AuthoringFacts): PlaybookDraft {
  try {
    return compileContract(contract, facts);
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    throw new ToolError(error.message, 'refused', [{ path: 'contract', message: error.message }]);
  }
}

/** The contract with what must, and must not, make it act: what follows from its conditions, and beside it what was `kept`. */
export function withExamples(
  contract: Contract,
  facts: AuthoringFacts,
  kept: readonly ContractExample[] = contract.examples,
): Contract {
  const made = makeExamples({ ...contract, examples: [] }, facts);
  const known = new Set(made.map(({ words }) => words));
  const examples = [...made, ...kept.filter(({ words }) => !known.has(words))].slice(0, MAX_EXAMPLES);
  return { ...contract, examples };
}

/** A card for a model to read. */
export function toldCard({ steps, nextTimes, cost, simulation, examples, ...card }: Card): JsonObject {
  return {
    ...card,
    nextTimes: nextTimes.map(({ words }) => words),
    steps: steps.map(({ title, toWhom, risk }) => ({ title, toWhom, risk })),
    cost: cost?.words ?? null,
    simulation: simulation?.words ?? null,
    disagreeing: examples.filter(({ agrees }) => !agrees).map(({ words }) => words),
  };
}

import type { AgentId } from '../../../model/agent.ts';
import type { Contract, ContractCondition, ContractExample, SubjectId } from '../../../model/contract.ts';
import type { StepDraft } from '../../../model/step.ts';
import type { AuthoringFacts } from '../authoring-facts.ts';

export type Measure = ContractCondition['measure'];

/** An event that tells of a subject, and where in `event` each measure stands: `quantity` → `event.quantity`. */
export interface SubjectEvent {
  readonly eventName: string;
  /** `whenever an item falls below its reorder point`. */
  readonly words: string;
  /** CEL over `event`, in the unit of the measure. */
  readonly measures: Partial<Readonly<Record<Measure, string>>>;
  /** CEL over `event`: what `of` is compared with; null where it is of nothing in particular. */
  readonly of: string | null;
}

/** Looking at a subject at a time, where no event tells of it or a schedule was said. */
export interface SubjectLook {
  /** The steps that look; their ids are their types. */
  readonly steps: (contract: Contract, facts: AuthoringFacts) => readonly StepDraft[];
  /** `scan your 3 competitors (A, B and C)`. */
  readonly words: (contract: Contract) => string;
  readonly measures: readonly Measure[];
  /** Pages of others are looked at no more often. */
  readonly leastMinutes: number;
}

/** What a playbook can be about: how it comes to know of it, and what it says about it. */
export interface Subject {
  readonly id: SubjectId;
  readonly agent: AgentId;
  readonly category: string;
  readonly events: readonly SubjectEvent[];
  readonly look: SubjectLook | null;
  readonly name: (contract: Contract) => string;
  /** The condition as CEL over the event, or over what the look has found. */
  readonly condition: (condition: ContractCondition, contract: Contract) => string;
  /** Subject and text of messages, with figures from the data (`{{ }}`); HTML where a report is sent. */
  readonly message: (contract: Contract) => {
    readonly subject: string;
    readonly text: string;
    readonly html: string | null;
  };
  /** What would be found at a value of the measure: the `given` of an example. */
  readonly given: (
    condition: ContractCondition,
    value: number | string,
    contract: Contract,
  ) => ContractExample['given'];
}

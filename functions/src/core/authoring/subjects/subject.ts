import type { AgentId } from '../../../model/agent.ts';
import type { Contract, ContractCondition, SubjectId } from '../../../model/contract.ts';
import type { JsonObject } from '../../../model/json.ts';

export type Measure = ContractCondition['measure'];

/** A step as a person would write it; ids and wires come with `normalizePlaybook`. */
export interface StepText {
  readonly id?: string;
  readonly action: string;
  readonly agent?: AgentId;
  readonly params?: JsonObject;
}

/** How a condition on one measure is held against one thing: an event, or an item of what a look has found. */
export interface Gauge {
  /** CEL over the thing called `it`; null where it has no such unit or base. */
  readonly holds: (it: string, condition: ContractCondition) => string | null;
  /** The fields at which the measure comes to `value`, in the condition's unit and base; of a truth, 1 is yes. */
  readonly at: (value: number | string, condition: ContractCondition) => JsonObject;
}

/** What an event and a look have in common: things with names and measures. */
interface Things {
  /** What a playbook about it is called: `Low Stock Alert`. */
  readonly name: string;
  /** One of them as it usually is, for examples. */
  readonly example: JsonObject;
  /** Fields in which a name stands that a condition may be of. */
  readonly named: readonly string[];
  readonly measures: Partial<Readonly<Record<Measure, Gauge>>>;
}

/** An event that tells of a subject. */
export interface SubjectEvent extends Things {
  readonly eventName: string;
  /** `whenever an item falls below its reorder point`. */
  readonly words: string;
  /** Headline and text of a message, with figures from `event` (`{{ }}`). */
  readonly title: string;
  readonly text: string;
  /** The same where it is of that day alone: `whenever an invoice is 7 days past due`. */
  readonly onDay?: (days: number) => string;
  /** Whether its conditions hold only at the moment when they come true, and not at each event as long as they do. */
  readonly isCrossing?: (condition: ContractCondition) => boolean;
  /** Whether it comes each time that the condition becomes true. */
  readonly tells: (condition: ContractCondition) => boolean;
}

interface Counted {
  readonly test: ((it: string) => string) | null;
  readonly at: JsonObject;
}

/** Looking at a subject at a time, where no event tells of it or a schedule was said. */
export interface SubjectLook extends Things {
  readonly steps: (contract: Contract) => readonly StepText[];
  /** CEL of the list of what was found, and how an item of it is called. */
  readonly list: (contract: Contract) => string;
  readonly item: string;
  /** CEL: which items of the list are meant at all; null for every one. */
  readonly only: ((it: string, contract: Contract) => string) | null;
  /** Measures that count items: those of which `test` (CEL) is true, or all; `at` makes an item one of them. */
  readonly counted: Partial<Readonly<Record<Measure, Counted>>>;
  /** Which fields make the n-th of several items in an example another one. */
  readonly nth: (index: number, contract: Contract) => JsonObject;
  /** How many items meet `test`, as CEL, where that is not just their number. `others`: the conditions that are in `test`. */
  readonly count: ((contract: Contract, others: readonly ContractCondition[], test: string) => string) | null;
  /** How conditions are written where there is a better way than over the list; null where there is none. */
  readonly shortly: (conditions: readonly ContractCondition[], contract: Contract) => string | null;
  /** Headline of a message; `text` of it where it is not a line for each item. */
  readonly title: string;
  readonly text: (contract: Contract) => string | null;
  /** CEL of a text that tells of the item `it` with its figures. */
  readonly line: (it: string) => string;
  /** `scan your 3 competitors (A, B and C)`. */
  readonly words: (contract: Contract) => string;
  /** What is looked for, in the singular: `an invoice`. */
  readonly one: string;
  /** What the steps give where these items are found, by step id. */
  readonly outputs: (items: readonly JsonObject[], contract: Contract) => JsonObject;
  /** Pages of others are looked at no more often. */
  readonly leastMinutes: number;
}

/** What a playbook can be about: how it comes to know of it, and what it says about it. Data; what is done with it stands beside. */
export interface Subject {
  readonly id: SubjectId;
  readonly agent: AgentId;
  readonly category: string;
  readonly events: readonly SubjectEvent[];
  readonly look: SubjectLook | null;
  /** Another look, at all of them, where the contract does not ask for the part that `look` finds. */
  readonly whole?: { readonly look: SubjectLook; readonly isMeant: (contract: Contract) => boolean };
}

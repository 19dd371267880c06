import type { ContractCondition, SubjectId } from '../../../../model/contract.ts';
import type { SaidAmount } from '../../contract-change.ts';
import type { Parser } from '../grammar.ts';

/** That a subject is spoken of; `count` where a number of them was named ("our top 3 competitors"). */
export interface Mention {
  readonly subject: SubjectId;
  readonly count: number | null;
}

/**
 * A condition as far as the words go. `amount` null: "cheaper than us", "too long": what is missing is either told by
 * `operator` and `isVague` false (nothing is missing), or asked for. `unit` and `base` null: not said.
 */
export interface SaidCondition {
  readonly measure: ContractCondition['measure'];
  readonly operator: ContractCondition['operator'];
  readonly amount: SaidAmount | null;
  readonly text: string | null;
  readonly base: ContractCondition['base'] | null;
  readonly of: string | null;
  /** "A lot", "too many": a figure has to be asked for. */
  readonly isVague: boolean;
}

/** Something that happens to a subject and of which an event tells: "a member cancels", "an order over $500 comes in". */
export interface Happening {
  readonly subject: SubjectId;
  readonly eventName: string;
  readonly conditions: readonly SaidCondition[];
}

/** How people speak of one subject. Parsers know nothing of each other: the longest reading wins, then the order here. */
export interface SubjectWords {
  readonly subject: SubjectId;
  readonly mention: Parser<Mention>;
  readonly happening: Parser<Happening> | null;
  readonly condition: Parser<SaidCondition> | null;
}

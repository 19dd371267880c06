import type { ContractCondition } from '../../../model/contract.ts';
import type { SaidAmount } from '../contract-change.ts';
import type { Token } from './tokens.ts';

/** What was answered to questions about a wish; nothing where nothing was asked. */
export interface Hints {
  readonly unit?: ContractCondition['unit'];
  readonly base?: ContractCondition['base'];
  /** A limit, and its side where one was said. */
  readonly limit?: { readonly amount: SaidAmount; readonly operator: ContractCondition['operator'] | null };
  /** The words of the answer to when. */
  readonly time?: readonly Token[];
  /** The one product of several that is meant. */
  readonly product?: string;
  /** The words of the answer to whom. */
  readonly recipient?: readonly Token[];
}

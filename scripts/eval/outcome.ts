import type { Contract } from '../../functions/src/model/contract.ts';
import type { Facts, Row } from './row.ts';

/** What a sentence, or the last turn of a dialogue, came out as, whoever understood it. */
export type Outcome =
  | { readonly kind: 'create'; readonly contract: Contract }
  | { readonly kind: 'ask'; readonly about: string; readonly question: string }
  | { readonly kind: 'refuse'; readonly message: string }
  | {
      readonly kind: 'command';
      readonly verb: string;
      /** As the person called it; null for "it" and for none. */
      readonly target: string | null;
      /** After an edit: what is asked for from now on. */
      readonly contract: Contract | null;
    };

/** Someone who understands sentences: the built-in planner, or a model of a vendor. */
export interface Understander {
  readonly name: string;
  understand(row: Row): Promise<Outcome>;
  /** Whether the examples of a contract come out as it says; null where it has none. */
  agrees(contract: Contract, facts: Facts): boolean | null;
}

import type { Begins } from './messages.ts';
import type { People } from './recipients.ts';
import type { Token } from './tokens.ts';
import type { SaidDoing } from './wish.ts';

/** What was read at an index: what to do, the indices that it uses up, and where the reading goes on. */
export interface Making {
  readonly doings: readonly SaidDoing[];
  readonly used: readonly (readonly [number, number])[];
  readonly next: number;
}

/** What a reader of makings needs besides the words. */
export interface Context {
  readonly sentence: string;
  readonly facts: People;
  /** Whether something else to do begins there, which ends a text. */
  readonly begins: Begins;
}

export type Maker = (tokens: readonly Token[], at: number, context: Context) => Making | null;

export function doing(
  action: string,
  details: Readonly<Record<string, string>> = {},
  to: readonly string[] = [],
): SaidDoing {
  return { action, to: [...to], who: null, details };
}

/** What takes up all of the words from one index to the next. */
export function made(at: number, next: number, ...doings: SaidDoing[]): Making {
  return { doings, used: [[at, next]], next };
}

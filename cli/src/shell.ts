import type { Api, Wire } from './api.ts';
import type { Ask } from './ask.ts';
import type { Line, Screen } from './screen.ts';

/** What a command has around it. */
export interface Shell {
  readonly screen: Screen;
  /** Null where nobody is there to ask: no terminal, or --json. */
  readonly ask: Ask | null;
  /** Whether what is to be confirmed is confirmed by --yes. */
  readonly isYes: boolean;
  /** Throws `UsageError` where it is not known where to ask, or as whom. */
  api(): Promise<Api>;
  readonly wire: Wire;
  now(): Date;
  /** Ends early, by a throw, when the command is stopped. */
  sleep(ms: number): Promise<void>;
}

/** What a command comes to: the same for people, and as the one value that --json prints. */
export interface Answer {
  readonly lines: readonly Line[];
  readonly value: unknown;
  /** One of `EXIT`; left out: done. */
  readonly code?: number;
}

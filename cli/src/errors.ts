/** 0 done, 1 failed, 2 a wrong line, 3 waits for a yes; 130 where somebody pressed Ctrl-C. */
export const EXIT = { done: 0, failed: 1, usage: 2, waits: 3, stopped: 130 } as const;

/** What went wrong and, where it is known, what to do about it, in words for whoever typed the command. */
export class CliError extends Error {
  override readonly name: string = 'CliError';
  readonly details: readonly string[];
  readonly fix: string | null;
  constructor(message: string, more: { readonly details?: readonly string[]; readonly fix?: string } = {}) {
    super(message);
    this.details = more.details ?? [];
    this.fix = more.fix ?? null;
  }
}

/** The line itself is wrong; nothing was sent. */
export class UsageError extends CliError {
  override readonly name = 'UsageError';
}

/** A question was left with Ctrl-C or Esc, or answered with a no. */
export class LeftError extends CliError {
  override readonly name = 'LeftError';
  constructor() {
    super('Nothing was changed.');
  }
}

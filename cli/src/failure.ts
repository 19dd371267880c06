import { CliError, EXIT, UsageError } from './errors.ts';
import { type Line, tinted } from './screen.ts';

/** What went wrong, for people: what, where, and what to do about it. */
export function failureLines(error: CliError): Line[] {
  const { message, details, fix } = error;
  return [
    [tinted('bad', '✗'), ` ${message}`],
    ...details.map((detail) => `  ${detail}`),
    ...(fix === null ? [] : [`→ ${fix}`]),
  ];
}

/** The same for programs. */
export function failureValue({ message, details, fix }: CliError): object {
  return { error: { message, details, fix } };
}

export function exitCodeOf(error: CliError): number {
  return error instanceof UsageError ? EXIT.usage : EXIT.failed;
}

/** Whatever was thrown, in words: what nobody has foreseen, too, without its stack. */
export function asCliError(error: unknown): CliError {
  if (error instanceof CliError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new CliError(`That should not have happened: ${message}`, { fix: 'tell us what you typed' });
}

import type { ProblemDetail } from '../../model/problem.ts';
import type { ListeningTrigger } from '../../model/trigger.ts';
import { ExpressionError, type Path, parseTemplate } from '../engine/expression.ts';

/** What is wrong with how a trigger gathers events. `unknown` says what is wrong with a name in an expression. */
export function checkGathering(
  { debounce, batch }: ListeningTrigger,
  path: string,
  unknown: (names: Path) => string | null,
): ProblemDetail[] {
  if (debounce !== null && batch !== null) {
    return [{ path: `${path}.batch`, message: 'A trigger has debounce or batch, not both' }];
  }
  const by = (debounce ?? batch)?.by ?? null;
  if (by === null) return [];
  const at = `${path}.${debounce === null ? 'batch' : 'debounce'}.by`;
  if (/[{}]{2}/.test(by)) return [{ path: at, message: 'Write it without {{ }}, such as event.itemId' }];
  try {
    const problems = parseTemplate(`{{${by}}}`).map(unknown);
    return [...new Set(problems)].flatMap((message) => (message === null ? [] : { path: at, message }));
  } catch (error) {
    if (error instanceof ExpressionError) return [{ path: at, message: error.message }];
    throw error;
  }
}

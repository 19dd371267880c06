import { RetriableError } from '../../core/engine/errors.ts';
import { AlreadyExistsError, ConflictError } from '../../core/ports.ts';

const MAX_CONFLICTS = 4;

/** Reads and writes anew where somebody else was faster; gives up on `what` after a few times. */
export async function retryConflicts<T>(what: string, act: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof ConflictError || error instanceof AlreadyExistsError)) throw error;
      if (attempt < MAX_CONFLICTS) continue;
      throw new RetriableError(`Others are changing ${what} at this moment`, { code: 'busy', mayHaveActed: false });
    }
  }
}

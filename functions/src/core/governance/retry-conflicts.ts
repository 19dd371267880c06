import { ConflictError } from '../ports.ts';

const MAX_CONFLICTS = 4;

/** Reads and commits once more when somebody else's commit came between, a few times, or as often as many may write at once. */
export async function retryConflicts<T>(act: () => Promise<T>, most = MAX_CONFLICTS): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof ConflictError) || attempt === most) throw error;
    }
  }
}

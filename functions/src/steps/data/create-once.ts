import type { StepContext } from '../../core/engine/step-type.ts';
import { AlreadyExistsError, type Write } from '../../core/ports.ts';

/** Creates documents whose ids come from the idempotency key. What an earlier attempt created stays as it has become since. */
export async function createOnce(context: StepContext, writes: readonly Write[]): Promise<void> {
  context.assertLease();
  try {
    await context.store.commit(writes);
  } catch (error) {
    if (!(error instanceof AlreadyExistsError)) throw error;
  }
}

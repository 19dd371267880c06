import type { z } from 'zod';
import { deriveId } from '../core/derive-id.ts';
import type { StepContext } from '../core/engine/step-type.ts';
import { AlreadyExistsError } from '../core/ports.ts';
import type { Mark } from '../model/mark.ts';
import { tenantPaths } from '../model/paths.ts';
import { expiryOf } from '../model/retention.ts';

/**
 * How something was before this act, as it was found when the act was first tried. Whoever tries again, or resumes a
 * failed execution, finds it changed by himself: an old price would be lost, and ten percent less would become ten
 * percent less of that.
 */
export async function notedBefore<T>(context: StepContext, schema: z.ZodType<T>, read: () => Promise<T>): Promise<T> {
  const { orgId, store, executionId, path, clock } = context;
  const ref = tenantPaths(orgId).mark(deriveId(orgId, 'before', executionId, path));
  const noted = async () => {
    const stored = await store.get(ref);
    return stored === null ? null : { value: schema.parse(JSON.parse(stored.data.noteJson ?? 'null')) };
  };
  const earlier = await noted();
  if (earlier !== null) return earlier.value;
  const value = await read();
  const createdAt = clock.now();
  const expireAt = expiryOf('mark', createdAt);
  const mark: Mark = { executionId, status: 'begun', noteJson: JSON.stringify(value), createdAt, expireAt };
  try {
    await store.commit([{ op: 'create', path: ref.path, data: mark }]);
    return value;
  } catch (error) {
    if (!(error instanceof AlreadyExistsError)) throw error;
    return (await noted())?.value ?? value;
  }
}

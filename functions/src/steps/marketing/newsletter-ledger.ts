import { deriveId } from '../../core/derive-id.ts';
import { RetriableError } from '../../core/engine/errors.ts';
import type { StepContext } from '../../core/engine/step-type.ts';
import { AlreadyExistsError, ConflictError, type Write } from '../../core/ports.ts';
import type { Mark } from '../../model/mark.ts';
import { tenantPaths } from '../../model/paths.ts';
import { expiryOf } from '../../model/retention.ts';
import type { Reader } from './newsletter-people.ts';

const CHUNK = 300;
export type LetterStatus = Exclude<Mark['status'], 'begun'>;

/** One letter to one reader, by its step: the same over retries, worker deaths, and when a failed execution is resumed. */
export function letterKey({ orgId, executionId, path }: StepContext, { address }: Reader): string {
  return deriveId(orgId, 'letter', executionId, path, address.toLowerCase());
}

/** What became of letters that were begun before; those that nobody can tell of may have gone out, and count as such. */
export async function earlierLetters(
  context: StepContext,
  readers: readonly Reader[],
): Promise<Map<string, LetterStatus>> {
  const { mark } = tenantPaths(context.orgId);
  const earlier = new Map<string, LetterStatus>();
  for (let from = 0; from < readers.length; from += CHUNK) {
    const keys = readers.slice(from, from + CHUNK).map((reader) => letterKey(context, reader));
    const found = await context.store.findAll(keys.map(mark));
    for (const [index, key] of keys.entries()) {
      const status = found[index]?.data?.status;
      if (status !== undefined) earlier.set(key, status === 'begun' ? 'unknown' : status);
    }
  }
  return earlier;
}

/** Claims letters, in one commit with what goes with that. Throws when somebody else has begun one of them. */
export async function beginLetters(
  { orgId, store, executionId, clock }: StepContext,
  keys: readonly string[],
  beside: readonly Write[],
): Promise<void> {
  const createdAt = clock.now();
  const data: Mark = {
    executionId,
    status: 'begun',
    noteJson: null,
    createdAt,
    expireAt: expiryOf('mark', createdAt),
  };
  const claims = keys.map((key): Write => ({ op: 'create', path: tenantPaths(orgId).mark(key).path, data }));
  try {
    await store.commit([...beside, ...claims]);
  } catch (error) {
    if (!(error instanceof AlreadyExistsError || error instanceof ConflictError)) throw error;
    throw new RetriableError('Another worker is sending this newsletter.', { code: 'sent_elsewhere', fault: 'system' });
  }
}

/** What became of a letter; null for one that certainly did not go out and may be sent again. */
export function settledLetter({ orgId }: StepContext, key: string, status: LetterStatus | null): Write {
  const { path } = tenantPaths(orgId).mark(key);
  return status === null ? { op: 'delete', path } : { op: 'update', path, fields: { status } };
}

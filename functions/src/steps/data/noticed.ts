import { z } from 'zod';
import { deriveId } from '../../core/derive-id.ts';
import { type Change, changeSince } from '../../core/engine/change.ts';
import type { StepContext } from '../../core/engine/step-type.ts';
import { sameText } from '../../core/engine/values.ts';
import type { Stored } from '../../core/ports.ts';
import { type JsonValue, jsonValue } from '../../model/json.ts';
import type { Mark } from '../../model/mark.ts';
import { tenantPaths } from '../../model/paths.ts';
import { expiryOf } from '../../model/retention.ts';

const DAY_MS = 86_400_000;
/** A value that stays as it is is written anew when no more than this is left of the time that it is kept. */
const REFRESH_MS = 200 * DAY_MS;

/** What one execution saw, against what it compared that, and whether strangers may have written it. */
const noteSchema = z.object({ value: jsonValue, before: jsonValue, isTainted: z.boolean() });
type Note = z.infer<typeof noteSchema>;

/**
 * What has become of a value since the last execution of the playbook; keeps it for the next. An execution that asks
 * again is answered as it was. Throws a `ConflictError` or an `AlreadyExistsError` when another was faster.
 */
export async function noticed(value: JsonValue, key: string | null, context: StepContext): Promise<Change> {
  const { orgId, store, playbookId, executionId, path } = context;
  const place = key === null ? ['at', path] : ['of', key];
  const ref = tenantPaths(orgId).mark(deriveId(orgId, 'seen', playbookId, ...place));
  const stored = await store.get(ref);
  const seen = stored === null ? null : noteSchema.parse(JSON.parse(stored.data.noteJson ?? 'null'));
  if (seen?.isTainted) context.taint();
  if (stored !== null && seen !== null && stored.data.executionId === executionId) {
    return changeSince(seen.before, seen.value);
  }
  const before = stored === null || seen === null ? null : await valueBefore(stored.data, seen, context);
  const change = changeSince(before, value);
  if (stored === null || seen === null || change.changed || !isKept(stored, seen, value, context)) {
    await keep(stored, { value, before, isTainted: context.lastWrite.isTainted }, context, ref.path);
  }
  return change;
}

/** What an execution saw that failed was told to nobody: it counts as not seen. */
async function valueBefore({ executionId }: Mark, { value, before }: Note, { orgId, store }: StepContext) {
  if (sameText(value) === sameText(before)) return value;
  const execution = (await store.get(tenantPaths(orgId).execution(executionId)))?.data;
  const isUntold = execution?.status === 'failed' || execution?.status === 'canceled' || execution?.failing != null;
  return isUntold ? before : value;
}

function isKept({ data }: Stored<Mark>, seen: Note, value: JsonValue, { clock }: StepContext): boolean {
  return sameText(seen.value) === sameText(value) && data.expireAt.getTime() - clock.now().getTime() > REFRESH_MS;
}

async function keep(stored: Stored<Mark> | null, note: Note, context: StepContext, path: string): Promise<void> {
  const { store, executionId, clock } = context;
  const createdAt = clock.now();
  const expireAt = expiryOf('seen', createdAt);
  const data: Mark = { executionId, status: 'done', noteJson: JSON.stringify(note), createdAt, expireAt };
  context.assertLease();
  await store.commit([
    stored === null ? { op: 'create', path, data } : { op: 'update', path, fields: data, ifVersion: stored.version },
  ]);
}

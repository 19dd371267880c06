import { isDeepStrictEqual } from 'node:util';
import { documentJson, type JsonObject } from '../../../model/json.ts';
import type { DetectedEvent } from './edge.ts';

/** What is larger is named, and left to be read. */
const MAX_RECORD_BYTES = 20_000;

type Snapshot = Readonly<Record<string, unknown>> | null;

/** The facts that a change of a record of the shop's own making amounts to; the mark of a step is none of its fields. */
export function detectRecords(collection: string, id: string, before: Snapshot, after: Snapshot): DetectedEvent[] {
  const then = fieldsOf(before);
  const now = fieldsOf(after);
  const last = now ?? then;
  if (last === null) return [];
  const names = new Set([...Object.keys(then ?? {}), ...Object.keys(now ?? {})]);
  const changed = [...names].filter((name) => !isDeepStrictEqual(then?.[name], now?.[name])).sort();
  if (then !== null && now !== null && changed.length === 0) return [];
  const isSmall = Buffer.byteLength(JSON.stringify(last)) <= MAX_RECORD_BYTES;
  const data = { collection, recordId: id, record: isSmall ? last : null, changed };
  const verb = then === null ? 'created' : now === null ? 'deleted' : 'changed';
  return [{ eventName: `record.${verb}`, data }];
}

function fieldsOf(snapshot: Snapshot): JsonObject | null {
  if (snapshot === null) return null;
  const { lastWrite, ...fields } = snapshot;
  return documentJson.safeParse(fields).data ?? {};
}

import {
  type Execution,
  type ExecutionContext,
  executionContextSchema,
  type StepResult,
} from '../../model/execution.ts';
import { type JsonValue, jsonValue } from '../../model/json.ts';
import { tenantPaths } from '../../model/paths.ts';
import type { Store } from '../ports.ts';

/** An output up to this goes into the execution; a larger one, or one that would fill it, lies beside it. */
const INLINE_OUTPUT_BYTES = 8 * 1024;
const INLINE_TOTAL_BYTES = 128 * 1024;
/** An execution stays well below Firestore's 1 MiB, since every commit writes it: what a result takes without output. */
const MAX_BYTES = 240 * 1024;
const RESULT_BYTES = 400;

export function contextOf(execution: Execution): ExecutionContext {
  return executionContextSchema.parse(JSON.parse(execution.contextJson));
}

/** Whether an output of this size belongs beside the execution rather than in it. */
export function belongsBeside(outputJson: string, results: readonly StepResult[]): boolean {
  const size = Buffer.byteLength(outputJson);
  if (size > INLINE_OUTPUT_BYTES) return true;
  const inline = results.reduce((sum, { outputJson: text }) => sum + (text ? Buffer.byteLength(text) : 0), 0);
  const room = Math.min(INLINE_TOTAL_BYTES, MAX_BYTES - results.length * RESULT_BYTES);
  return inline + size > room;
}

/** The outputs of the finished steps by path; those that lie beside the execution are read. */
export async function loadOutputs(
  store: Store,
  orgId: string,
  executionId: string,
  results: readonly StepResult[],
): Promise<Map<string, JsonValue>> {
  const outputs = await Promise.all(
    results.map(
      async (result): Promise<[string, JsonValue]> => [
        result.path,
        result.outputStored ? await readOutput(store, orgId, executionId, result) : parseOutput(result.outputJson),
      ],
    ),
  );
  return new Map(outputs);
}

export async function readOutput(
  store: Store,
  orgId: string,
  executionId: string,
  { path, outputJson, outputStored }: StepResult,
): Promise<JsonValue> {
  if (!outputStored) return parseOutput(outputJson);
  const stored = await store.get(tenantPaths(orgId).output(executionId, path));
  return parseOutput(stored?.data.outputJson ?? null);
}

function parseOutput(text: string | null): JsonValue {
  return text === null ? null : jsonValue.parse(JSON.parse(text));
}

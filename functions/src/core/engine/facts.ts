import type { Execution, StepResult } from '../../model/execution.ts';
import { type ExecutionContext, executionContextSchema } from '../../model/execution-context.ts';
import { type JsonValue, jsonValue } from '../../model/json.ts';
import { tenantPaths } from '../../model/paths.ts';
import type { Store } from '../ports.ts';

/** An output up to this goes into the execution; a larger one, or one that would fill it, lies beside it. */
const INLINE_OUTPUT_BYTES = 8 * 1024;
const INLINE_TOTAL_BYTES = 80 * 1024;
const INLINE_WORDS_BYTES = 32 * 1024;
/** An execution stays well below Firestore's 1 MiB, since every commit writes it: what a result takes without output. */
const MAX_BYTES = 240 * 1024;
const RESULT_BYTES = 460;
/** A reason that is cut short, in characters. */
const SHORT = 60;

export function contextOf(execution: Execution): ExecutionContext {
  return executionContextSchema.parse(JSON.parse(execution.contextJson));
}

/** Whether an output of this size belongs beside the execution rather than in it. */
export function belongsBeside(outputJson: string, results: readonly StepResult[]): boolean {
  const size = Buffer.byteLength(outputJson);
  return size > INLINE_OUTPUT_BYTES || size > roomBeside(results);
}

/**
 * A result whose reasons still fit into the execution: in full, or, where hundreds have long ones, their beginnings
 * without those of earlier attempts.
 */
export function fitted(result: StepResult, results: readonly StepResult[]): StepResult {
  const others = results.filter(({ path }) => path !== result.path);
  const words = wordsOf(result);
  if (words === 0 || words + sumOf(others, wordsOf) <= INLINE_WORDS_BYTES) return result;
  const { note, error } = result;
  const begin = (text: string) => (text.length > SHORT ? `${text.slice(0, SHORT)}…` : text);
  return {
    ...result,
    note: note && begin(note),
    error: error && { ...error, message: begin(error.message), errors: [] },
    failures: [],
  };
}

/** What outputs and reasons may still take, when these results are there. */
function roomBeside(results: readonly StepResult[]): number {
  const taken = sumOf(results, (result) => bytesOf(result.outputJson) + wordsOf(result));
  return Math.min(INLINE_TOTAL_BYTES, MAX_BYTES - results.length * RESULT_BYTES) - taken;
}

function wordsOf({ note, error, failures }: StepResult): number {
  const earlier = failures.length === 0 ? 0 : bytesOf(JSON.stringify(failures));
  return bytesOf(note) + bytesOf(error && JSON.stringify(error)) + earlier;
}

function sumOf(results: readonly StepResult[], bytes: (result: StepResult) => number): number {
  return results.reduce((sum, result) => sum + bytes(result), 0);
}

function bytesOf(text: string | null): number {
  return text === null ? 0 : Buffer.byteLength(text);
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

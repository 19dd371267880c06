import type { Execution, StepResult } from '@model/execution.ts';
import { type JsonObject, type JsonValue, jsonObject, jsonValue } from '@model/json.ts';
import { tenantPaths } from '@model/paths.ts';
import { useMemo } from 'react';
import { useSession } from '../../../lib/session.ts';
import { type Live, useDocument } from '../../../lib/use-live.ts';

/** JSON text as a value; the text itself when it is not JSON. */
export function parseJson(text: string): JsonValue {
  try {
    return jsonValue.parse(JSON.parse(text));
  } catch {
    return text;
  }
}

/** The sentence that a step sums its output up in; null when it has none. */
export function summaryOf({ outputJson }: StepResult): string | null {
  const output = outputJson === null ? null : parseJson(outputJson);
  if (output === null || typeof output !== 'object' || Array.isArray(output)) return null;
  const said = output.summary ?? output.answer;
  return typeof said === 'string' ? said : null;
}

/** The output of a step, from beside the execution when it is large. */
export function useOutput(executionId: string, { path, outputJson, outputStored }: StepResult): Live<JsonValue> {
  const { orgId } = useSession();
  const isBeside = outputJson === null && outputStored;
  const live = useDocument(isBeside ? tenantPaths(orgId).output(executionId, path) : null);
  return useMemo((): Live<JsonValue> => {
    if (!isBeside) return { status: 'ready', value: outputJson === null ? null : parseJson(outputJson) };
    if (live.status !== 'ready') return live;
    const text = live.value?.data?.outputJson;
    return { status: 'ready', value: text === undefined ? 'This output is not kept any more.' : parseJson(text) };
  }, [isBeside, outputJson, live]);
}

/** What an execution was started with. */
export function inputsOf({ contextJson }: Pick<Execution, 'contextJson'>): JsonObject {
  const context = jsonObject.safeParse(parseJson(contextJson));
  const inputs = jsonObject.safeParse(context.success ? context.data.inputs : null);
  return inputs.success ? inputs.data : {};
}

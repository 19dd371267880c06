import type { JsonValue } from '@model/json.ts';
import { DataValue } from '../../../components/ui/data-view.tsx';
import { parseJson } from '../api/use-output.ts';

/** The facts that were fixed when it started: who, for which business, by what trigger, with what inputs. */
export function ExecutionContextView({ contextJson }: { readonly contextJson: string }) {
  return <DataValue value={withoutEmpty(parseJson(contextJson))} label="What the execution knew when it started" />;
}

/** What says nothing (no event, no inputs) is left out. */
function withoutEmpty(value: JsonValue): JsonValue {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const isEmpty = (inner: JsonValue) =>
    inner === null || (typeof inner === 'object' && Object.keys(inner).length === 0);
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => !isEmpty(inner)));
}

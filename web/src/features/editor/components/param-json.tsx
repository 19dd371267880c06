import { JsonInput } from '@mantine/core';
import { type JsonValue, jsonValue } from '@model/json.ts';
import { useState } from 'react';
import { useProblem } from './param-context.ts';
import { ParamFrame, type ParamProps } from './param-frame.tsx';

/** Any JSON, as text; what is none stays in the field and is said. */
export function ParamJson(props: ParamProps<JsonValue>) {
  const { path, value, onChange } = props;
  const problem = useProblem(path, true);
  const written = value === undefined ? '' : JSON.stringify(value, null, 2);
  const [typed, setTyped] = useState({ text: written, written });
  // Somebody else has changed it: an undo, another row in its place.
  const text = typed.written === written ? typed.text : written;
  const isWrong = text.trim() !== '' && read(text) === undefined;
  const error = isWrong ? 'This is not valid JSON yet' : problem;
  return (
    <ParamFrame {...props} error={error}>
      {(id) => (
        <JsonInput
          id={id}
          autosize
          minRows={2}
          maxRows={16}
          value={text}
          error={error !== null}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
          onChange={(next) => {
            const parsed = next.trim() === '' ? undefined : read(next);
            const isReadable = next.trim() === '' || parsed !== undefined;
            setTyped({ text: next, written: isReadable ? shown(parsed) : written });
            if (isReadable) onChange(parsed);
          }}
        />
      )}
    </ParamFrame>
  );
}

function shown(value: JsonValue | undefined): string {
  return value === undefined ? '' : JSON.stringify(value, null, 2);
}

function read(text: string): JsonValue | undefined {
  try {
    return jsonValue.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

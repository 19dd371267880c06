import { ActionIcon, Button, TextInput } from '@mantine/core';
import type { JsonObject, JsonValue } from '@model/json.ts';
import { Plus, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import classes from './param.module.css';
import { useProblem } from './param-context.ts';
import { ParamFrame, type ParamProps } from './param-frame.tsx';

type Pair = readonly [name: string, value: JsonValue];

interface ParamMapProps extends ParamProps<JsonObject> {
  readonly children: (value: {
    path: string;
    label: string;
    value: JsonValue;
    onChange(value: JsonValue): void;
  }) => ReactNode;
}

/** Names with a value each. A row without a name is not kept yet; of two with one name the later one holds. */
export function ParamMap({ children, ...props }: ParamMapProps) {
  const { path, label, value = {}, onChange } = props;
  const error = useProblem(path);
  const [rows, setRows] = useState<readonly Pair[]>(() => Object.entries(value));
  const isOurs = JSON.stringify(objectOf(rows)) === JSON.stringify(value);
  const shown = isOurs ? rows : Object.entries(value);
  const put = (next: readonly Pair[]) => {
    setRows(next);
    const object = objectOf(next);
    onChange(Object.keys(object).length === 0 ? undefined : object);
  };
  return (
    <ParamFrame {...props} error={error} isGroup>
      {() => (
        <>
          <ul className={classes.list}>
            {shown.map(([name, inner], at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a name changes while it is typed
              <li key={at} className={classes.pair}>
                <TextInput
                  aria-label={`${label}: name ${at + 1}`}
                  placeholder="Name"
                  autoComplete="off"
                  spellCheck={false}
                  value={name}
                  onChange={(event) => put(shown.with(at, [event.currentTarget.value, inner]))}
                />
                {children({
                  path: `${path}.${name}`,
                  label: name === '' ? `${label}: value ${at + 1}` : name,
                  value: inner,
                  onChange: (next) => put(shown.with(at, [name, next])),
                })}
                <ActionIcon
                  size={34}
                  aria-label={`Remove ${name === '' ? `row ${at + 1}` : name}`}
                  onClick={() => put(shown.toSpliced(at, 1))}
                >
                  <X size={15} aria-hidden />
                </ActionIcon>
              </li>
            ))}
          </ul>
          <Button
            mt={shown.length > 0 ? 8 : 0}
            variant="default"
            size="xs"
            leftSection={<Plus size={14} aria-hidden />}
            aria-label={`Add to ${label}`}
            onClick={() => put([...shown, ['', '']])}
          >
            Add
          </Button>
        </>
      )}
    </ParamFrame>
  );
}

function objectOf(rows: readonly Pair[]): JsonObject {
  return Object.fromEntries(rows.filter(([name]) => name !== ''));
}

import { NativeSelect } from '@mantine/core';
import type { JsonValue } from '@model/json.ts';
import { useState } from 'react';
import classes from './param.module.css';
import { useProblem } from './param-context.ts';
import type { ParamProps } from './param-frame.tsx';
import { ParamJson } from './param-json.tsx';
import { ParamBoolean, ParamNumber } from './param-simple.tsx';
import { ParamText } from './param-text.tsx';

const KINDS = { text: 'Text', number: 'Number', boolean: 'Yes / no', json: 'JSON' } as const;
type Kind = keyof typeof KINDS;

interface ParamAnyProps extends ParamProps<JsonValue> {
  readonly isLong?: boolean;
}

/** A value of any kind: the kind is chosen beside it. */
export function ParamAny({ isLong = false, isLabelHidden = false, ...props }: ParamAnyProps) {
  const { path, label, value, onChange } = props;
  const [chosen, setChosen] = useState<Kind>(value === undefined ? 'text' : kindOf(value));
  // Where nothing is entered yet, the kind that was chosen holds.
  const kind = value === undefined || value === '' ? chosen : kindOf(value);
  const error = useProblem(path, true);
  const choose = (next: Kind) => {
    setChosen(next);
    onChange(converted(value, next));
  };
  const select = (
    <NativeSelect
      size={isLabelHidden ? 'sm' : 'xs'}
      aria-label={`What ${label} is`}
      value={kind}
      data={Object.entries(KINDS).map(([one, words]) => ({ value: one, label: words }))}
      onChange={(event) => choose(event.currentTarget.value as Kind)}
    />
  );
  const inner = isLabelHidden ? { ...props, help: null, isLabelHidden } : { ...props, aside: select };
  return (
    <div className={isLabelHidden ? classes.any : undefined}>
      {kind === 'text' && (
        <ParamText {...inner} isLong={isLong} value={typeof value === 'string' ? value : ''} error={error} />
      )}
      {kind === 'number' && (
        <ParamNumber
          {...inner}
          value={typeof value === 'number' ? value : undefined}
          fallback={undefined}
          isWhole={false}
        />
      )}
      {kind === 'boolean' && (
        <ParamBoolean {...inner} value={typeof value === 'boolean' ? value : undefined} fallback={undefined} />
      )}
      {kind === 'json' && <ParamJson {...inner} />}
      {isLabelHidden && select}
    </div>
  );
}

function kindOf(value: JsonValue): Kind {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'number';
  return typeof value === 'boolean' ? 'boolean' : 'json';
}

/** The same value as another kind, as far as it can be one. */
function converted(value: JsonValue | undefined, kind: Kind): JsonValue | undefined {
  switch (kind) {
    case 'number':
      return Number.isFinite(Number(value)) && value !== '' && value !== null ? Number(value) : 0;
    case 'boolean':
      return value === true || value === 'true' || value === 'yes';
    case 'json':
      return typeof value === 'object' ? value : value === undefined || value === '' ? {} : [value];
    default:
      return value === undefined || value === null
        ? ''
        : typeof value === 'object'
          ? JSON.stringify(value)
          : String(value);
  }
}

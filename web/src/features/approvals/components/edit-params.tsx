import { Checkbox, Stack, Textarea, TextInput } from '@mantine/core';
import { humanize } from '../../../lib/words.ts';
import type { ParamField, ParamValues } from './params-fields.ts';

interface EditParamsProps {
  readonly fields: readonly ParamField[];
  readonly values: ParamValues;
  readonly errors: Readonly<Record<string, string>>;
  onChange(path: string, value: string | boolean): void;
}

/** The params as fields. */
export function EditParams({ fields, values, errors, onChange }: EditParamsProps) {
  return (
    <Stack gap="sm">
      {fields.map((field, place) => (
        <Field
          key={field.path}
          field={field}
          isFirst={place === 0}
          value={values[field.path] ?? field.value}
          error={errors[field.path]}
          onChange={(value) => onChange(field.path, value)}
        />
      ))}
    </Stack>
  );
}

interface FieldProps {
  readonly field: ParamField;
  /** Whether one begins here. */
  readonly isFirst: boolean;
  readonly value: string | boolean;
  readonly error: string | undefined;
  onChange(value: string | boolean): void;
}

function Field({ field: { path, kind }, isFirst, value, error, onChange }: FieldProps) {
  const label = path.split('.').map(humanize).join(', ');
  const common = { label, error, autoFocus: isFirst };
  if (typeof value === 'boolean') {
    return <Checkbox {...common} checked={value} onChange={(event) => onChange(event.currentTarget.checked)} />;
  }
  if (kind === 'text' || kind === 'number') {
    return (
      <TextInput
        {...common}
        inputMode={kind === 'number' ? 'decimal' : 'text'}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  return (
    <Textarea
      {...common}
      description={kind === 'list' ? 'One per line' : undefined}
      autosize
      minRows={kind === 'list' ? 2 : 3}
      maxRows={16}
      styles={kind === 'json' ? { input: { fontFamily: 'var(--mantine-font-family-monospace)' } } : {}}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

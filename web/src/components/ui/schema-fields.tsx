import { JsonInput, NativeSelect, PasswordInput, Switch, Textarea, TextInput } from '@mantine/core';
import type { Field } from '../../lib/json-schema.ts';

const monospace = { input: { fontFamily: 'var(--mantine-font-family-monospace)' } };

interface SchemaFieldsProps {
  readonly fields: readonly Field[];
  /** Ties a field to the form that holds its value, by its name: `form.getInputProps`. */
  readonly inputProps: (name: string, options: { type?: 'checkbox' }) => object;
  /** Whether what is entered is not to be read by who looks over a shoulder. */
  readonly isSecret?: boolean;
  /** Whether a dialog begins in the first of them. */
  readonly isFirst?: boolean;
}

/** One input for each field of a JSON schema. */
export function SchemaFields({ fields, inputProps, isSecret = false, isFirst = false }: SchemaFieldsProps) {
  return fields.map((field, place) => (
    <SchemaField
      key={field.name}
      field={field}
      isSecret={isSecret}
      {...(isFirst && place === 0 ? { 'data-autofocus': true } : {})}
      {...inputProps(field.name, field.kind === 'boolean' ? { type: 'checkbox' } : {})}
    />
  ));
}

function SchemaField({ field, isSecret, ...input }: { readonly field: Field; readonly isSecret: boolean }) {
  const { kind, label, help, choices, isRequired } = field;
  const common = { label, description: help, ...input };
  const quiet = { autoComplete: 'off', spellCheck: false } as const;
  switch (kind) {
    case 'boolean':
      return <Switch {...common} />;
    case 'choice':
      return <NativeSelect {...common} withAsterisk={isRequired} data={['', ...choices]} />;
    case 'list':
      return <Textarea {...common} withAsterisk={isRequired} autosize minRows={2} placeholder="One per line" />;
    case 'json':
      return <JsonInput {...common} withAsterisk={isRequired} autosize minRows={3} formatOnBlur />;
    case 'long':
      return (
        <Textarea
          {...common}
          {...quiet}
          withAsterisk={isRequired}
          autosize
          minRows={3}
          maxRows={8}
          styles={monospace}
        />
      );
    case 'number':
      return <TextInput {...common} withAsterisk={isRequired} inputMode="decimal" />;
    case 'text':
      return isSecret ? (
        <PasswordInput {...common} {...quiet} withAsterisk={isRequired} autoComplete="new-password" />
      ) : (
        <TextInput {...common} withAsterisk={isRequired} />
      );
  }
}

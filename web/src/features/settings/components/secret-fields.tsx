import { SegmentedControl, Text } from '@mantine/core';
import type { FormErrors } from '@mantine/form';
import type { JsonObject } from '@model/json.ts';
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { SchemaFields } from '../../../components/ui/schema-fields.tsx';
import { Note } from '../../../components/ui/status-pill.tsx';
import { constants, entered, type Field, fieldsOf, shapesOf } from '../../../lib/json-schema.ts';
import type { ConnectorEntry } from '../api/connections.ts';

export type FieldValues = Record<string, string | boolean>;

/** What stands in fields at first. */
export function initialOf(fields: readonly Field[]): FieldValues {
  return Object.fromEntries(fields.map(({ name, initial }) => [name, initial]));
}

/** The fields that were left empty and may not be, by their path in the form. */
export function missing(group: string, fields: readonly Field[], values: FieldValues): Record<string, string> {
  const empty = fields.filter(({ name, isRequired }) => isRequired && (values[name] ?? '') === '');
  return Object.fromEntries(empty.map(({ name }) => [`${group}.${name}`, 'This is needed']));
}

/** The ways in which a vendor lets one in, and the one that is chosen. */
export function useSecretShapes({ secrets }: ConnectorEntry) {
  const shapes = shapesOf(secrets);
  const [index, setIndex] = useState(0);
  const shape = shapes[index] ?? secrets;
  const fields = fieldsOf(shape);
  return {
    shapes,
    index,
    setIndex,
    fields,
    /** Of every way, so that what was entered stays while one looks at another. */
    initial: initialOf(shapes.flatMap((one) => fieldsOf(one))),
    given: (values: FieldValues): JsonObject => ({ ...constants(shape), ...entered(fields, values) }),
  };
}

/** Whether the form can say what a refusal is about: it names the connection, its settings or its secrets. */
export function isAboutForm(errors: Readonly<Record<string, string>>): boolean {
  return Object.keys(errors).some((path) => /^(name|settings|secrets)\b/.test(path));
}

/** What is wrong with several fields together. */
export function GroupProblem({ errors }: { readonly errors: FormErrors }) {
  const problem = errors.settings ?? errors.secrets;
  if (problem === undefined) return null;
  return (
    <Note tone="bad" icon={TriangleAlert} role="alert">
      <Text size="sm">{problem}</Text>
    </Note>
  );
}

interface SecretFieldsProps {
  readonly secrets: ReturnType<typeof useSecretShapes>;
  readonly inputProps: Parameters<typeof SchemaFields>[0]['inputProps'];
  readonly isFirst?: boolean;
}

/** What opens a connection, in the way that is chosen. */
export function SecretFields({
  secrets: { shapes, index, setIndex, fields },
  inputProps,
  isFirst = false,
}: SecretFieldsProps) {
  return (
    <>
      {shapes.length > 1 && (
        <SegmentedControl
          aria-label="How to sign in"
          value={String(index)}
          onChange={(chosen) => setIndex(Number(chosen))}
          data={shapes.map((one, place) => ({ value: String(place), label: one.title ?? `Way ${place + 1}` }))}
        />
      )}
      <SchemaFields
        fields={fields}
        inputProps={(name, how) => inputProps(`secrets.${name}`, how)}
        isSecret
        isFirst={isFirst}
      />
    </>
  );
}

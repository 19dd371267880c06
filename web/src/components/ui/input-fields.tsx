import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { JsonObject, JsonValue } from '@model/json.ts';
import type { PlaybookInput } from '@model/playbook.ts';
import { humanize } from '../../lib/words.ts';

type InputValues = Record<string, string | boolean>;

/** A form for the inputs of a playbook; `given` says what was entered. */
export function useInputs(inputs: readonly PlaybookInput[]) {
  const form = useForm<InputValues>({
    initialValues: inputValues(inputs, {}),
    validate: Object.fromEntries(
      inputs.map((input) => [input.name, (value: string | boolean) => problemOf(input, value)]),
    ),
  });
  const given = (values: InputValues): JsonObject =>
    Object.fromEntries(
      inputs.flatMap((input) => {
        const value = toJson(input, values[input.name] ?? '');
        return value === null ? [] : [[input.name, value] as const];
      }),
    );
  return { form, given };
}

/** What stands in the fields where this was given; what was not given is as it is declared. */
export function inputValues(inputs: readonly PlaybookInput[], given: JsonObject): InputValues {
  return Object.fromEntries(
    inputs.map((input) => [input.name, shown({ ...input, default: given[input.name] ?? input.default })]),
  );
}

interface InputFieldsProps {
  readonly inputs: readonly PlaybookInput[];
  readonly form: ReturnType<typeof useInputs>['form'];
}

/** One field for each input. */
export function InputFields({ inputs, form }: InputFieldsProps) {
  return inputs.map((input) => (
    <InputField key={input.name} input={input} {...form.getInputProps(input.name, fieldKind(input))} />
  ));
}

const fieldKind = ({ type }: PlaybookInput) => (type === 'boolean' ? ({ type: 'checkbox' } as const) : {});

function InputField({ input, ...field }: { readonly input: PlaybookInput }) {
  const { type, name, help, required, options } = input;
  const common = {
    label: input.label || humanize(name),
    description: help || undefined,
    withAsterisk: required && type !== 'boolean',
    ...field,
  };
  switch (type) {
    case 'boolean': {
      const { withAsterisk: _none, ...checkbox } = common;
      return <Checkbox {...checkbox} />;
    }
    case 'select':
      return <NativeSelect {...common} data={required && input.default !== null ? options : ['', ...options]} />;
    case 'list':
      return <Textarea {...common} autosize minRows={3} placeholder="One per line" />;
    case 'number':
      return <TextInput {...common} inputMode="decimal" />;
    case 'date':
      return <TextInput {...common} type="date" />;
    case 'text':
      return <TextInput {...common} />;
  }
}

/** The default as a field shows it. */
function shown({ type, default: value }: PlaybookInput): string | boolean {
  if (type === 'boolean') return value === true;
  if (Array.isArray(value)) return value.map(String).join('\n');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function problemOf({ type, required, min, max }: PlaybookInput, value: string | boolean): string | null {
  if (typeof value === 'boolean') return null;
  const text = value.trim();
  if (required && text === '') return 'This is needed';
  if (type !== 'number' || text === '') return null;
  const number = Number(text);
  if (!Number.isFinite(number)) return 'Write a number, such as 12.5';
  if (min !== undefined && number < min) return `At least ${min}`;
  return max !== undefined && number > max ? `At most ${max}` : null;
}

/** What is sent; null when nothing was entered. */
function toJson({ type }: PlaybookInput, value: string | boolean): JsonValue {
  if (typeof value === 'boolean') return value;
  const text = value.trim();
  if (text === '') return null;
  if (type === 'number') return Number(text);
  if (type !== 'list') return text;
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

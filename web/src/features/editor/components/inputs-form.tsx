import { Button, Checkbox, Group, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core';
import type { JsonValue } from '@model/json.ts';
import { type PlaybookInput, playbookInputSchema } from '@model/playbook.ts';
import type { ProblemDetail } from '@model/problem.ts';
import { Plus, Trash2 } from 'lucide-react';
import classes from './editor.module.css';

interface InputsFormProps {
  readonly inputs: readonly PlaybookInput[];
  readonly problems: readonly ProblemDetail[];
  onChange(inputs: PlaybookInput[]): void;
}

const MOST = 30;

/** What the playbook asks for when somebody starts it. */
export function InputsForm({ inputs, problems, onChange }: InputsFormProps) {
  const add = () => {
    const name = nameLike('input', inputs);
    onChange([...inputs, playbookInputSchema.parse({ name })]);
  };
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        Whoever starts it by hand fills these in. Steps read them as <code>inputs.name</code>.
      </Text>
      <div>
        {inputs.map((input, index) => (
          <InputBlock
            // biome-ignore lint/suspicious/noArrayIndexKey: its name is what is typed
            key={index}
            input={input}
            number={index + 1}
            problemAt={(path) => problems.find((problem) => problem.path === `${index}.${path}`)?.message}
            onChange={(next) => onChange(inputs.map((one, at) => (at === index ? next : one)))}
            onDelete={() => onChange(inputs.filter((_, at) => at !== index))}
          />
        ))}
      </div>
      {inputs.length < MOST && (
        <div>
          <Button variant="default" leftSection={<Plus size={15} aria-hidden />} onClick={add}>
            Ask for something
          </Button>
        </div>
      )}
    </Stack>
  );
}

interface InputBlockProps {
  readonly input: PlaybookInput;
  readonly number: number;
  problemAt(path: string): string | undefined;
  onChange(input: PlaybookInput): void;
  onDelete(): void;
}

const TYPES: Readonly<Record<PlaybookInput['type'], string>> = {
  text: 'Text',
  number: 'Number',
  boolean: 'Yes or no',
  date: 'Date',
  select: 'A choice',
  list: 'Several lines',
};

function InputBlock({ input, number, problemAt, onChange, onDelete }: InputBlockProps) {
  const { name, label, help, type, required, options } = input;
  return (
    <fieldset className={classes.block} aria-label={label || name || `Number ${number}`}>
      <Stack gap="sm">
        <TextInput
          label="Question"
          maxLength={120}
          value={label}
          placeholder="Which day?"
          onChange={({ currentTarget: { value } }) => onChange({ ...input, label: value })}
        />
        <Group grow align="flex-start">
          <TextInput
            label="Name in steps"
            maxLength={64}
            value={name}
            error={problemAt('name') ?? (name === '' ? 'This is needed' : undefined)}
            onChange={({ currentTarget: { value } }) => onChange({ ...input, name: value.replaceAll(/[^\w-]+/g, '_') })}
          />
          <NativeSelect
            label="Kind"
            value={type}
            data={playbookInputSchema.shape.type.unwrap().options.map((value) => ({ value, label: TYPES[value] }))}
            onChange={({ currentTarget: { value } }) =>
              onChange({ ...unbounded(input), type: playbookInputSchema.shape.type.parse(value), default: null })
            }
          />
        </Group>
        {type === 'select' && (
          <Textarea
            label="Choices"
            description="One per line"
            autosize
            minRows={2}
            value={options.join('\n')}
            error={problemAt('options')}
            onChange={({ currentTarget: { value } }) =>
              onChange({ ...input, options: value === '' ? [] : value.split('\n').slice(0, 100) })
            }
          />
        )}
        <TextInput
          label="Help"
          maxLength={500}
          value={help}
          onChange={({ currentTarget: { value } }) => onChange({ ...input, help: value })}
        />
        <DefaultField input={input} onChange={onChange} />
        <Group justify="space-between">
          <Checkbox
            label="It has to be filled in"
            checked={required}
            onChange={({ currentTarget: { checked } }) => onChange({ ...input, required: checked })}
          />
          <Button
            variant="subtle"
            color="red"
            size="xs"
            leftSection={<Trash2 size={14} aria-hidden />}
            onClick={onDelete}
          >
            Take it away
          </Button>
        </Group>
      </Stack>
    </fieldset>
  );
}

function DefaultField({ input, onChange }: Pick<InputBlockProps, 'input' | 'onChange'>) {
  const { type, options, default: value } = input;
  const set = (next: JsonValue) => onChange({ ...input, default: next });
  const text = Array.isArray(value) ? value.map(String).join('\n') : value === null ? '' : String(value);
  const common = { label: 'If nothing is said', value: text };
  if (type === 'boolean') {
    return <Checkbox label="Yes, unless it is changed" checked={value === true} onChange={() => set(value !== true)} />;
  }
  if (type === 'select') {
    return (
      <NativeSelect
        {...common}
        data={['', ...options]}
        onChange={({ currentTarget }) => set(currentTarget.value || null)}
      />
    );
  }
  if (type === 'list') {
    return (
      <Textarea
        {...common}
        description="One per line"
        autosize
        onChange={({ currentTarget }) => set(currentTarget.value === '' ? null : currentTarget.value.split('\n'))}
      />
    );
  }
  const field = (
    <TextInput
      {...common}
      type={type === 'date' ? 'date' : type === 'number' ? 'number' : 'text'}
      step="any"
      onChange={({ currentTarget }) => set(typed(type, currentTarget.value))}
    />
  );
  if (type !== 'number') return field;
  return (
    <Group grow align="flex-start">
      {field}
      <BoundField input={input} bound="min" label="At least" onChange={onChange} />
      <BoundField input={input} bound="max" label="At most" onChange={onChange} />
    </Group>
  );
}

interface BoundProps extends Pick<InputBlockProps, 'input' | 'onChange'> {
  readonly bound: 'min' | 'max';
  readonly label: string;
}

/** The smallest, or the largest, number that is taken; none where it is empty. */
function BoundField({ input, bound, label, onChange }: BoundProps) {
  return (
    <TextInput
      label={label}
      type="number"
      step="any"
      value={input[bound] ?? ''}
      onChange={({ currentTarget: { value } }) => {
        const number = Number(value);
        if (value === '') onChange(bound === 'min' ? withoutMin(input) : withoutMax(input));
        else if (Number.isFinite(number)) onChange({ ...input, [bound]: number });
      }}
    />
  );
}

function withoutMin({ min: _none, ...input }: PlaybookInput): PlaybookInput {
  return input;
}

function withoutMax({ max: _none, ...input }: PlaybookInput): PlaybookInput {
  return input;
}

function unbounded(input: PlaybookInput): PlaybookInput {
  return withoutMin(withoutMax(input));
}

function typed(type: PlaybookInput['type'], text: string): JsonValue {
  if (text === '') return null;
  return type === 'number' && Number.isFinite(Number(text)) ? Number(text) : text;
}

function nameLike(word: string, inputs: readonly PlaybookInput[]): string {
  let name = word;
  for (let count = 2; inputs.some((input) => input.name === name); count++) name = `${word}_${count}`;
  return name;
}

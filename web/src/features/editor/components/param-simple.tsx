import { Chip, Group, NativeSelect, NumberInput, Switch } from '@mantine/core';
import type { JsonValue } from '@model/json.ts';
import { useProblem } from './param-context.ts';
import { ParamFrame, type ParamProps } from './param-frame.tsx';
import { choiceWords } from './param-words.ts';

interface WithFallback {
  /** What holds where nothing is entered. */
  readonly fallback: JsonValue | undefined;
}

export function ParamNumber(props: ParamProps<number> & WithFallback & { readonly isWhole: boolean }) {
  const { path, value, fallback, isWhole, onChange } = props;
  const error = useProblem(path, true);
  return (
    <ParamFrame {...props} error={error}>
      {(id) => (
        <NumberInput
          id={id}
          value={value ?? ''}
          placeholder={typeof fallback === 'number' ? String(fallback) : undefined}
          allowDecimal={!isWhole}
          hideControls
          error={error !== null}
          required={props.isRequired}
          onChange={(next) => onChange(typeof next === 'number' ? next : undefined)}
        />
      )}
    </ParamFrame>
  );
}

/** A switch where there is a default; a choice where one has to be made. */
export function ParamBoolean(props: ParamProps<boolean> & WithFallback) {
  const { path, label, help, value, fallback, aside, onChange } = props;
  const error = useProblem(path, true);
  if (typeof fallback !== 'boolean') {
    const shown = value === undefined ? '' : String(value);
    return (
      <ParamFrame {...props} error={error}>
        {(id) => (
          <NativeSelect
            id={id}
            value={shown}
            error={error !== null}
            data={[
              { value: '', label: props.isRequired ? 'Choose…' : 'Not set' },
              { value: 'true', label: 'Yes' },
              { value: 'false', label: 'No' },
            ]}
            onChange={(event) => {
              const chosen = event.currentTarget.value;
              onChange(chosen === '' ? undefined : chosen === 'true');
            }}
          />
        )}
      </ParamFrame>
    );
  }
  return (
    <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
      <Switch
        label={label}
        description={help}
        error={error}
        checked={value ?? fallback}
        onChange={(event) => {
          const next = event.currentTarget.checked;
          onChange(next === fallback ? undefined : next);
        }}
      />
      {aside}
    </Group>
  );
}

interface ParamChoiceProps extends ParamProps<string>, WithFallback {
  readonly choices: readonly string[];
  readonly words?: (choice: string) => string;
}

export function ParamChoice(props: ParamChoiceProps) {
  const { path, value, fallback, choices, isRequired, words = choiceWords, onChange } = props;
  const error = useProblem(path, true);
  const empty = isRequired ? 'Choose…' : 'Not set';
  const usual = typeof fallback === 'string' ? fallback : null;
  // What is written there may be none of them.
  const odd = value !== undefined && !choices.includes(value) ? [value] : [];
  return (
    <ParamFrame {...props} error={error}>
      {(id) => (
        <NativeSelect
          id={id}
          value={value ?? usual ?? ''}
          error={error !== null}
          data={[
            ...(usual === null ? [{ value: '', label: empty }] : []),
            ...[...choices, ...odd].map((choice) => ({ value: choice, label: words(choice) })),
          ]}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            onChange(chosen === '' || (chosen === usual && !isRequired) ? undefined : chosen);
          }}
        />
      )}
    </ParamFrame>
  );
}

/** Several of a few. */
export function ParamChips(props: ParamProps<string[]> & { readonly choices: readonly string[] }) {
  const { path, value = [], choices, onChange } = props;
  const error = useProblem(path, true);
  return (
    <ParamFrame {...props} error={error} isGroup>
      {() => (
        <Chip.Group multiple value={value} onChange={(next) => onChange(next.length === 0 ? undefined : next)}>
          <Group gap={6}>
            {choices.map((choice) => (
              <Chip key={choice} value={choice} size="sm" variant="outline">
                {choiceWords(choice)}
              </Chip>
            ))}
          </Group>
        </Chip.Group>
      )}
    </ParamFrame>
  );
}

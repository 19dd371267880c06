import { Button, Group, SegmentedControl, Text } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { type Condition, isGroup, type Row, type Rows, writeCondition } from '../api/expressions-condition.ts';
import { readCondition } from '../api/expressions-read.ts';
import { pathsIn } from '../api/expressions-text.ts';
import classes from './condition.module.css';
import { ConditionResult } from './condition-result.tsx';
import { ConditionRow } from './condition-row.tsx';
import { useParamContext, useProblem } from './param-context.ts';
import { ParamFrame } from './param-frame.tsx';
import { ParamText } from './param-text.tsx';
import { TestValues, useOtherValues } from './test-values.tsx';

interface ConditionFieldProps {
  readonly label: string;
  readonly help: string | null;
  /** Where it stands in the step: `condition`, `branches.0.condition`. */
  readonly path: string;
  readonly value: string | null;
  onChange(value: string | null): void;
}

const fresh: Row = { left: '', comparison: 'above', right: null };
const nothing: Condition = { mode: 'all', parts: [] };

/** A condition, as rows or as the text that they stand for, and what it comes to with known values. */
export function ConditionField({ label, help, path, value, onChange }: ConditionFieldProps) {
  const { facts } = useParamContext();
  const problem = useProblem(path);
  const [isText, setIsText] = useState(false);
  const [built, setBuilt] = useState(() => ({ text: value, condition: fromText(value) }));
  // Somebody else has changed it: an undo, or the text.
  const condition = built.text === value ? built.condition : fromText(value);
  const others = useOtherValues(facts);
  const paths = useMemo(() => pathsIn(value ?? ''), [value]);
  const put = (next: Condition) => {
    const text = writeCondition(next);
    setBuilt({ text, condition: next });
    if (text !== value) onChange(text);
  };
  const asText = isText || condition === null;
  const hasView = value !== null || isText;
  return (
    <ParamFrame
      label={label}
      help={help}
      isRequired={false}
      error={asText ? null : problem}
      isGroup
      aside={hasView && <View isText={asText} isFixed={condition === null} onChange={setIsText} />}
    >
      {() => (
        <>
          {asText || condition === null ? (
            <ParamText
              label={`${label}, as text`}
              isLabelHidden
              isExpression
              isLong
              value={value ?? ''}
              placeholder="steps.check_stock.count > 3"
              error={problem}
              help={condition === null ? 'This says more than rows can show, so it is edited as text.' : null}
              onChange={(text) => onChange(text.trim() === '' ? null : text)}
            />
          ) : (
            <Builder label={label} condition={condition} onChange={put} />
          )}
          {value !== null && (
            <>
              <ConditionResult text={value} facts={others.facts} isChanged={others.isChanged} />
              <TestValues title="Try other values" paths={paths} others={others} />
            </>
          )}
        </>
      )}
    </ParamFrame>
  );
}

function fromText(text: string | null): Condition | null {
  return text === null ? nothing : readCondition(text);
}

interface ViewProps {
  readonly isText: boolean;
  readonly isFixed: boolean;
  onChange(isText: boolean): void;
}

function View({ isText, isFixed, onChange }: ViewProps) {
  return (
    <SegmentedControl
      size="xs"
      aria-label="How it is shown"
      value={isText ? 'text' : 'rows'}
      disabled={isFixed}
      data={[
        { value: 'rows', label: 'Rows' },
        { value: 'text', label: 'Text' },
      ]}
      onChange={(next) => onChange(next === 'text')}
    />
  );
}

interface BuilderProps {
  readonly label: string;
  readonly condition: Condition;
  onChange(condition: Condition): void;
}

function Builder({ label, condition: { mode, parts }, onChange }: BuilderProps) {
  const put = (next: Condition['parts'], nextMode = mode) => onChange({ mode: nextMode, parts: next });
  return (
    <div className={classes.builder}>
      {parts.length > 1 && <Mode label={label} mode={mode} onChange={(next) => put(parts, next)} />}
      {parts.map((part, at) => {
        const change = (next: Row | Rows) => put(parts.with(at, next));
        const remove = () => put(parts.toSpliced(at, 1));
        const name = `${label}, row ${at + 1}`;
        return isGroup(part) ? (
          <Nested
            // biome-ignore lint/suspicious/noArrayIndexKey: rows are known by their place only
            key={at}
            label={name}
            group={part}
            onChange={(next) => (next.rows.length === 0 ? remove() : change(next))}
          />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows are known by their place only
          <ConditionRow key={at} label={name} row={part} onChange={change} onRemove={remove} />
        );
      })}
      <Group gap="xs">
        <Button
          variant="default"
          size="xs"
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() => put([...parts, fresh])}
        >
          {parts.length === 0 ? 'Add a condition' : 'Add another'}
        </Button>
        {parts.length > 0 && (
          <Button
            variant="subtle"
            color="gray"
            size="xs"
            onClick={() => put([...parts, { mode: mode === 'all' ? 'any' : 'all', rows: [fresh, fresh] }])}
          >
            Add a group
          </Button>
        )}
      </Group>
    </div>
  );
}

interface NestedProps {
  readonly label: string;
  readonly group: Rows;
  onChange(group: Rows): void;
}

function Nested({ label, group: { mode, rows }, onChange }: NestedProps) {
  return (
    <fieldset className={classes.nested} aria-label={label}>
      <Mode label={label} mode={mode} onChange={(next) => onChange({ mode: next, rows })} />
      {rows.map((row, at) => (
        <ConditionRow
          // biome-ignore lint/suspicious/noArrayIndexKey: rows are known by their place only
          key={at}
          label={`${label}.${at + 1}`}
          row={row}
          onChange={(next) => onChange({ mode, rows: rows.with(at, next) })}
          onRemove={() => onChange({ mode, rows: rows.toSpliced(at, 1) })}
        />
      ))}
      <Group>
        <Button
          variant="default"
          size="xs"
          leftSection={<Plus size={14} aria-hidden />}
          onClick={() => onChange({ mode, rows: [...rows, fresh] })}
        >
          Add to this group
        </Button>
      </Group>
    </fieldset>
  );
}

interface ModeProps {
  readonly label: string;
  readonly mode: Condition['mode'];
  onChange(mode: Condition['mode']): void;
}

function Mode({ label, mode, onChange }: ModeProps) {
  return (
    <Group gap="xs">
      <SegmentedControl
        size="xs"
        aria-label={`${label}: how many have to hold`}
        value={mode}
        data={[
          { value: 'all', label: 'All' },
          { value: 'any', label: 'Any' },
        ]}
        onChange={(next) => onChange(next as Condition['mode'])}
      />
      <Text size="sm" c="dimmed">
        {mode === 'all' ? 'of these have to hold' : 'of these has to hold'}
      </Text>
    </Group>
  );
}

import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import { Braces, X } from 'lucide-react';
import { useState } from 'react';
import { type Comparison, comparisonWords, type Operand, operandOf, type Row } from '../api/expressions-condition.ts';
import classes from './condition.module.css';
import { useParamContext, variableOf } from './param-context.ts';
import { VariablePicker } from './variable-picker.tsx';

interface ConditionRowProps {
  readonly label: string;
  readonly row: Row;
  onChange(row: Row): void;
  onRemove(): void;
}

const ALWAYS: readonly Comparison[] = ['there', 'missing'];
/** What can be asked of each kind of value, the most usual first. */
const FITTING: Readonly<Record<string, readonly Comparison[]>> = {
  number: ['above', 'below', 'at_least', 'at_most', 'is', 'is_not'],
  text: ['is', 'is_not', 'contains', 'lacks', 'begins', 'ends', 'one_of'],
  'yes or no': ['yes', 'no'],
  list: ['contains', 'lacks'],
};
const ALL = Object.keys(comparisonWords) as Comparison[];

/** One comparison: a value, how it is compared, and with what. */
export function ConditionRow({ label, row, onChange, onRemove }: ConditionRowProps) {
  const { groups } = useParamContext();
  const { left, comparison, right } = row;
  const kind = variableOf(groups, left)?.variable.kind ?? 'value';
  const fitting = [...(FITTING[kind] ?? ALL.filter((one) => !ALWAYS.includes(one))), ...ALWAYS];
  const offered = fitting.includes(comparison) ? fitting : [comparison, ...fitting];
  const compare = (next: Comparison) => onChange({ left, comparison: next, right: carried(next, right) });
  const pickLeft = (path: string) => {
    const nextKind = variableOf(groups, path)?.variable.kind ?? 'value';
    const usual = FITTING[nextKind] ?? ALL;
    const next = usual.includes(comparison) || ALWAYS.includes(comparison) ? comparison : (usual[0] ?? comparison);
    onChange({ left: path, comparison: next, right: carried(next, right) });
  };
  return (
    <fieldset className={classes.row} aria-label={label}>
      <ValueButton label={`${label}: the value`} path={left} onPick={pickLeft} />
      <NativeSelect
        aria-label={`${label}: comparison`}
        value={comparison}
        data={offered.map((one) => ({ value: one, label: comparisonWords[one] }))}
        onChange={(event) => compare(event.currentTarget.value as Comparison)}
      />
      <Right label={label} kind={kind} row={row} onChange={(next) => onChange({ ...row, right: next })} />
      <ActionIcon size={34} aria-label={`Remove ${label}`} className={classes.remove} onClick={onRemove}>
        <X size={15} aria-hidden />
      </ActionIcon>
    </fieldset>
  );
}

/** What was entered, for another comparison: where it still fits. */
function carried(comparison: Comparison, right: Operand | null): Operand | null {
  const needed = operandOf(comparison);
  if (needed === 'none' || right === null) return null;
  if (needed === 'texts')
    return right.kind === 'texts' ? right : { kind: 'texts', texts: [textOf(right)].filter(Boolean) };
  if (right.kind === 'texts') return { kind: 'text', text: right.texts.join(', ') };
  return needed === 'text' && right.kind !== 'value' ? { kind: 'text', text: textOf(right) } : right;
}

function textOf(operand: Operand): string {
  switch (operand.kind) {
    case 'text':
      return operand.text;
    case 'number':
      return String(operand.number);
    case 'boolean':
      return operand.yes ? 'yes' : 'no';
    case 'texts':
      return operand.texts.join(', ');
    case 'value':
      return operand.path;
  }
}

interface RightProps {
  readonly label: string;
  /** What the value on the left is. */
  readonly kind: string;
  readonly row: Row;
  onChange(right: Operand | null): void;
}

function Right({ label, kind, row: { comparison, right }, onChange }: RightProps) {
  const [isPicking, setIsPicking] = useState(false);
  const needed = operandOf(comparison);
  const [typed, setTyped] = useState(right === null ? '' : textOf(right));
  if (needed === 'none') return <span className={classes.none} />;
  if (right?.kind === 'value') {
    const pick = (path: string) => onChange({ kind: 'value', path });
    return (
      <ValueButton label={`${label}: compared with`} path={right.path} onPick={pick} onClear={() => onChange(null)} />
    );
  }
  // What is typed may be on its way to a number: `1.`, `-`.
  const shown = sameAs(typed, right, kind, needed) ? typed : right === null ? '' : textOf(right);
  return (
    <VariablePicker
      isOpen={isPicking}
      label={label}
      kinds={[kind]}
      onClose={() => setIsPicking(false)}
      onPick={(path) => {
        setIsPicking(false);
        onChange({ kind: 'value', path });
      }}
    >
      <TextInput
        aria-label={`${label}: compared with`}
        placeholder={needed === 'texts' ? 'red, green, blue' : kind === 'number' ? '10' : 'Text'}
        inputMode={kind === 'number' ? 'decimal' : 'text'}
        autoComplete="off"
        value={shown}
        onChange={(event) => {
          const text = event.currentTarget.value;
          setTyped(text);
          onChange(operandFrom(text, kind, needed));
        }}
        rightSection={
          needed === 'any' && (
            <ActionIcon
              size={28}
              aria-label={`${label}: compare with another value`}
              onClick={() => setIsPicking(true)}
            >
              <Braces size={14} aria-hidden />
            </ActionIcon>
          )
        }
      />
    </VariablePicker>
  );
}

function sameAs(typed: string, right: Operand | null, kind: string, needed: string): boolean {
  return JSON.stringify(operandFrom(typed, kind, needed)) === JSON.stringify(right);
}

/** What was typed, as what it is compared with: a number beside numbers, a text beside texts. */
function operandFrom(text: string, kind: string, needed: string): Operand | null {
  if (needed === 'texts') {
    const texts = text
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
    return texts.length === 0 ? null : { kind: 'texts', texts };
  }
  if (text === '') return null;
  if (needed === 'text' || kind === 'text') return { kind: 'text', text };
  const isNumber = text.trim() !== '' && Number.isFinite(Number(text));
  if (isNumber) return { kind: 'number', number: Number(text) };
  if (kind === 'yes or no' && (text === 'yes' || text === 'no')) return { kind: 'boolean', yes: text === 'yes' };
  return kind === 'number' ? null : { kind: 'text', text };
}

interface ValueButtonProps {
  readonly label: string;
  readonly path: string;
  onPick(path: string): void;
  onClear?(): void;
}

/** A value that is chosen, by its name. */
function ValueButton({ label, path, onPick, onClear }: ValueButtonProps) {
  const { groups } = useParamContext();
  const [isOpen, setIsOpen] = useState(false);
  const known = variableOf(groups, path);
  const words = known === null ? path || 'Choose a value' : known.variable.label;
  return (
    <div className={classes.value}>
      <VariablePicker
        isOpen={isOpen}
        label={label}
        onClose={() => setIsOpen(false)}
        onPick={(next) => {
          setIsOpen(false);
          onPick(next);
        }}
      >
        <Button
          variant="default"
          fullWidth
          justify="flex-start"
          leftSection={<Braces size={14} aria-hidden />}
          aria-label={`${label}: ${words}${known === null ? '' : ` ${known.group.title}`}`}
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          data-chosen={path !== ''}
          className={classes.button}
          title={path}
          onClick={() => setIsOpen(!isOpen)}
        >
          <span className={classes.words}>
            {words}
            {known !== null && <span className={classes.from}>{` ${known.group.title}`}</span>}
          </span>
        </Button>
      </VariablePicker>
      {onClear !== undefined && (
        <ActionIcon size={34} aria-label={`${label}: type it instead`} onClick={onClear}>
          <X size={14} aria-hidden />
        </ActionIcon>
      )}
    </div>
  );
}

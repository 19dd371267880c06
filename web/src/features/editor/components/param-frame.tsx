import { Button, Input } from '@mantine/core';
import { Braces } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import classes from './param.module.css';
import { VariablePicker } from './variable-picker.tsx';

/** What every way to enter a param is given. `value` is undefined where nothing is entered. */
export interface ParamProps<T> {
  /** Where it stands in the step, as problems name it: `params.to`. */
  readonly path: string;
  readonly label: string;
  readonly help: string | null;
  readonly isRequired: boolean;
  readonly value: T | undefined;
  /** Whether the label is for screen readers only. */
  readonly isLabelHidden?: boolean;
  /** Beside the label. */
  readonly aside?: ReactNode;
  onChange(value: T | undefined): void;
}

interface ParamFrameProps {
  readonly label: string;
  readonly help: string | null;
  readonly isRequired: boolean;
  readonly error: string | null;
  readonly aside?: ReactNode;
  readonly isLabelHidden?: boolean;
  /** Several controls: they are a group under the label. */
  readonly isGroup?: boolean;
  readonly children: (id: string) => ReactNode;
}

/** Label, help and problem around whatever a value is entered in. */
export function ParamFrame({
  label,
  help,
  isRequired,
  error,
  aside,
  isGroup = false,
  isLabelHidden = false,
  children,
}: ParamFrameProps) {
  const id = useId();
  const described = [help === null ? '' : `${id}-help`, error === null ? '' : `${id}-error`].join(' ').trim();
  const group = { role: 'group', 'aria-labelledby': `${id}-label`, 'aria-describedby': described || undefined };
  return (
    <div className={classes.field} {...(isGroup && group)}>
      <div className={classes.head} data-hidden={isLabelHidden && aside === undefined}>
        <Input.Label
          className={isLabelHidden ? classes.hidden : undefined}
          id={`${id}-label`}
          required={isRequired}
          {...(isGroup ? { labelElement: 'div' as const } : { htmlFor: id })}
        >
          {label}
        </Input.Label>
        {aside}
      </div>
      {help !== null && help !== '' && (
        <Input.Description id={`${id}-help`} mb={5}>
          {help}
        </Input.Description>
      )}
      {children(id)}
      {error !== null && (
        <Input.Error id={`${id}-error`} mt={5} className={classes.error} role="alert">
          {error}
        </Input.Error>
      )}
    </div>
  );
}

interface FromValueProps {
  readonly label: string;
  readonly kinds: readonly string[];
  onPick(template: string): void;
}

/** Takes a whole value from what is known then, in place of a fixed one. */
export function FromValue({ label, kinds, onPick }: FromValueProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <VariablePicker
      isOpen={isOpen}
      label={label}
      kinds={kinds}
      onClose={() => setIsOpen(false)}
      onPick={(path) => {
        setIsOpen(false);
        onPick(`{{${path}}}`);
      }}
    >
      <Button
        variant="subtle"
        color="gray"
        size="compact-xs"
        leftSection={<Braces size={12} aria-hidden />}
        aria-label={`Use a value for ${label}`}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      >
        Use a value
      </Button>
    </VariablePicker>
  );
}

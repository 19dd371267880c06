import { ActionIcon, Input, Tooltip } from '@mantine/core';
import { Braces } from 'lucide-react';
import {
  type ChangeEvent,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { loneSource, splitTemplate } from '../api/expressions-text.ts';
import { filledIn, shortOf, useTried } from '../api/expressions-try.ts';
import classes from './param.module.css';
import { useParamContext, variableOf } from './param-context.ts';
import { VariablePicker } from './variable-picker.tsx';

interface ParamTextProps {
  readonly label: string;
  readonly help?: string | null;
  readonly value: string;
  readonly isRequired?: boolean;
  readonly isLong?: boolean;
  /** Taken as it is written: no values are put in. */
  readonly isLiteral?: boolean;
  /** A condition: the whole text is an expression. */
  readonly isExpression?: boolean;
  readonly isLabelHidden?: boolean;
  readonly placeholder?: string | undefined;
  readonly error?: string | null;
  /** Beside the label, such as another way to say it. */
  readonly aside?: ReactNode;
  readonly kinds?: readonly string[];
  onChange(value: string): void;
}

/** A text into which values can be put: by a button, or by typing two braces. */
export function ParamText(props: ParamTextProps) {
  const { label, help, value, isRequired = false, isLong = false, error = null, aside, isLabelHidden = false } = props;
  const { isLiteral = false, placeholder, kinds, onChange, isExpression = false } = props;
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [hasFocus, setHasFocus] = useState(false);
  const insertion = useInsertion(field, value, onChange, isExpression);
  const onType = (event: ChangeEvent<HTMLTextAreaElement>) => {
    const { value: text, selectionStart } = event.currentTarget;
    onChange(isLong ? text : text.replaceAll(/[\r\n]+/g, ' '));
    if (!isLiteral && !isExpression && text.length > value.length) insertion.onTyped(text, selectionStart);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !isLong) event.preventDefault();
  };
  return (
    <div className={classes.field}>
      <div className={classes.head} data-hidden={isLabelHidden && aside === undefined}>
        <Input.Label htmlFor={id} required={isRequired} className={isLabelHidden ? classes.hidden : undefined}>
          {label}
        </Input.Label>
        {aside}
      </div>
      {help !== null && help !== undefined && help !== '' && (
        <Input.Description id={`${id}-help`} mb={5}>
          {help}
        </Input.Description>
      )}
      <VariablePicker
        isOpen={insertion.isOpen}
        label={label}
        {...(kinds !== undefined && { kinds })}
        onPick={insertion.insert}
        onClose={insertion.close}
      >
        <div className={classes.box} data-invalid={error !== null} data-long={isLong}>
          <div className={classes.scroll}>
            <div className={classes.mirror} aria-hidden>
              <Marked text={value} isExpression={isExpression || isLiteral} />
            </div>
            <textarea
              ref={field}
              id={id}
              className={classes.text}
              value={value}
              rows={1}
              placeholder={placeholder}
              spellCheck={isLong}
              autoComplete="off"
              autoCapitalize="off"
              required={isRequired}
              aria-invalid={error !== null}
              aria-describedby={`${id}-help ${id}-error ${id}-shown`}
              onChange={onType}
              onKeyDown={onKeyDown}
              onFocus={() => setHasFocus(true)}
              onBlur={() => setHasFocus(false)}
            />
          </div>
          {!isLiteral && (
            <Tooltip label="Insert a value" openDelay={400}>
              <ActionIcon
                className={classes.insert}
                size={30}
                aria-label={`Insert a value into ${label}`}
                aria-haspopup="dialog"
                aria-expanded={insertion.isOpen}
                onClick={insertion.open}
              >
                <Braces size={15} aria-hidden />
              </ActionIcon>
            </Tooltip>
          )}
        </div>
      </VariablePicker>
      {error !== null && (
        <Input.Error id={`${id}-error`} mt={5} className={classes.error}>
          {error}
        </Input.Error>
      )}
      {!isLiteral && !isExpression && <Shown id={`${id}-shown`} text={value} isWanted={hasFocus} />}
    </div>
  );
}

/** Where a chosen value goes: to the cursor, or in place of the two braces that were typed. */
function useInsertion(
  field: RefObject<HTMLTextAreaElement | null>,
  value: string,
  onChange: (value: string) => void,
  isExpression: boolean,
) {
  const [range, setRange] = useState<readonly [from: number, to: number] | null>(null);
  const [caret, setCaret] = useState<number | null>(null);
  useLayoutEffect(() => {
    if (caret === null) return;
    field.current?.focus();
    field.current?.setSelectionRange(caret, caret);
    setCaret(null);
  }, [caret, field]);
  const back = (place: number) => {
    setRange(null);
    // After the picker has given up the focus.
    requestAnimationFrame(() => setCaret(place));
  };
  return {
    isOpen: range !== null,
    open: () => {
      const { selectionStart = value.length, selectionEnd = value.length } = field.current ?? {};
      setRange(range === null ? [selectionStart, selectionEnd] : null);
    },
    close: () => back(range?.[1] ?? value.length),
    onTyped: (text: string, place: number) => {
      const isOpening = text.slice(place - 2, place) === '{{' && !/^[^{]*\}\}/.test(text.slice(place));
      if (isOpening) setRange([place - 2, place]);
    },
    insert: (path: string) => {
      const [from, to] = range ?? [value.length, value.length];
      const written = isExpression ? path : `{{${path}}}`;
      onChange(value.slice(0, from) + written + value.slice(to));
      back(from + written.length);
    },
  };
}

/** The text again, invisible, with marks behind what is filled in. */
function Marked({ text, isExpression }: { readonly text: string; readonly isExpression: boolean }) {
  const parts = isExpression ? [text] : splitTemplate(text);
  let at = 0;
  return (
    <>
      {parts.map((part) => {
        const length = typeof part === 'string' ? part.length : part.end - part.start;
        const shown = text.slice(at, at + length);
        at += length;
        return typeof part === 'string' ? (
          <span key={at}>{shown}</span>
        ) : (
          <mark key={at} className={classes.mark}>
            {shown}
          </mark>
        );
      })}
      {'\u200b'}
    </>
  );
}

/** What the text is with its values filled in; what has to be worked out is asked for while one is at it. */
function Shown({ id, text, isWanted }: { readonly id: string; readonly text: string; readonly isWanted: boolean }) {
  const { facts, groups } = useParamContext();
  const hasValues = text.includes('{{') && splitTemplate(text).some((part) => typeof part !== 'string');
  const here = hasValues ? filledIn(text, facts) : null;
  const tried = useTried('template', hasValues && here === null && isWanted ? text : null, facts);
  if (!hasValues) return null;
  const lone = loneSource(text);
  const known = lone === null ? null : variableOf(groups, lone);
  const found = here ?? (tried !== null && isWanted ? ('value' in tried ? shortOf(tried.value) : tried.problem) : null);
  if (found === null && known === null) return null;
  return (
    <div id={id} className={classes.shown}>
      {known !== null && (
        <span className={classes.known}>
          {known.variable.label} · {known.group.title}
        </span>
      )}
      {found !== null && <span className={classes.filled}>{found}</span>}
    </div>
  );
}

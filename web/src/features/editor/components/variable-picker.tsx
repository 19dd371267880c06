import { Popover, ScrollArea, Text, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useId, useMemo, useRef, useState } from 'react';
import { useSession } from '../../../lib/session.ts';
import { dateTime, useNow } from '../../../lib/time.ts';
import type { Variable, VariableGroup } from '../api/edited.ts';
import { useParamContext } from './param-context.ts';
import classes from './variable-picker.module.css';
import { sampleWords } from './variable-words.ts';

/** More are found by searching. */
const MOST = 150;

interface VariablePickerProps {
  readonly isOpen: boolean;
  /** What is to be put in, for screen readers: `Subject`. */
  readonly label: string;
  /** Kinds that fit best; they come first. */
  readonly kinds?: readonly string[];
  /** What it opens beside. */
  readonly children: ReactNode;
  onPick(path: string): void;
  /** Closed without a choice. */
  onClose(): void;
}

/** A search among the values that a step can read, with what they last were. */
export function VariablePicker({ isOpen, label, kinds = [], children, onPick, onClose }: VariablePickerProps) {
  return (
    <Popover
      opened={isOpen}
      onDismiss={onClose}
      position="bottom-start"
      width={420}
      shadow="md"
      radius="md"
      trapFocus
      withRoles={false}
      transitionProps={{ duration: 0 }}
      middlewares={{ flip: true, shift: { padding: 8 } }}
    >
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown p={0} maw="calc(100vw - 24px)" role="dialog" aria-label={`Choose a value for ${label}`}>
        <Choices label={label} kinds={kinds} onPick={onPick} onClose={onClose} />
      </Popover.Dropdown>
    </Popover>
  );
}

type ChoicesProps = Pick<VariablePickerProps, 'label' | 'onPick' | 'onClose'> & { readonly kinds: readonly string[] };

function Choices({ label, kinds, onPick, onClose }: ChoicesProps) {
  const { groups } = useParamContext();
  const [search, setSearch] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const shown = useMemo(() => found(groups, search, kinds), [groups, search, kinds]);
  const flat = shown.flatMap(({ variables }) => variables);
  const go = (place: number) => {
    const next = Math.max(0, Math.min(flat.length - 1, place));
    setAt(next);
    list.current?.querySelector(`[data-place="${next}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = flat[at];
    const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 8, PageUp: at - 8 };
    const move = moves[event.key];
    if (move !== undefined) go(move);
    else if (event.key === 'Enter') chosen && onPick(chosen.path);
    else if (event.key === 'Escape') onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  let place = -1;
  return (
    <div className={classes.picker}>
      <TextInput
        data-autofocus
        aria-label={`Find a value for ${label}`}
        placeholder="Find a value"
        leftSection={<Search size={15} aria-hidden />}
        value={search}
        onChange={(event) => {
          setSearch(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
        role="combobox"
        aria-expanded
        aria-controls={id}
        aria-activedescendant={flat.length === 0 ? undefined : `${id}-${at}`}
        variant="unstyled"
        classNames={{ root: classes.search }}
      />
      <ScrollArea.Autosize mah={320} type="auto" viewportProps={{ tabIndex: -1 }}>
        <div id={id} role="listbox" aria-label="Values" ref={list}>
          {shown.map(({ title, variables }) => (
            // biome-ignore lint/a11y/useSemanticElements: a group of options in a list box
            <div key={title} role="group" aria-label={title}>
              <div className={classes.group} aria-hidden>
                {title}
              </div>
              {variables.map((variable) => {
                place++;
                return (
                  <Choice
                    key={variable.path}
                    id={`${id}-${place}`}
                    place={place}
                    variable={variable}
                    isAt={place === at}
                    onPick={onPick}
                  />
                );
              })}
            </div>
          ))}
        </div>
        {flat.length === 0 && (
          <Text size="sm" c="dimmed" p="sm" role="status">
            Nothing here is called that. Earlier steps, the event and the inputs can be used.
          </Text>
        )}
      </ScrollArea.Autosize>
      <Origin isCut={flat.length >= MOST} />
    </div>
  );
}

interface ChoiceProps {
  readonly id: string;
  readonly place: number;
  readonly variable: Variable;
  readonly isAt: boolean;
  onPick(path: string): void;
}

function Choice({ id, place, variable: { path, label, kind, sample }, isAt, onPick }: ChoiceProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the search field
    <div
      id={id}
      role="option"
      aria-selected={isAt}
      tabIndex={-1}
      data-place={place}
      className={classes.choice}
      onClick={() => onPick(path)}
    >
      <span className={classes.label}>{label}</span>
      <span className={classes.sample}>{sample === null ? kind : sampleWords(sample)}</span>
      <span className={classes.path}>{path}</span>
    </div>
  );
}

/** Where the values that are shown come from. */
function Origin({ isCut }: { readonly isCut: boolean }) {
  const { sampledAt } = useParamContext();
  const { tenant } = useSession();
  const now = useNow(null);
  return (
    <div className={classes.origin}>
      {isCut && 'There are more: search for them. '}
      {sampledAt === null
        ? 'It has not run yet: these are examples.'
        : `As they were on ${dateTime(sampledAt, tenant.timezone, now)}.`}
    </div>
  );
}

function found(groups: readonly VariableGroup[], search: string, kinds: readonly string[]): readonly VariableGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  let left = MOST;
  const shown: VariableGroup[] = [];
  for (const { title, variables } of groups) {
    const has = (text: string) => words.every((word) => text.toLowerCase().includes(word));
    const matching = variables.filter(({ path, label }) => has(`${title} ${label} ${path}`));
    // What is called that comes before what only stands under such a title.
    const rank = ({ path, label, kind }: Variable) => (has(`${label} ${path}`) ? 2 : 0) + Number(kinds.includes(kind));
    const sorted = matching.toSorted((a, b) => rank(b) - rank(a));
    const taken = sorted.slice(0, left);
    left -= taken.length;
    if (taken.length > 0) shown.push({ title, variables: taken });
  }
  return shown;
}

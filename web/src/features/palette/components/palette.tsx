import { CloseButton, VisuallyHidden } from '@mantine/core';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useMemo, useState } from 'react';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { type Entry, type Group, rank } from '../api/rank.ts';
import classes from './palette.module.css';

interface PaletteProps {
  readonly text: string;
  readonly groups: readonly Group[];
  /** What can be done with any text, below all that was found. */
  readonly always: readonly Entry[];
  readonly isLoading: boolean;
  onText(text: string): void;
  onClose(): void;
}

/** A field, and below it what fits: the arrows choose, Enter goes there or does it. */
export function Palette({ text, groups, always, isLoading, onText, onClose }: PaletteProps) {
  const id = useId();
  const shown = useMemo(() => withAlways(rank(groups, text), always), [groups, text, always]);
  const entries = shown.flatMap((group) => group.entries);
  const [chosen, setChosen] = useState(0);
  const active = Math.min(chosen, entries.length - 1);
  useEffect(() => {
    document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);
  function choose(entry: Entry | undefined) {
    if (entry === undefined) return;
    entry.run();
    onClose();
  }
  function press(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 && event.key !== 'Enter') return;
    event.preventDefault();
    if (step === 0) choose(entries[active]);
    else if (entries.length > 0) setChosen((active + step + entries.length) % entries.length);
  }
  return (
    <Dialog
      onClose={onClose}
      withCloseButton={false}
      aria-label="Search and commands"
      padding={0}
      size={620}
      centered={false}
      yOffset="11dvh"
      radius="lg"
      transitionProps={{ duration: 120 }}
    >
      <div className={classes.head}>
        <Search size={18} aria-hidden />
        <input
          data-autofocus
          role="combobox"
          aria-label="Find or run anything"
          aria-expanded
          aria-controls={`${id}-list`}
          aria-activedescendant={entries.length === 0 ? undefined : `${id}-${active}`}
          aria-autocomplete="list"
          autoComplete="off"
          spellCheck={false}
          placeholder="Find or run anything…"
          value={text}
          onChange={({ currentTarget: { value } }) => {
            onText(value);
            setChosen(0);
          }}
          onKeyDown={press}
        />
        <CloseButton onClick={onClose} aria-label="Close" size="lg" />
      </div>
      <Options id={id} groups={shown} active={active} onHover={setChosen} onChoose={choose} />
      {entries.length === 0 && <p className={classes.none}>{isLoading ? 'Looking…' : 'Nothing is called that.'}</p>}
      <VisuallyHidden role="status">{text === '' ? '' : `${entries.length} found`}</VisuallyHidden>
      <div className={classes.foot} aria-hidden>
        <span>↑ ↓ to choose</span>
        <span>Enter to open or run</span>
        <span>Esc to close</span>
      </div>
    </Dialog>
  );
}

function withAlways(found: readonly Group[], always: readonly Entry[]): readonly Group[] {
  return always.length === 0 ? found : [...found, { title: 'Chat', entries: always }];
}

interface OptionsProps {
  readonly id: string;
  readonly groups: readonly Group[];
  readonly active: number;
  onHover(index: number): void;
  onChoose(entry: Entry): void;
}

/** The field keeps the focus; screen readers are told of the chosen option by its id. */
function Options({ id, groups, active, onHover, onChoose }: OptionsProps) {
  let index = -1;
  return (
    <div className={classes.list} role="listbox" id={`${id}-list`} aria-label="Found" tabIndex={-1}>
      {groups.map(({ title, entries }) => (
        // biome-ignore lint/a11y/useSemanticElements: a group of options in a list box
        <div key={title} role="group" aria-label={title}>
          <div className={classes.group} aria-hidden>
            {title}
          </div>
          {entries.map((entry) => {
            index += 1;
            const own = index;
            const Icon = entry.icon;
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/useFocusableInteractive: the field above takes the keys
              <div
                key={entry.id}
                id={`${id}-${own}`}
                className={classes.option}
                role="option"
                aria-selected={own === active}
                onMouseMove={() => own !== active && onHover(own)}
                onClick={() => onChoose(entry)}
              >
                <Icon size={17} aria-hidden />
                <span className={classes.label}>{entry.label}</span>
                {entry.detail !== undefined && <span className={classes.detail}>{entry.detail}</span>}
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}

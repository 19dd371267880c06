import { Text, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from 'react';
import { StepIcon } from '../../../components/flow/step-icon.tsx';
import { Dialog } from '../../../components/ui/dialog.tsx';
import type { StepType, StepTypes } from '../../../lib/step-types.ts';
import { type CatalogueGroup, findSteps, noteStep, recentSteps } from '../api/catalogue.ts';
import classes from './editor.module.css';
import rows from './outline.module.css';

interface CatalogueProps {
  readonly types: StepTypes;
  onChoose(type: StepType): void;
  onClose(): void;
}

/** Every kind of step, found by words: typed into, gone through with the arrows, chosen with Enter. */
export function StepCatalogue({ types, onChoose, onClose }: CatalogueProps) {
  const isPhone = useMediaQuery('(max-width: 48em)') ?? false;
  const choose = (type: StepType) => {
    noteStep(type.id);
    onChoose(type);
  };
  return (
    <Dialog onClose={onClose} title="Add a step" size="lg" fullScreen={isPhone}>
      <StepFinder types={types} onChoose={choose} />
    </Dialog>
  );
}

/** The search field and what it finds. */
function StepFinder({ types, onChoose }: Pick<CatalogueProps, 'types' | 'onChoose'>) {
  const [words, setWords] = useState('');
  const [recent] = useState(recentSteps);
  const [at, setAt] = useState(0);
  const list = useId();
  const groups = useMemo(() => findSteps(types, words, recent), [types, words, recent]);
  const options = groups.flatMap(({ types: inside }) => inside);
  const active = Math.min(at, options.length - 1);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      setAt(Math.max(0, Math.min(options.length - 1, active + by)));
    }
    const chosen = options[active];
    if (event.key === 'Enter' && chosen !== undefined) {
      event.preventDefault();
      onChoose(chosen);
    }
  };
  return (
    <>
      <TextInput
        data-autofocus
        label="What should it do?"
        placeholder="Send an e-mail, wait, check the stock …"
        leftSection={<Search size={16} aria-hidden />}
        value={words}
        role="combobox"
        aria-expanded
        aria-controls={list}
        aria-activedescendant={options.length > 0 ? `${list}-${active}` : undefined}
        aria-autocomplete="list"
        onChange={(event) => {
          setWords(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <Found id={list} groups={groups} active={active} onChoose={onChoose} />
      {options.length === 0 && (
        <Text c="dimmed" ta="center" py="xl" role="status">
          Nothing does that. Try other words, such as “mail” or “price”.
        </Text>
      )}
    </>
  );
}

interface FoundProps {
  readonly id: string;
  readonly groups: readonly CatalogueGroup[];
  readonly active: number;
  onChoose(type: StepType): void;
}

function Found({ id, groups, active, onChoose }: FoundProps) {
  const shown = useRef<HTMLDivElement>(null);
  useEffect(() => {
    document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);
  let count = 0;
  return (
    <div ref={shown} className={classes.found} id={id} role="listbox" aria-label="Kinds of steps" tabIndex={-1}>
      {groups.map(({ title, types }) => (
        // biome-ignore lint/a11y/useSemanticElements: options are grouped by a role of their own
        <div key={title} role="group" aria-label={title}>
          <p className={classes.group} aria-hidden>
            {title}
          </p>
          {types.map((type) => {
            const index = count++;
            return (
              // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the search field has the focus and the keys
              <div
                key={type.id}
                id={`${id}-${index}`}
                className={classes.option}
                role="option"
                aria-selected={index === active}
                onClick={() => onChoose(type)}
              >
                <span className={rows.rowIcon}>
                  <StepIcon action={type.id} />
                </span>
                <span style={{ minWidth: 0 }}>
                  <Text component="span" fw={570} size="sm">
                    {type.title}
                  </Text>
                  <small>{firstSentence(type.description)}</small>
                </span>
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}

function firstSentence(text: string): string {
  return /^.+?[.!?](?=\s|$)/.exec(text)?.[0] ?? text;
}

import { CloseButton, Skeleton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { Search, SearchX, WandSparkles } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { ButtonLink } from '../../../components/ui/links.tsx';
import { EmptyState, LiveView } from '../../../components/ui/states.tsx';
import { type Skills, useSkills } from '../../../lib/skills.ts';
import { findSkills } from '../api/skills.ts';
import { SkillCard } from './skill-card.tsx';
import classes from './skills.module.css';

const SETTLED_MS = 200;
const PLACES = [0, 1, 2, 3, 4, 5];

interface BoardProps {
  /** What is looked for, as the address has it. */
  readonly text: string;
  /** Puts what is looked for into the address. */
  onSearch(text: string): void;
}

/** What can be run by hand with one's own words: the skills of the business, and ours. */
export function SkillBoard(props: BoardProps) {
  return (
    <LiveView live={useSkills()} loading={<Loading />}>
      {(all) => <Found {...props} all={all} />}
    </LiveView>
  );
}

function Loading() {
  return (
    <div className={classes.cards} aria-hidden>
      {PLACES.map((place) => (
        <Skeleton key={place} height={210} radius="lg" />
      ))}
    </div>
  );
}

function Found({ text: kept, onSearch, all }: BoardProps & { readonly all: Skills }) {
  const [text, setText] = useState(kept);
  const wanted = useDeferredValue(text);
  // Browsers refuse an address that changes with every key. Whoever follows a link must not be called back by a late change.
  const keep = useDebouncedCallback((next: string) => onSearch(next.trim()), SETTLED_MS);
  const search = (next: string) => {
    setText(next);
    keep(next);
  };
  if (all.skills.length === 0) return <NoSkills isLimited={all.allowedSkills !== null} />;
  const found = findSkills(all.skills, wanted);
  return (
    <>
      <TextInput
        className={classes.search}
        type="search"
        maxLength={100}
        aria-label="Search skills"
        placeholder="Search: e-mails, prices, reviews …"
        leftSection={<Search size={15} aria-hidden />}
        rightSection={text === '' ? null : <CloseButton size="sm" aria-label="Clear" onClick={() => search('')} />}
        value={text}
        onChange={({ currentTarget }) => search(currentTarget.value)}
      />
      <p role="status" className={classes.count}>
        {found.length === 1 ? '1 skill' : `${found.length} skills`}
        {!all.isWhole && ', and more than are shown'}
      </p>
      {found.length === 0 ? (
        <EmptyState
          icon={SearchX}
          title="No skill is called that"
          action={
            <ButtonLink to="/" search={{ say: wanted.trim() === '' ? undefined : wanted.trim() }} variant="default">
              Say it in the chat
            </ButtonLink>
          }
        >
          A playbook that asks for something before it starts becomes a skill.
        </EmptyState>
      ) : (
        <ul className={classes.cards} aria-label="Skills">
          {found.map((skill) => (
            <li key={skill.skillId}>
              <SkillCard skill={skill} onFollow={keep.flush} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function NoSkills({ isLimited }: { readonly isLimited: boolean }) {
  return (
    <EmptyState
      icon={WandSparkles}
      title="There are no skills here"
      action={
        <ButtonLink to="/templates" variant="default">
          Look at templates
        </ButtonLink>
      }
    >
      {isLimited
        ? 'Your business allows none. An admin can choose them in Settings, Business.'
        : 'A playbook that asks for something before it starts becomes a skill.'}
    </EmptyState>
  );
}

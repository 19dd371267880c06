import { Button, Group, Text, Textarea } from '@mantine/core';
import { MAX_COMMENT } from '@model/execution-comment.ts';
import { mentionsIn } from '@model/mention.ts';
import { type FormEvent, type KeyboardEvent, useCallback, useId, useRef, useState } from 'react';
import type { Person } from '../../../lib/people.ts';
import { useSession } from '../../../lib/session.ts';
import { useCommand } from '../../../lib/use-command.ts';
import { useMention } from '../../../lib/use-mention.ts';
import { personAt } from '../api/comment-text.ts';
import { comment } from '../api/comments.ts';
import classes from './comments.module.css';

const WARN_FROM = MAX_COMMENT - 200;
const HINT = 'Type @ to name somebody: they are told. Ctrl + Enter sends.';
const nameOf = ({ name }: Person) => name;

interface FormProps {
  readonly executionId: string;
  readonly people: readonly Person[] | null;
}

/** The field for a comment; an @ opens the list of the team. */
export function CommentForm({ executionId, people }: FormProps) {
  const { text, busy, setText, notePick, send } = useDraft(executionId, people ?? []);
  const input = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const find = (typed: string, caret: number) => personAt(people ?? [], typed, caret);
  const onPicked = ({ uid }: Person) => notePick(uid);
  const field = { input, text, onText: setText, find, nameOf, onPicked };
  const { mention, active, pick, onKey, onSelect } = useMention(field);
  const submit = (event: FormEvent | KeyboardEvent) => {
    event.preventDefault();
    send();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || onKey(event)) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event);
  };
  return (
    <form className={classes.field} onSubmit={submit}>
      {mention !== null && <Options id={listId} people={mention.options} active={active} onPick={pick} />}
      <Textarea
        ref={input}
        label="Write a comment"
        description={text.length > WARN_FROM ? `${MAX_COMMENT - text.length} characters left` : HINT}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        maxLength={MAX_COMMENT}
        autosize
        minRows={2}
        maxRows={10}
        aria-autocomplete="list"
        aria-controls={mention === null ? undefined : listId}
        aria-activedescendant={mention === null ? undefined : `${listId}-${active}`}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        onSelect={onSelect}
        onKeyDown={onKeyDown}
      />
      <Group justify="flex-end" mt="xs">
        <Button type="submit" variant="default" loading={busy} disabled={text.trim() === ''}>
          Comment
        </Button>
      </Group>
    </form>
  );
}

/** What is being written, and whom of several of one name it means. */
function useDraft(executionId: string, people: readonly Person[]) {
  const { api } = useSession();
  const [text, setText] = useState('');
  const [picked, setPicked] = useState<readonly string[]>([]);
  const { busy, run } = useCommand(
    useCallback(
      async (said: { readonly text: string; readonly mentions: readonly string[] }) => {
        await comment(api, executionId, said);
        setText('');
        setPicked([]);
      },
      [api, executionId],
    ),
    'It was not written',
  );
  const send = () => {
    const said = text.trim();
    if (said === '' || busy) return;
    const named = mentionsIn(said, people).flatMap((mention) => mention.people.map(({ uid }) => uid));
    void run({ text: said, mentions: picked.filter((uid) => named.includes(uid)) });
  };
  const notePick = (uid: string) => setPicked((uids) => [...new Set([...uids, uid])]);
  return { text, busy, setText, notePick, send };
}

interface OptionsProps {
  readonly id: string;
  readonly people: readonly Person[];
  /** The place of the one that Enter takes. */
  readonly active: number;
  onPick(person: Person): void;
}

/** Whom an `@` may mean. The keyboard stays in the field. */
function Options({ id, people, active, onPick }: OptionsProps) {
  return (
    <div id={id} className={classes.options} role="listbox" aria-label="Team">
      {people.map((person, place) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field
        // biome-ignore lint/a11y/useFocusableInteractive: so is the focus
        <div
          key={person.uid}
          id={`${id}-${place}`}
          className={classes.option}
          role="option"
          aria-selected={place === active}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onPick(person)}
        >
          {person.name}
          <Text span inherit>
            {person.email}
          </Text>
        </div>
      ))}
    </div>
  );
}

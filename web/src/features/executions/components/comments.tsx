import { ActionIcon, Skeleton } from '@mantine/core';
import type { ExecutionComment } from '@model/execution-comment.ts';
import { Trash2 } from 'lucide-react';
import { useCallback, useState } from 'react';
import { Confirm } from '../../../components/ui/confirm.tsx';
import { StoredLink } from '../../../components/ui/links.tsx';
import { Section } from '../../../components/ui/page.tsx';
import { BrokenDocument, LiveView } from '../../../components/ui/states.tsx';
import type { Entry } from '../../../lib/firestore.ts';
import { nameOf, type Person, usePeople } from '../../../lib/people.ts';
import { useSession } from '../../../lib/session.ts';
import { dateTime, useNow } from '../../../lib/time.ts';
import { useCommand } from '../../../lib/use-command.ts';
import { sentence } from '../../../lib/words.ts';
import { type CommentPart, commentParts } from '../api/comment-text.ts';
import { deleteComment, useComments } from '../api/comments.ts';
import classes from './comments.module.css';
import { CommentForm } from './comments-form.tsx';

/** What people say about an execution, live, and a field to say something. */
export function Comments({ executionId }: { readonly executionId: string }) {
  const live = useComments(executionId);
  const people = usePeople();
  const count = live.status === 'ready' ? live.value.length : 0;
  return (
    <section aria-label="Comments" id="comments">
      <Section title="Comments" aside={count > 0 && <Count count={count} />}>
        <LiveView live={live} loading={<Skeleton height={64} radius="lg" />}>
          {(entries) => <List executionId={executionId} entries={entries} people={people} />}
        </LiveView>
        <CommentForm executionId={executionId} people={people} />
      </Section>
    </section>
  );
}

function Count({ count }: { readonly count: number }) {
  return <span className={classes.count}>{count === 1 ? '1 comment' : `${count} comments`}</span>;
}

interface ListProps {
  readonly executionId: string;
  readonly entries: readonly Entry<ExecutionComment>[];
  readonly people: readonly Person[] | null;
}

function List({ executionId, entries, people }: ListProps) {
  if (entries.length === 0) return <p className={classes.nothing}>Nobody has said anything yet.</p>;
  return (
    <ol className={classes.list} aria-live="polite">
      {entries.map(({ id, path, data, problem }) => (
        <li key={id}>
          {data === null ? (
            <BrokenDocument path={path} problem={problem} />
          ) : (
            <One executionId={executionId} commentId={id} comment={data} people={people} />
          )}
        </li>
      ))}
    </ol>
  );
}

interface OneProps {
  readonly executionId: string;
  readonly commentId: string;
  readonly comment: ExecutionComment;
  readonly people: readonly Person[] | null;
}

function One({ executionId, commentId, comment: { text, by, createdAt }, people }: OneProps) {
  const { tenant, uid, may } = useSession();
  const now = useNow();
  const who = sentence(nameOf(by, people, uid));
  return (
    <article className={classes.comment} aria-label={`${who}: ${text.slice(0, 60)}`}>
      <div className={classes.head}>
        <b>{who}</b>
        <time dateTime={createdAt.toISOString()}>{dateTime(createdAt, tenant.timezone, now)}</time>
        {(by === uid || may('admin')) && <Remove executionId={executionId} commentId={commentId} />}
      </div>
      <p className={classes.text}>
        {commentParts(text, people ?? []).map((part, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a text never move
          <Part key={place} part={part} ownUid={uid} />
        ))}
      </p>
    </article>
  );
}

function Part({ part, ownUid }: { readonly part: CommentPart; readonly ownUid: string }) {
  const { kind, text } = part;
  switch (kind) {
    case 'text':
      return text;
    case 'bold':
      return <b>{text}</b>;
    case 'code':
      return <code>{text}</code>;
    case 'link':
      return <StoredLink href={text}>{text}</StoredLink>;
    case 'mention': {
      const isOwn = part.uids.includes(ownUid);
      return <span className={isOwn ? `${classes.mention} ${classes.own}` : classes.mention}>{text}</span>;
    }
  }
}

function Remove({ executionId, commentId }: Pick<OneProps, 'executionId' | 'commentId'>) {
  const { api } = useSession();
  const [isAsked, setIsAsked] = useState(false);
  const command = useCommand(
    useCallback(async () => {
      await deleteComment(api, executionId, commentId);
      setIsAsked(false);
    }, [api, executionId, commentId]),
    'It was not deleted',
  );
  return (
    <>
      <ActionIcon
        className={classes.remove}
        variant="subtle"
        color="gray"
        aria-label="Delete comment"
        onClick={() => setIsAsked(true)}
      >
        <Trash2 size={16} aria-hidden />
      </ActionIcon>
      <Confirm
        opened={isAsked}
        title="Delete this comment?"
        confirm="Delete"
        busy={command.busy}
        onConfirm={() => void command.run()}
        onClose={() => setIsAsked(false)}
      >
        It is gone for everybody. Whoever was named in it has been told of it already.
      </Confirm>
    </>
  );
}

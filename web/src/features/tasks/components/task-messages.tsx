import { Button, Group, Skeleton, Textarea } from '@mantine/core';
import type { TaskMessage } from '@model/task.ts';
import { type FormEvent, useCallback, useState } from 'react';
import { DataValue } from '../../../components/ui/data-view.tsx';
import { BrokenDocument, LiveView } from '../../../components/ui/states.tsx';
import { nameOf, usePeople } from '../../../lib/people.ts';
import { useSession } from '../../../lib/session.ts';
import { dateTime, useNow } from '../../../lib/time.ts';
import { useCommand } from '../../../lib/use-command.ts';
import { comment } from '../api/change-task.ts';
import { useTaskMessages } from '../api/use-tasks.ts';
import { messageWords } from './task-words.ts';
import classes from './tasks.module.css';

/** What has happened to a task and what people say about it, in its order; and a field to say something. */
export function TaskMessages({ taskId }: { readonly taskId: string }) {
  const { mayEdit } = useSession();
  return (
    <>
      <LiveView live={useTaskMessages(taskId)} loading={<Skeleton height={80} radius="lg" />}>
        {(entries) => (
          <ol className={classes.messages}>
            {entries.map(({ id, path, data, problem }) => (
              <li key={id}>
                {data === null ? <BrokenDocument path={path} problem={problem} /> : <One message={data} />}
              </li>
            ))}
          </ol>
        )}
      </LiveView>
      {mayEdit && <Say taskId={taskId} />}
    </>
  );
}

function One({ message }: { readonly message: TaskMessage }) {
  const { tenant, uid } = useSession();
  const people = usePeople(message.by !== uid && message.by !== 'system');
  const now = useNow();
  const { text, createdAt, kind, dataJson, by } = message;
  return (
    <div className={classes.message}>
      <div className={classes.messageHead}>
        <b>{messageWords(message, people, uid)}</b>
        <time dateTime={createdAt.toISOString()}>{dateTime(createdAt, tenant.timezone, now)}</time>
      </div>
      {text !== '' && <p className={classes.text}>{text}</p>}
      {kind === 'completed' && dataJson !== null && dataJson !== 'null' && (
        <DataValue value={JSON.parse(dataJson)} label={`What came of it, by ${nameOf(by, people, uid)}`} />
      )}
    </div>
  );
}

function Say({ taskId }: { readonly taskId: string }) {
  const { api } = useSession();
  const [text, setText] = useState('');
  const command = useCommand(
    useCallback(
      async (said: string) => {
        await comment(api, taskId, said);
        setText('');
      },
      [api, taskId],
    ),
    'It was not written',
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== '') void command.run(text.trim());
  };
  return (
    <form onSubmit={submit}>
      <Textarea
        label="Write something about it"
        maxLength={10_000}
        autosize
        minRows={2}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      <Group justify="flex-end" mt="xs">
        <Button type="submit" variant="default" loading={command.busy} disabled={text.trim() === ''}>
          Write
        </Button>
      </Group>
    </form>
  );
}

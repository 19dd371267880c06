import { Button, Center, Stack } from '@mantine/core';
import type { Task } from '@model/task.ts';
import { Link } from '@tanstack/react-router';
import { ListTodo } from 'lucide-react';
import { useState } from 'react';
import rows from '../../../components/ui/rows.module.css';
import { BrokenDocument, EmptyState, LiveView } from '../../../components/ui/states.tsx';
import { StatusDisc } from '../../../components/ui/status-pill.tsx';
import type { Entry } from '../../../lib/firestore.ts';
import { usePeople } from '../../../lib/people.ts';
import { useSession } from '../../../lib/session.ts';
import { ago, dateTime, useNow } from '../../../lib/time.ts';
import { useTasks } from '../api/use-tasks.ts';
import { TaskBoard } from './task-board.tsx';
import { TaskMarks } from './task-marks.tsx';
import { byUrgency, lookOf, whoDoes } from './task-words.ts';

const PAGE = 50;

export type TaskView = 'list' | 'board' | 'ended';

/** What is to be done by agents and people, as a list or by where it stands; or what is over. */
export function TaskList({ view }: { readonly view: TaskView }) {
  const [limit, setLimit] = useState(PAGE);
  const isOpen = view !== 'ended';
  return (
    <LiveView live={useTasks(isOpen, limit)}>
      {(entries) => (
        <Stack>
          {entries.length === 0 ? (
            <EmptyState icon={ListTodo} title={isOpen ? 'Nothing to do' : 'Nothing is done yet'}>
              {isOpen
                ? 'What you ask of an agent, what playbooks hand on, and what needs you after a failure appears here.'
                : 'Tasks that were done, rejected or called off appear here, with what came of them.'}
            </EmptyState>
          ) : view === 'board' ? (
            <TaskBoard entries={entries} />
          ) : (
            <div className={rows.list}>
              {(isOpen ? inOrder(entries) : entries).map((entry) => (
                <Row key={entry.id} entry={entry} />
              ))}
            </div>
          )}
          {entries.length === limit && (
            <Center>
              <Button variant="default" onClick={() => setLimit(limit + PAGE)}>
                Show more
              </Button>
            </Center>
          )}
        </Stack>
      )}
    </LiveView>
  );
}

function inOrder(entries: readonly Entry<Task>[]): readonly Entry<Task>[] {
  return entries.toSorted((a, b) => (a.data === null || b.data === null ? 0 : byUrgency(a.data, b.data)));
}

function Row({ entry }: { readonly entry: Entry<Task> }) {
  const { tenant, uid } = useSession();
  const people = usePeople(entry.data?.assignedTo != null && entry.data.assignedTo !== uid);
  const now = useNow();
  if (entry.data === null) return <BrokenDocument path={entry.path} problem={entry.problem} />;
  const task = entry.data;
  const look = lookOf(task);
  return (
    <Link to="/tasks/$taskId" params={{ taskId: entry.id }} className={rows.row}>
      <StatusDisc look={look} />
      <div className={rows.most}>
        <div className={rows.name}>
          {task.title}
          <TaskMarks task={task} />
        </div>
        <div className={rows.about}>
          {look.word} · {whoDoes(task, people, uid)}
          {task.executionError !== null && ` · ${task.executionError}`}
        </div>
      </div>
      <time
        className={rows.when}
        dateTime={task.updatedAt.toISOString()}
        title={dateTime(task.updatedAt, tenant.timezone, now)}
      >
        {ago(task.updatedAt, now)}
      </time>
    </Link>
  );
}

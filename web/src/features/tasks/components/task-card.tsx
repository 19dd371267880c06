import { Skeleton, Text } from '@mantine/core';
import type { Task } from '@model/task.ts';
import { Link } from '@tanstack/react-router';
import { AgentDisc } from '../../../components/ui/agent.tsx';
import { BrokenDocument, LiveView } from '../../../components/ui/states.tsx';
import { StatusPill } from '../../../components/ui/status-pill.tsx';
import { usePeople } from '../../../lib/people.ts';
import { useSession } from '../../../lib/session.ts';
import { useTask } from '../api/use-tasks.ts';
import { TaskMarks } from './task-marks.tsx';
import { lookOf, whoDoes } from './task-words.ts';
import classes from './tasks.module.css';

/** A task that is known by its id only, live, small: for the chat. */
export function TaskCard({ taskId }: { readonly taskId: string }) {
  const live = useTask(taskId);
  return (
    <LiveView live={live} loading={<Skeleton height={84} radius="lg" />}>
      {(entry) => {
        if (entry === null) {
          return (
            <Text size="sm" c="dimmed">
              This task is not kept any more.
            </Text>
          );
        }
        if (entry.data === null) return <BrokenDocument path={entry.path} problem={entry.problem} />;
        return <Card taskId={entry.id} task={entry.data} />;
      }}
    </LiveView>
  );
}

function Card({ taskId, task }: { readonly taskId: string; readonly task: Task }) {
  const { uid } = useSession();
  const people = usePeople(task.assignedTo !== null && task.assignedTo !== uid);
  return (
    <Link to="/tasks/$taskId" params={{ taskId }} className={classes.card}>
      <span className={classes.cardTitle}>{task.title}</span>
      <span className={classes.cardFoot}>
        <StatusPill look={lookOf(task)} />
        {task.assignedAgent !== null && <AgentDisc agent={task.assignedAgent} size={20} />}
        {whoDoes(task, people, uid)}
        <TaskMarks task={task} />
      </span>
      {task.executionError !== null && <Text size="sm">{task.executionError}</Text>}
    </Link>
  );
}

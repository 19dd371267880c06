import type { Task } from '@model/task.ts';
import { Link } from '@tanstack/react-router';
import { AgentDisc } from '../../../components/ui/agent.tsx';
import { BrokenDocument } from '../../../components/ui/states.tsx';
import { StatusPill } from '../../../components/ui/status-pill.tsx';
import type { Entry } from '../../../lib/firestore.ts';
import { usePeople } from '../../../lib/people.ts';
import { useSession } from '../../../lib/session.ts';
import { TaskMarks } from './task-marks.tsx';
import { byUrgency, columnOf, columns, lookOf, whoDoes } from './task-words.ts';
import classes from './tasks.module.css';

/** Open tasks by where they stand; on a phone one column below the other. */
export function TaskBoard({ entries }: { readonly entries: readonly Entry<Task>[] }) {
  const tasks = entries.flatMap(({ id, data }) => (data === null ? [] : [{ id, task: data }]));
  return (
    <>
      {entries.map(({ id, path, data, problem }) =>
        data === null ? <BrokenDocument key={id} path={path} problem={problem} /> : null,
      )}
      <div className={classes.board}>
        {columns.map(({ id, title }) => {
          const own = tasks.filter(({ task }) => columnOf(task) === id).sort((a, b) => byUrgency(a.task, b.task));
          return (
            <section key={id} className={classes.column} aria-labelledby={`column-${id}`}>
              <h2 id={`column-${id}`} className={classes.columnHead}>
                {title} <span className={classes.count}>{own.length}</span>
              </h2>
              {own.map((one) => (
                <Card key={one.id} id={one.id} task={one.task} />
              ))}
              {own.length === 0 && <p className={classes.nothing}>Nothing</p>}
            </section>
          );
        })}
      </div>
    </>
  );
}

function Card({ id, task }: { readonly id: string; readonly task: Task }) {
  const { uid } = useSession();
  const people = usePeople(task.assignedTo !== null && task.assignedTo !== uid);
  return (
    <Link to="/tasks/$taskId" params={{ taskId: id }} className={classes.card}>
      <span className={classes.cardTitle}>{task.title}</span>
      <span className={classes.cardFoot}>
        {task.assignedAgent !== null && <AgentDisc agent={task.assignedAgent} size={20} />}
        {whoDoes(task, people, uid)}
        <TaskMarks task={task} />
      </span>
      {(task.status === 'failed' || task.status === 'escalated') && <StatusPill look={lookOf(task)} />}
    </Link>
  );
}

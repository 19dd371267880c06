import { Badge, Checkbox } from '@mantine/core';
import type { ActionPlan } from '@model/action-plan.ts';
import { isOpen, type Task } from '@model/task.ts';
import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { useCallback, useEffect, useId, useState } from 'react';
import { dayOf } from '../../../lib/days.ts';
import { nameOf, usePeople } from '../../../lib/people.ts';
import { useSession } from '../../../lib/session.ts';
import { taskStatus } from '../../../lib/status.ts';
import { useNow } from '../../../lib/time.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { agentNames, priorityWords } from '../../../lib/words.ts';
import { dueWords, isOverdue, type PlanItem } from '../api/plan-progress.ts';
import { checkTask } from '../api/plans.ts';
import classes from './plan.module.css';

interface PlanItemsProps {
  readonly plan: ActionPlan;
  readonly items: readonly PlanItem[];
}

/** The tasks of a plan, in their order, to be checked off. */
export function PlanItems({ plan, items }: PlanItemsProps) {
  const { uid } = useSession();
  const others = items.some(({ task }) => task?.assignedTo != null && task.assignedTo !== uid);
  const people = usePeople(others);
  const open = items.filter(({ task }) => task === null || isOpen(task));
  const whoDoes = ({ assignedAgent, assignedTo }: Task) => {
    if (assignedAgent !== null) return agentNames[assignedAgent];
    return assignedTo === null ? null : nameOf(assignedTo, people, uid);
  };
  return (
    <ol className={classes.items} aria-label={`Tasks of ${plan.title}`}>
      {items.map((item) => (
        <li key={item.taskId} className={classes.item}>
          <Item item={item} plan={plan} whoDoes={whoDoes} isLast={open.length === 1 && open[0] === item} />
        </li>
      ))}
    </ol>
  );
}

interface ItemProps {
  readonly item: PlanItem;
  readonly plan: ActionPlan;
  /** Whether with it the plan comes to its end. */
  readonly isLast: boolean;
  /** Null: nobody in particular. */
  whoDoes(task: Task): string | null;
}

function Item({ item: { taskId, title, task }, plan, isLast, whoDoes }: ItemProps) {
  const { tenant, mayEdit } = useSession();
  const today = dayOf(useNow(), tenant.timezone);
  const check = useCheck(taskId, task, isLast ? `The plan is completed: ${plan.title}` : null);
  const name = useId();
  const isPersons = task !== null && task.assignedAgent === null && task.action === null;
  const isCheckable = isPersons && (isOpen(task) || task.status === 'completed');
  const look = task === null ? null : taskStatus[task.status];
  return (
    <>
      {isCheckable ? (
        <Checkbox
          id={name}
          size="sm"
          mt={2}
          checked={check.isDone}
          disabled={!mayEdit || (plan.status === 'canceled' && check.isDone)}
          onChange={({ currentTarget }) => check.set(currentTarget.checked)}
        />
      ) : (
        <span className={classes.itemMark} title={look?.word}>
          {look === null ? '•' : <look.icon size={16} role="img" aria-label={look.word} />}
        </span>
      )}
      <div className={classes.itemText} data-ended={check.isDone || (task !== null && !isOpen(task)) || undefined}>
        {isCheckable ? (
          <label htmlFor={name} className={classes.what}>
            {title}
          </label>
        ) : (
          <span className={classes.what}>{title}</span>
        )}
        {task !== null && <About task={task} isDone={check.isDone} today={today} who={whoDoes(task)} />}
      </div>
      <Link to="/tasks/$taskId" params={{ taskId }} className={classes.open} aria-label={`Open the task: ${title}`}>
        <ChevronRight size={18} aria-hidden />
      </Link>
    </>
  );
}

interface AboutProps {
  readonly task: Task;
  readonly isDone: boolean;
  readonly today: string;
  /** Null: nobody in particular. */
  readonly who: string | null;
}

/** By when, by whom, and whether it is urgent. */
function About({ task, isDone, today, who }: AboutProps) {
  const { tenant } = useSession();
  const { priority } = task;
  const isWaiting = isOpen(task) && !isDone;
  const due = isWaiting ? dueWords(task, today, tenant.timezone) : null;
  const isLate = isOverdue(task, today, tenant.timezone);
  const done = isDone ? 'done' : taskStatus[task.status].word.toLowerCase();
  const facts = isWaiting ? [who ?? 'nobody yet'] : [done, ...(who === null ? [] : [who])];
  return (
    <span className={classes.about}>
      {due !== null && <em className={isLate ? classes.late : undefined}>{due} · </em>}
      {facts.join(' · ')}
      {isWaiting && (priority === 'high' || priority === 'urgent') && (
        <Badge component="span" size="sm" ml={8} color={priority === 'urgent' ? 'red' : 'orange'} variant="dot">
          {priorityWords[priority]}
        </Badge>
      )}
    </span>
  );
}

/** Shows the check at once, and takes it back where the server refuses it. `ended` is told with the last one. */
function useCheck(taskId: string, task: Task | null, ended: string | null) {
  const { api } = useSession();
  const isStored = task?.status === 'completed';
  const [wanted, setWanted] = useState<boolean | null>(null);
  useEffect(() => {
    if (wanted === isStored) setWanted(null);
  }, [wanted, isStored]);
  const command = useCommand(
    useCallback((isDone: boolean) => checkTask(api, taskId, isDone).then(() => true), [api, taskId]),
    'It was not noted',
  );
  const set = async (isDone: boolean) => {
    // Two at once might come to the server in the other order.
    if (command.busy) return;
    setWanted(isDone);
    const isNoted = await command.run(isDone);
    if (isNoted === null) setWanted(null);
    else if (isDone && ended !== null) toastDone(ended);
  };
  return { isDone: wanted ?? isStored, set: (isDone: boolean) => void set(isDone) };
}

import { Text } from '@mantine/core';
import { nameOf, usePeople } from '../../../lib/people.ts';
import { useSession } from '../../../lib/session.ts';
import { priorityWords } from '../../../lib/words.ts';
import { dayText } from '../api/coach-words.ts';
import type { PlanDraft } from '../api/plan-draft.ts';
import classes from './plan.module.css';

/** What is about to be made. */
export function PlanSummary({ draft }: { readonly draft: PlanDraft }) {
  const { uid } = useSession();
  const { title, goal, priority, startsOn, dueOn, tasks } = draft;
  const people = usePeople(tasks.some(({ assignedTo }) => assignedTo !== '' && assignedTo !== uid));
  const isOtherYear = startsOn.slice(0, 4) !== dueOn.slice(0, 4);
  return (
    <>
      <dl className={classes.summary}>
        <div>
          <dt>Title</dt>
          <dd>{title}</dd>
        </div>
        {goal.trim() !== '' && (
          <div>
            <dt>Note</dt>
            <dd className={classes.goal}>{goal}</dd>
          </div>
        )}
        <div>
          <dt>Priority</dt>
          <dd>{priorityWords[priority]}</dd>
        </div>
        <div>
          <dt>From, until</dt>
          <dd>
            {dayText(startsOn, isOtherYear)} – {dayText(dueOn, isOtherYear)}
          </dd>
        </div>
        <div>
          <dt>{tasks.length === 1 ? 'One task' : `${tasks.length} tasks`}</dt>
          <dd>
            <ol className={classes.summaryTasks}>
              {tasks.map(({ key, title: what, dueOn: day, assignedTo, priority: how }) => (
                <li key={key}>
                  {what}
                  <Text size="sm" c="dimmed">
                    Due {dayText(day, isOtherYear)} ·{' '}
                    {assignedTo === '' ? 'nobody yet' : nameOf(assignedTo, people, uid)}
                    {how !== 'normal' && ` · ${priorityWords[how].toLowerCase()} priority`}
                  </Text>
                </li>
              ))}
            </ol>
          </dd>
        </div>
      </dl>
      <Text size="sm" c="dimmed" mt="md">
        On the day that something is due, whoever is to do it is reminded in the morning; what is nobody’s, you are.
      </Text>
    </>
  );
}

import { Button, Progress, Text } from '@mantine/core';
import type { ActionPlan } from '@model/action-plan.ts';
import { FIGURE_WORDS } from '@model/figure-words.ts';
import type { Task } from '@model/task.ts';
import { useLocation } from '@tanstack/react-router';
import { Ban, Check, ChevronDown, Plus } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useId, useRef, useState } from 'react';
import { Confirm } from '../../../components/ui/confirm.tsx';
import { LiveView } from '../../../components/ui/states.tsx';
import { StatusPill } from '../../../components/ui/status-pill.tsx';
import { dayOf } from '../../../lib/days.ts';
import type { Entry } from '../../../lib/firestore.ts';
import { nameOf, usePeople } from '../../../lib/people.ts';
import { useSession } from '../../../lib/session.ts';
import type { StatusLook } from '../../../lib/status.ts';
import { useNow } from '../../../lib/time.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import type { Live } from '../../../lib/use-live.ts';
import { categoryWords, dayText, namedFigure } from '../api/coach-words.ts';
import { dueWords, itemsOf, type Progress as PlanProgress, progressOf, progressWords } from '../api/plan-progress.ts';
import { callOffPlan, usePlanTasks } from '../api/plans.ts';
import { usePlace } from '../api/use-coach.ts';
import { AddPlanTask } from './add-plan-task.tsx';
import classes from './plan.module.css';
import { PlanItems } from './plan-items.tsx';

interface PlanCardProps {
  readonly planId: string;
  readonly plan: ActionPlan;
  /** Those of all plans that are shown; null: they are asked for when it is opened. */
  readonly tasks: Live<readonly Entry<Task>[]> | null;
}

const looks: Readonly<Record<'completed' | 'canceled', StatusLook>> = {
  completed: { word: 'Completed', tone: 'good', icon: Check },
  canceled: { word: 'Called off', tone: 'neutral', icon: Ban },
};

/** A plan, how far it has come, and, opened, its tasks. The one that the address names is open from the start. */
export function PlanCard({ planId, plan, tasks }: PlanCardProps) {
  const isNamed = useLocation({ select: ({ hash }) => hash }) === planId;
  const [isOpen, setIsOpen] = useState(isNamed);
  const card = useRef<HTMLElement>(null);
  const label = useId();
  const body = useId();
  const { tenant } = useSession();
  const today = dayOf(useNow(), tenant.timezone);
  useEffect(() => {
    if (!isNamed) return;
    setIsOpen(true);
    card.current?.scrollIntoView({ block: 'start' });
  }, [isNamed]);
  const items = tasks?.status === 'ready' ? itemsOf(plan, tasks.value) : null;
  const progress = items === null ? null : progressOf(items, today, tenant.timezone);
  return (
    <article ref={card} className={classes.plan} aria-labelledby={label}>
      <h2 className={classes.heading}>
        <button
          type="button"
          className={classes.head}
          aria-expanded={isOpen}
          aria-controls={body}
          onClick={() => setIsOpen((before) => !before)}
        >
          <span className={classes.title}>
            <span id={label}>{plan.title}</span>
            {plan.status !== 'active' && <StatusPill look={looks[plan.status]} />}
          </span>
          <Facts plan={plan} progress={progress} today={today} />
          <ChevronDown size={18} aria-hidden className={classes.chevron} />
        </button>
      </h2>
      {progress !== null && (
        <div className={classes.progress}>
          <Progress
            value={Math.round((100 * (progress.done + progress.dropped)) / Math.max(1, progress.total))}
            aria-label={`${plan.title}: ${progressWords(progress)}`}
            color="pine"
            size="sm"
          />
        </div>
      )}
      {isOpen && (
        <div id={body} className={classes.body}>
          {plan.goal !== '' && <p className={`${classes.goal} ${classes.note}`}>{plan.goal}</p>}
          <Before plan={plan} />
          {tasks === null ? (
            <OwnTasks planId={planId}>{(live) => <Tasks plan={plan} live={live} />}</OwnTasks>
          ) : (
            <Tasks plan={plan} live={tasks} />
          )}
          <Foot planId={planId} plan={plan} />
        </div>
      )}
    </article>
  );
}

/** The figure that it is to move, as it was before. */
function Before({ plan: { outcome } }: { readonly plan: ActionPlan }) {
  const place = usePlace();
  if (outcome === null) return null;
  const before = namedFigure(outcome.figure, outcome.before, place);
  return (
    <Text size="sm" c="dimmed" mt={6}>
      When it was made: {FIGURE_WORDS[outcome.figure].label} {before}
    </Text>
  );
}

interface OwnTasksProps {
  readonly planId: string;
  readonly children: (live: Live<readonly Entry<Task>[]>) => ReactNode;
}

function OwnTasks({ planId, children }: OwnTasksProps) {
  return children(usePlanTasks([planId]));
}

function Tasks({ plan, live }: { readonly plan: ActionPlan; readonly live: Live<readonly Entry<Task>[]> }) {
  return <LiveView live={live}>{(entries) => <PlanItems plan={plan} items={itemsOf(plan, entries)} />}</LiveView>;
}

interface FactsProps {
  readonly plan: ActionPlan;
  readonly progress: PlanProgress | null;
  readonly today: string;
}

/** How far it has come, what is late or next, and until when it goes. */
function Facts({ plan, progress, today }: FactsProps) {
  const { tenant } = useSession();
  const { category, endsAt, status } = plan;
  const end = endsAt === null ? null : dayOf(endsAt, tenant.timezone);
  const isOver = end !== null && end < today && status === 'active';
  const next = progress?.next ?? null;
  const due = next === null ? null : dueWords(next.task, today, tenant.timezone);
  return (
    <span className={classes.facts}>
      {category !== null && <span>{categoryWords[category]}</span>}
      {progress !== null && <span>{progressWords(progress)}</span>}
      {progress !== null && progress.overdue > 0 && (
        <span className={classes.late}>
          {progress.overdue === 1 ? 'One is overdue' : `${progress.overdue} are overdue`}
        </span>
      )}
      {next !== null && (
        <span>
          Next: {next.title}
          {due !== null && `, ${due}`}
        </span>
      )}
      {end !== null && (
        <span className={isOver ? classes.late : undefined}>
          {isOver ? 'Was to end' : 'Until'} {dayText(end, end.slice(0, 4) !== today.slice(0, 4))}
        </span>
      )}
    </span>
  );
}

/** Whose it is, and what else can be done with it. */
function Foot({ planId, plan }: { readonly planId: string; readonly plan: ActionPlan }) {
  const { api, mayEdit, uid } = useSession();
  const { title, status, ownerUid } = plan;
  const people = usePeople(ownerUid !== null && ownerUid !== uid);
  const [opened, setOpened] = useState<'task' | 'question' | null>(null);
  const close = useCallback(() => setOpened(null), []);
  const command = useCommand(
    useCallback(async () => {
      await callOffPlan(api, planId);
      setOpened(null);
      toastDone('The plan is called off');
    }, [api, planId]),
    'The plan was not called off',
  );
  return (
    <>
      {ownerUid !== null && (
        <Text size="sm" c="dimmed" mb="sm">
          {ownerUid === uid ? 'You see' : `${nameOf(ownerUid, people, uid)} sees`} to it.
        </Text>
      )}
      {mayEdit && status !== 'canceled' && opened !== 'task' && (
        <div className={classes.foot}>
          <Button
            size="xs"
            variant="default"
            leftSection={<Plus size={15} aria-hidden />}
            aria-label={`Add a task: ${title}`}
            onClick={() => setOpened('task')}
          >
            Add a task
          </Button>
          {status === 'active' && (
            <Button
              size="xs"
              variant="default"
              leftSection={<Ban size={15} aria-hidden />}
              aria-label={`Call off: ${title}`}
              onClick={() => setOpened('question')}
            >
              Call off
            </Button>
          )}
        </div>
      )}
      {opened === 'task' && <AddPlanTask planId={planId} plan={plan} onClose={close} />}
      <Confirm
        opened={opened === 'question'}
        title="Call this plan off?"
        confirm="Call it off"
        keep="Go on with it"
        busy={command.busy}
        onConfirm={() => void command.run()}
        onClose={close}
      >
        What is still open of “{title}” is called off with it. What is done stays done.
      </Confirm>
    </>
  );
}

import { Button, Group, Stepper, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { Recommendation } from '@model/recommendation.ts';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react';
import { Confirm } from '../../../components/ui/confirm.tsx';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { dayOf } from '../../../lib/days.ts';
import type { Entry } from '../../../lib/firestore.ts';
import { fieldErrors } from '../../../lib/form-errors.ts';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import {
  bodyOf,
  inTimeline,
  newPlan,
  PLAN_STEPS,
  type PlanDraft,
  type PlanProblems,
  type PlanStep,
  problemsOf,
  stepOfField,
} from '../api/plan-draft.ts';
import { makePlan } from '../api/plans.ts';
import classes from './plan.module.css';
import { PlanSummary } from './plan-summary.tsx';
import { PlanTasks } from './plan-tasks.tsx';
import { PlanDetails, PlanTimeline } from './plan-what-and-when.tsx';

interface PlanWizardProps {
  /** What it is to be made of; null: of nothing but what one writes. */
  readonly recommendation: Entry<Recommendation> | null;
  readonly opened: boolean;
  onClose(): void;
}

const WORDS: Readonly<Record<PlanStep, string>> = {
  details: 'Details',
  timeline: 'Timeline',
  tasks: 'Tasks',
  confirm: 'Confirm',
};

/** Makes an action plan in four steps; then shows it among the plans. */
export function PlanWizard({ recommendation, opened, onClose }: PlanWizardProps) {
  if (!opened || recommendation?.data === null) return null;
  return <Wizard recommendation={recommendation} onClose={onClose} />;
}

function Wizard({ recommendation, onClose }: Omit<PlanWizardProps, 'opened'>) {
  const { tenant } = useSession();
  const [today] = useState(() => dayOf(new Date(), tenant.timezone));
  const [first] = useState(() => newPlan(recommendation?.data ?? null, today));
  const [draft, setDraft] = useState(first);
  const [isLeaving, setIsLeaving] = useState(false);
  const isPhone = useMediaQuery('(max-width: 48em)', window.innerWidth <= 768);
  return (
    <Dialog
      title="Make a plan"
      size={680}
      fullScreen={isPhone}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': 'Close' }}
      onClose={() => (draft === first ? onClose() : setIsLeaving(true))}
    >
      <Steps
        draft={draft}
        today={today}
        recommendationId={recommendation?.id ?? null}
        onChange={setDraft}
        onClose={onClose}
      />
      <Confirm
        opened={isLeaving}
        title="Leave this plan?"
        confirm="Leave it"
        keep="Go on with it"
        busy={false}
        onConfirm={onClose}
        onClose={() => setIsLeaving(false)}
      >
        What you have written is not kept.
      </Confirm>
    </Dialog>
  );
}

interface StepsProps {
  readonly draft: PlanDraft;
  readonly today: string;
  readonly recommendationId: string | null;
  onChange(draft: PlanDraft): void;
  onClose(): void;
}

function Steps({ draft, today, recommendationId, onChange, onClose }: StepsProps) {
  const [at, setAt] = useState(0);
  const [isTold, setIsTold] = useState(false);
  const [refused, setRefused] = useState<PlanProblems>({});
  const step = PLAN_STEPS[at] ?? 'details';
  const panel = useFocus(at);
  const go = (to: number) => {
    setAt(to);
    setIsTold(false);
  };
  const command = useMake(recommendationId, onClose, (found) => {
    setRefused(found);
    const wrong = Object.keys(found).flatMap((field) => stepOfField(field) ?? [])[0];
    if (wrong !== undefined) go(PLAN_STEPS.indexOf(wrong));
    return wrong !== undefined;
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const isWrong = Object.keys(problemsOf(step, draft, today)).length > 0;
    if (isWrong) {
      setIsTold(true);
      setTimeout(() => panel.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
    } else if (step === 'confirm') {
      void command.run(draft);
    } else {
      if (step === 'timeline') onChange(inTimeline(draft));
      go(at + 1);
    }
  };
  const change = (part: Partial<PlanDraft>) => {
    setRefused({});
    onChange({ ...draft, ...part });
  };
  const problems = { ...refused, ...(isTold && problemsOf(step, draft, today)) };
  const fields = { draft, problems, today, onChange: change };
  return (
    <form onSubmit={submit} noValidate>
      <Stepper
        active={at}
        onStepClick={go}
        size="xs"
        allowNextStepsSelect={false}
        classNames={{ steps: classes.steps, stepBody: classes.stepBody, separator: classes.separator }}
      >
        {PLAN_STEPS.map((one) => (
          <Stepper.Step key={one} label={WORDS[one]} />
        ))}
      </Stepper>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would switch nothing and draw a frame */}
      <div
        ref={panel}
        role="group"
        tabIndex={-1}
        aria-label={`Step ${at + 1} of ${PLAN_STEPS.length}: ${WORDS[step]}`}
        className={classes.panel}
      >
        <Text size="sm" c="dimmed" className={classes.place}>
          Step {at + 1} of {PLAN_STEPS.length}: {WORDS[step]}
        </Text>
        {step === 'details' && <PlanDetails {...fields} />}
        {step === 'timeline' && <PlanTimeline {...fields} />}
        {step === 'tasks' && <PlanTasks {...fields} />}
        {step === 'confirm' && <PlanSummary draft={draft} />}
      </div>
      <Group justify="space-between" mt="lg">
        <Button variant="default" onClick={at === 0 ? onClose : () => go(at - 1)}>
          {at === 0 ? 'Leave it' : 'Back'}
        </Button>
        <Button type="submit" loading={command.busy}>
          {step === 'confirm' ? 'Make plan' : 'Next'}
        </Button>
      </Group>
    </form>
  );
}

/** Whoever goes to another step is there with the focus, too. */
function useFocus(at: number) {
  const panel = useRef<HTMLDivElement>(null);
  const before = useRef(at);
  useEffect(() => {
    if (before.current !== at) panel.current?.focus();
    before.current = at;
  }, [at]);
  return panel;
}

/** Makes the plan and opens it. `onRefused` says whether what the server has against it is shown. */
function useMake(recommendationId: string | null, onClose: () => void, onRefused: (found: PlanProblems) => boolean) {
  const { api } = useSession();
  const navigate = useNavigate();
  return useCommand(
    useCallback(
      async (draft: PlanDraft) => {
        const planId = await makePlan(api, bodyOf(draft, recommendationId));
        toastDone('The plan is made');
        onClose();
        await navigate({ to: '/coach', search: { tab: 'plans' }, hash: planId });
      },
      [api, recommendationId, onClose, navigate],
    ),
    'The plan was not made',
    (error) => onRefused(fieldErrors(error)),
  );
}

import { Text } from '@mantine/core';
import type { Playbook } from '@model/playbook.ts';
import { blocksOf, type StepDraft } from '@model/step.ts';
import { Split } from 'lucide-react';
import { ErrorState } from '../../../components/ui/states.tsx';
import { StatusPill } from '../../../components/ui/status-pill.tsx';
import { conditionWords } from '../../../lib/condition-words.ts';
import { usePeople } from '../../../lib/people.ts';
import { riskLook, riskOf } from '../../../lib/risk.ts';
import { useSession } from '../../../lib/session.ts';
import { duration } from '../../../lib/time.ts';
import { agentNames, stepWords } from '../../../lib/words.ts';
import { onFailureOf, stepsOf } from '../api/playbook-content.ts';
import { approvalWords } from './approval-words.ts';
import classes from './playbooks.module.css';

/** What a playbook does, step by step, in words. */
export function PlaybookSteps({ playbook }: { readonly playbook: Playbook }) {
  const steps = stepsOf(playbook);
  if (steps === null) return <ErrorState message="The steps of this playbook cannot be read." />;
  if (steps.length === 0) return <Text c="dimmed">It has no steps yet.</Text>;
  const onFailure = onFailureOf(playbook) ?? [];
  return (
    <>
      <StepList steps={steps} />
      {onFailure.length > 0 && <Block title="If the playbook fails" steps={onFailure} />}
    </>
  );
}

/** Steps in words, those within others below them. */
export function StepList({ steps }: { readonly steps: readonly StepDraft[] }) {
  return (
    <ol className={classes.steps}>
      {steps.map((step, index) => (
        <li key={step.id ?? index} className={classes.step}>
          <span className={classes.number} aria-hidden>
            {index + 1}
          </span>
          <div className={classes.stepBody}>
            <StepBody step={step} />
            {blocksOf(step).map(({ at, steps: within }) => (
              <Block key={at} title={blockTitle(step, at)} steps={within} />
            ))}
          </div>
        </li>
      ))}
    </ol>
  );
}

function Block({ title, steps }: { readonly title: string | null; readonly steps: readonly StepDraft[] }) {
  return (
    <div className={classes.block}>
      {title !== null && <div className={classes.blockTitle}>{title}</div>}
      <StepList steps={steps} />
    </div>
  );
}

/** When the steps within a step are done: on a condition, at the same time, if it fails; of a loop its own title says it. */
function blockTitle({ action, branches }: StepDraft, at: string): string | null {
  if (at === 'errorSteps') return 'If it fails';
  const way = branches[Number(/^branches\.(\d+)\./.exec(at)?.[1])];
  if (way === undefined) return null;
  if (action === 'parallel') return 'At the same time';
  if (way.condition === null) return 'Otherwise';
  return `If ${conditionWords(way.condition) ?? way.condition}`;
}

interface StepBodyProps {
  readonly step: StepDraft;
  /** Without the detail line, where all params are told anyway. */
  readonly isWhole?: boolean;
}

export function StepBody({ step, isWhole = false }: StepBodyProps) {
  const { uid } = useSession();
  const people = usePeople((step.approval?.approvers.length ?? 0) > 0);
  const { title, detail } = stepWords(step);
  const risk = riskOf(step);
  const asides = [
    step.agent === null ? null : `by ${agentNames[step.agent]}`,
    approvalWords(step, people, uid),
    step.onError === 'continue' ? 'goes on if it fails' : null,
    step.retry === null ? null : `up to ${step.retry.maxAttempts} attempts`,
    step.timeoutMs === null ? null : `at most ${duration(step.timeoutMs)}`,
  ].filter((aside) => aside !== null);
  return (
    <>
      <div>
        <span className={classes.stepTitle}>{title}</span> {risk !== 'safe' && <StatusPill look={riskLook[risk]} />}{' '}
        {asides.length > 0 && (
          <Text span size="sm" c="dimmed">
            {asides.join(', ')}
          </Text>
        )}
      </div>
      {detail !== null && !isWhole && (
        <Text size="sm" c="dimmed">
          {detail}
        </Text>
      )}
      {step.condition !== null && <Condition text={step.condition} />}
    </>
  );
}

function Condition({ text }: { readonly text: string }) {
  const words = conditionWords(text);
  return (
    <span className={classes.condition} title={text}>
      <Split size={13} aria-hidden />
      <span>Only if {words ?? <code>{text}</code>}</span>
    </span>
  );
}

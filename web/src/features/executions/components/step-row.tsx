import { Skeleton, Text } from '@mantine/core';
import { isAgentsOwn } from '@model/agent-turn.ts';
import type { StepResult, Wait } from '@model/execution.ts';
import type { JsonObject } from '@model/json.ts';
import type { Step } from '@model/step.ts';
import { ChevronDown, FlaskConical, Globe, type LucideIcon } from 'lucide-react';
import { type CSSProperties, Fragment, lazy, memo, type ReactNode, Suspense } from 'react';
import { aboutStep } from '../../../components/flow/flow-words.ts';
import { StoredLink } from '../../../components/ui/links.tsx';
import { StatusDisc } from '../../../components/ui/status-pill.tsx';
import { useSession } from '../../../lib/session.ts';
import { stepStatus } from '../../../lib/status.ts';
import { agentNames, sentence, stepWords } from '../../../lib/words.ts';
import { summaryOf } from '../api/use-output.ts';
import { progressWords, timingWords } from './step-words.ts';
import classes from './steps.module.css';
import { StoredErrorNote } from './stored-error-note.tsx';
import { waitLink, waitSentence } from './wait-words.ts';

const StepDetail = lazy(() => import('./step-detail.tsx'));

/** What all steps of an execution are shown with. */
export interface RowView {
  readonly executionId: string;
  readonly isDryRun: boolean;
  /** The steps as they were written, by id. */
  readonly planned: ReadonlyMap<string, Step>;
  /** The address of the one that is open. */
  readonly selected: string | null;
  onSelect(path: string): void;
  readonly renderDeed: (action: string, params: JsonObject) => ReactNode;
}

interface RowProps {
  readonly result: StepResult;
  readonly tellsError: boolean;
  readonly depth: number;
  readonly view: RowView;
  /** Null once it is over. */
  readonly now: Date | null;
}

/** The id of a step's row in the page. */
export function rowId(path: string): string {
  return `step-${path}`;
}

/** One step as it went; a press opens what it was given and what came out. */
export const StepRow = memo(function StepRow({ result, tellsError, depth, view, now }: RowProps) {
  const { path, status, agent, note, error, stepId, wait, isTainted } = result;
  const step = isAgentsOwn(path) ? undefined : view.planned.get(stepId);
  const { title } = stepWords(step ?? result);
  const detail = step === undefined ? null : aboutStep(step);
  const about = [agent === null ? null : agentNames[agent], detail].filter((part) => part !== null);
  const said = note ?? progressWords(result) ?? summaryOf(result);
  const isOpen = view.selected === path;
  return (
    <li
      id={rowId(path)}
      className={classes.step}
      style={{ '--depth': depth } as CSSProperties}
      data-selected={isOpen || undefined}
    >
      <StatusDisc look={stepStatus[status]} />
      <div className={classes.body}>
        <button type="button" className={classes.head} aria-expanded={isOpen} onClick={() => view.onSelect(path)}>
          <span className={classes.title} title={stepId}>
            {title}
            {view.isDryRun && note !== null && status === 'completed' && <Mark word="Dry run" icon={FlaskConical} />}
            {isTainted && <Mark word="Strangers’ text" icon={Globe} />}
          </span>
          <span className={classes.timing}>{timingWords(result, now)}</span>
          <ChevronDown size={16} aria-hidden className={classes.chevron} />
        </button>
        {about.length > 0 && <div className={classes.aside}>{about.join(' · ')}</div>}
        <Waiting result={result} now={now} />
        {said !== null && (
          <Text size="sm" mt={4} lineClamp={10} style={{ whiteSpace: 'pre-line' }}>
            {sentence(said)}
          </Text>
        )}
        {wait?.kind === 'child' && <Children executionIds={wait.executionIds} />}
        {error !== null && tellsError && (
          <div className={classes.error}>
            <StoredErrorNote error={error} tone={status === 'failed' && !isAgentsOwn(path) ? 'bad' : 'warn'} />
          </div>
        )}
        {isOpen && (
          <Suspense fallback={<Skeleton height={120} mt={10} />}>
            <StepDetail executionId={view.executionId} result={result} step={step} renderDeed={view.renderDeed} />
          </Suspense>
        )}
      </div>
    </li>
  );
});

/** What it waits for, or whom it has asked. */
function Waiting({ result: { wait, approvalId }, now }: Pick<RowProps, 'result' | 'now'>) {
  const { tenant } = useSession();
  if (wait !== null && now !== null) {
    return (
      <div className={classes.aside}>
        {waitSentence(wait, tenant.timezone, now)} <WaitLink wait={wait} />
      </div>
    );
  }
  if (approvalId === null) return null;
  return (
    <div className={classes.aside}>
      A person was asked first. <StoredLink href={`/approvals/${approvalId}`}>See what was said</StoredLink>
    </div>
  );
}

/** A few words beside a step's title. */
function Mark({ word, icon: Icon }: { readonly word: string; readonly icon: LucideIcon }) {
  return (
    <span className={classes.mark}>
      <Icon size={12} aria-hidden />
      {word}
    </span>
  );
}

function WaitLink({ wait }: { readonly wait: Wait }) {
  const link = waitLink(wait);
  return link === null ? null : <StoredLink href={link.href}>{link.label}</StoredLink>;
}

/** Other executions that a step waits for. */
function Children({ executionIds }: { readonly executionIds: readonly string[] }) {
  return (
    <Text size="sm" mt={4}>
      {executionIds.map((executionId, index) => (
        <Fragment key={executionId}>
          {index > 0 && ' · '}
          <StoredLink href={`/executions/${executionId}`}>
            {executionIds.length === 1 ? 'Open that execution' : `Execution ${index + 1}`}
          </StoredLink>
        </Fragment>
      ))}
    </Text>
  );
}

import { Text } from '@mantine/core';
import type { StepResult, Wait } from '@model/execution.ts';
import { priceOf } from '@model/price.ts';
import type { Step } from '@model/step.ts';
import { FlaskConical, Globe, type LucideIcon } from 'lucide-react';
import { type CSSProperties, Fragment, useState } from 'react';
import { StoredLink } from '../../../components/ui/links.tsx';
import { StatusDisc } from '../../../components/ui/status-pill.tsx';
import { costWords } from '../../../lib/money.ts';
import { useSession } from '../../../lib/session.ts';
import { stepStatus } from '../../../lib/status.ts';
import { duration } from '../../../lib/time.ts';
import { agentNames, humanize, sentence, stepWords } from '../../../lib/words.ts';
import { summaryOf } from '../api/use-output.ts';
import classes from './executions.module.css';
import { StepOutput } from './step-output.tsx';
import { isItem, type StepNode, tellsErrorInside } from './step-tree.ts';
import { StoredErrorNote } from './stored-error-note.tsx';
import { waitLink, waitSentence } from './wait-words.ts';

/** What all steps of an execution are shown with. */
interface View {
  readonly executionId: string;
  readonly now: Date;
  readonly isDryRun: boolean;
  /** The steps as they were written, by id. */
  readonly planned: ReadonlyMap<string, Step>;
}
interface ItemsProps {
  readonly nodes: readonly StepNode[];
  /** How many steps stand around them. */
  readonly depth: number;
  readonly view: View;
}

/** Steps one after the other, each followed by those inside of it, further in. */
export function StepItems({ nodes, depth, view }: ItemsProps) {
  return nodes.map((node) => (
    <Fragment key={node.result.path}>
      <ResultItem result={node.result} tellsError={!tellsErrorInside(node)} depth={depth} view={view} />
      <StepItems nodes={node.inner} depth={depth + 1} view={view} />
      <Ways node={node} depth={depth + 1} view={view} />
    </Fragment>
  ));
}

interface WaysProps {
  readonly node: StepNode;
  readonly depth: number;
  readonly view: View;
}

/** The ways of a `parallel` one below the other; the items of a loop folded away, since they are alike and many. */
function Ways({ node, depth, view }: WaysProps) {
  const [isOpen, setIsOpen] = useState(false);
  const { ways } = node;
  if (ways.length === 0) return null;
  if (!ways.every(({ key }) => isItem(key))) return <EachWay node={node} depth={depth} view={view} />;
  return (
    <li className={classes.group} style={indent(depth)}>
      <details className={classes.more} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
        <summary>{ways.length === 1 ? 'The item, step by step' : `${ways.length} items, step by step`}</summary>
        {isOpen && (
          <ol className={classes.ways}>
            <EachWay node={node} depth={0} view={view} />
          </ol>
        )}
      </details>
    </li>
  );
}

function EachWay({ node: { ways }, depth, view }: WaysProps) {
  return ways.map(({ key, steps }) => (
    <Fragment key={key}>
      <li className={classes.way} style={indent(depth)}>
        {isItem(key) ? `Item ${Number(key) + 1}` : humanize(key)}
      </li>
      <StepItems nodes={steps} depth={depth} view={view} />
    </Fragment>
  ));
}

function indent(depth: number): CSSProperties {
  return { '--depth': depth } as CSSProperties;
}

interface ItemProps {
  readonly result: StepResult;
  readonly tellsError: boolean;
  readonly depth: number;
  readonly view: View;
}

function ResultItem({ result, tellsError, depth, view }: ItemProps) {
  const { status, agent, note, error, stepId, wait, outputStored, outputJson, isTainted, approvalId } = result;
  const { tenant } = useSession();
  const { title, detail } = stepWords(view.planned.get(stepId) ?? result);
  const about = [agent === null ? null : agentNames[agent], detail].filter((part) => part !== null);
  const said = note ?? progressWords(result) ?? summaryOf(result);
  const hasOutput = outputStored || (outputJson !== null && outputJson !== 'null');
  return (
    <li className={classes.step} style={indent(depth)}>
      <StatusDisc look={stepStatus[status]} />
      <div className={classes.body}>
        <div className={classes.head}>
          <span className={classes.stepTitle} title={stepId}>
            {title}
            {view.isDryRun && note !== null && status === 'completed' && <Mark word="Dry run" icon={FlaskConical} />}
            {isTainted && <Mark word="Strangers’ text" icon={Globe} />}
          </span>
          <span className={classes.timing}>{timingOf(result, view.now)}</span>
        </div>
        {about.length > 0 && <div className={classes.aside}>{about.join(' · ')}</div>}
        {wait !== null && (
          <div className={classes.aside}>
            {waitSentence(wait, tenant.timezone, view.now)} <WaitLink wait={wait} />
          </div>
        )}
        {approvalId !== null && wait === null && (
          <div className={classes.aside}>
            A person was asked first. <StoredLink href={`/approvals/${approvalId}`}>See what was said</StoredLink>
          </div>
        )}
        {said !== null && (
          <Text size="sm" mt={4} style={{ whiteSpace: 'pre-line' }}>
            {sentence(said)}
          </Text>
        )}
        {wait?.kind === 'child' && <Children executionIds={wait.executionIds} />}
        {error !== null && tellsError && (
          <div style={{ marginTop: 8 }}>
            <StoredErrorNote error={error} tone={status === 'failed' ? 'bad' : 'warn'} />
          </div>
        )}
        {hasOutput && <StepOutput executionId={view.executionId} result={result} />}
      </div>
    </li>
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

function timingOf({ status, attempts, startedAt, completedAt, usage }: StepResult, now: Date): string {
  const price = priceOf(usage);
  const parts = [
    status === 'completed' ? null : stepStatus[status].word,
    status === 'skipped' ? null : duration(Number(completedAt ?? now) - Number(startedAt)),
    attempts > 1 ? `${attempts} attempts` : null,
    price > 0 ? costWords(price) : null,
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

/** `34 of 100, 1 failed`; or the branch that was taken. */
function progressWords({ progress, branch }: StepResult): string | null {
  if (branch !== null) return `Took the way “${humanize(branch)}”`;
  if (progress === null) return null;
  const { total, completed, failed, batch } = progress;
  const done = `${completed + failed} of ${total}`;
  const inParts = batch === null ? null : `in parts of ${batch}`;
  return [done, failed > 0 ? `${failed} failed` : null, inParts].filter((part) => part !== null).join(', ');
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

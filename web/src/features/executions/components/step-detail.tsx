import { Skeleton, Tabs, Text } from '@mantine/core';
import type { StepResult } from '@model/execution.ts';
import type { JsonObject } from '@model/json.ts';
import type { Step } from '@model/step.ts';
import { type ReactNode, useState } from 'react';
import { DataValue } from '../../../components/ui/data-view.tsx';
import { LiveView } from '../../../components/ui/states.tsx';
import { useSession } from '../../../lib/session.ts';
import { dateTime, duration, useNow } from '../../../lib/time.ts';
import { type StepInput, useStepInput } from '../api/get-step-input.ts';
import { useOutput } from '../api/use-output.ts';
import { usageWords } from './step-words.ts';
import classes from './steps.module.css';

interface DetailProps {
  readonly executionId: string;
  readonly result: StepResult;
  /** As it was written; unknown where its version is not kept. */
  readonly step: Step | undefined;
  readonly renderDeed: (action: string, params: JsonObject) => ReactNode;
}
type Part = 'input' | 'output' | 'course';

/** What a step was given, what came out, and how it went; each is read only when it is looked at. */
export default function StepDetail({ executionId, result, step, renderDeed }: DetailProps) {
  const { outputStored, outputJson, status } = result;
  const hasOutput = outputStored || (outputJson !== null && outputJson !== 'null');
  const [part, setPart] = useState<Part>(hasOutput ? 'output' : status === 'skipped' ? 'course' : 'input');
  return (
    <Tabs
      className={classes.detail}
      value={part}
      onChange={(to) => setPart(to === 'output' || to === 'course' ? to : 'input')}
      keepMounted={false}
    >
      <Tabs.List>
        <Tabs.Tab value="input">What it got</Tabs.Tab>
        <Tabs.Tab value="output" disabled={!hasOutput}>
          What came out
        </Tabs.Tab>
        <Tabs.Tab value="course">How it went</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="input" pt="sm">
        <Input {...{ executionId, result, step, renderDeed }} />
      </Tabs.Panel>
      <Tabs.Panel value="output" pt="sm">
        <Output executionId={executionId} result={result} />
      </Tabs.Panel>
      <Tabs.Panel value="course" pt="sm">
        <Course result={result} />
      </Tabs.Panel>
    </Tabs>
  );
}

function Input(props: DetailProps) {
  const { mayEdit } = useSession();
  if (!mayEdit) return <Remark>Editors, admins and owners of your team can see what a step was given.</Remark>;
  return <Asked {...props} />;
}

function Asked({ executionId, result, step, renderDeed }: DetailProps) {
  const { path, stepId, status, startedAt, approvalId } = result;
  const moment = [status === 'skipped', Number(startedAt), approvalId].join();
  const live = useStepInput(executionId, path, moment);
  return (
    <LiveView live={live} loading={<Skeleton height={90} />}>
      {(input) => (
        <Given
          input={input}
          written={step?.params ?? {}}
          label={`What ${stepId} got`}
          deed={(params) => renderDeed(result.action, params)}
        />
      )}
    </LiveView>
  );
}

interface GivenProps {
  readonly input: StepInput;
  /** Its params with their templates. */
  readonly written: JsonObject;
  readonly label: string;
  readonly deed: (params: JsonObject) => ReactNode;
}

function Given({ input: { source, params, reason }, written, label, deed }: GivenProps) {
  if (params === null) {
    return (
      <>
        <Remark>{reason}</Remark>
        {Object.keys(written).length > 0 && (
          <>
            <Remark>As it is written in the playbook:</Remark>
            <DataValue value={written} label={label} />
          </>
        )}
      </>
    );
  }
  const thing = deed(params);
  return (
    <>
      {source === 'approved' && <Remark>Exactly as people said yes to it.</Remark>}
      {thing}
      {thing === null ? (
        <DataValue value={params} label={label} />
      ) : (
        <details className={classes.more}>
          <summary>All it was given, field by field</summary>
          <DataValue value={params} label={label} />
        </details>
      )}
    </>
  );
}

function Output({ executionId, result }: Pick<DetailProps, 'executionId' | 'result'>) {
  const live = useOutput(executionId, result);
  return (
    <LiveView live={live} loading={<Skeleton height={90} />}>
      {(value) => <DataValue value={value} label={`What came out of ${result.stepId}`} />}
    </LiveView>
  );
}

/** When it began and ended, how often it was tried, and what it cost. */
function Course({ result }: { readonly result: StepResult }) {
  const { tenant } = useSession();
  const now = useNow();
  const { startedAt, completedAt, attempts, error, failures, usage, stepId, action } = result;
  const at = (time: Date) => dateTime(time, tenant.timezone, now);
  const facts: readonly (readonly [string, string | null])[] = [
    ['Began', at(startedAt)],
    [
      'Ended',
      completedAt === null ? null : `${at(completedAt)}, after ${duration(Number(completedAt) - Number(startedAt))}`,
    ],
    ['Attempts', attemptWords(attempts, error?.message ?? null)],
    ...failures.map(
      ({ attempt, at: when, error: { message } }) => [`Attempt ${attempt}`, `${at(when)}: ${message}`] as const,
    ),
    ['Cost', usageWords(usage)],
    ['In the playbook', `${stepId} (${action})`],
  ];
  return (
    <dl className={classes.course}>
      {facts.map(([name, words]) =>
        words === null ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{words}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

function attemptWords(attempts: number, message: string | null): string | null {
  if (attempts === 0) return null;
  if (message === null) return attempts === 1 ? 'One, and it went well' : `${attempts}; the last one went well`;
  return attempts === 1 ? `One: ${message}` : `${attempts}; the last one: ${message}`;
}

function Remark({ children }: { readonly children: ReactNode }) {
  return (
    <Text size="sm" c="dimmed" mb={8}>
      {children}
    </Text>
  );
}

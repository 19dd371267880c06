import { Button, Skeleton, Stack, Text } from '@mantine/core';
import type { Task } from '@model/task.ts';
import { FlaskConical, ShieldQuestion, TriangleAlert } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { DataValue } from '../../../components/ui/data-view.tsx';
import { DocumentPage } from '../../../components/ui/document-page.tsx';
import { BackLink, ButtonLink, StoredLink, TextLink } from '../../../components/ui/links.tsx';
import { Page, Section } from '../../../components/ui/page.tsx';
import { LiveView } from '../../../components/ui/states.tsx';
import { Note, StatusPill } from '../../../components/ui/status-pill.tsx';
import { nameOf, usePeople } from '../../../lib/people.ts';
import { useSession } from '../../../lib/session.ts';
import { dateTime, relative, useNow } from '../../../lib/time.ts';
import { useAnswer } from '../../../lib/use-answer.ts';
import { stepTitle } from '../../../lib/words.ts';
import { getSnapshots } from '../api/change-task.ts';
import { useTask } from '../api/use-tasks.ts';
import { TaskActions } from './task-actions.tsx';
import { TaskMarks } from './task-marks.tsx';
import { TaskMessages } from './task-messages.tsx';
import { lookOf, waitsForYes, whoDoes } from './task-words.ts';
import classes from './tasks.module.css';

const back = <BackLink to="/tasks">Tasks</BackLink>;

/** One task: what was asked of whom, where it stands, what has happened, and what it was like before. */
export function TaskDetail({ taskId }: { readonly taskId: string }) {
  return (
    <DocumentPage
      live={useTask(taskId)}
      kind="Task"
      back={back}
      loading={<Skeleton height={140} radius="lg" />}
      missing={{
        words: 'The address may be mistyped, or the task belongs to another business.',
        action: <ButtonLink to="/tasks">See all tasks</ButtonLink>,
      }}
    >
      {(task, id) => <Detail taskId={id} task={task} />}
    </DocumentPage>
  );
}

function Detail({ taskId, task }: { readonly taskId: string; readonly task: Task }) {
  const { mayEdit } = useSession();
  const { title, description, executionError, isTainted, isDryRun, rejectionReason, status } = task;
  return (
    <Page
      title={title}
      mark={
        <>
          <StatusPill look={lookOf(task)} />
          <TaskMarks task={task} />
        </>
      }
      back={back}
      actions={<TaskActions taskId={taskId} task={task} />}
    >
      <Stack gap={10}>
        {executionError !== null && status !== 'completed' && (
          <Note tone="bad" icon={TriangleAlert} role="alert">
            <Text size="sm">{executionError}</Text>
          </Note>
        )}
        {rejectionReason !== null && (
          <Note tone="warn" icon={TriangleAlert}>
            <Text size="sm">Why not: {rejectionReason}</Text>
          </Note>
        )}
        {isTainted && (
          <Note tone="warn" icon={ShieldQuestion}>
            <Text size="sm">Strangers may have had a say in this. What it does is looked at more closely.</Text>
          </Note>
        )}
        {isDryRun && (
          <Note tone="info" icon={FlaskConical}>
            <Text size="sm">This was a dry run: nothing was sent, written or changed.</Text>
          </Note>
        )}
      </Stack>
      <Facts task={task} />
      {description !== '' && (
        <Section title="What is to be done">
          <p className={classes.text}>{description}</p>
        </Section>
      )}
      <Given task={task} />
      <Section title="What has happened">
        <TaskMessages taskId={taskId} />
      </Section>
      {mayEdit && task.executionAttempts > 0 && <Before taskId={taskId} attempts={task.executionAttempts} />}
    </Page>
  );
}

/** Who, since when, by when, how often tried, and where what came of it is. */
function Facts({ task }: { readonly task: Task }) {
  const { tenant, uid } = useSession();
  const now = useNow();
  const people = usePeople();
  const { createdBy, createdAt, deadline, executionAttempts, status, dueAt, doneBy, executionId, deliverableUrl } =
    task;
  const { planId } = task;
  const at = (time: Date) => dateTime(time, tenant.timezone, now);
  const facts: Readonly<Record<string, ReactNode>> = {
    For: whoDoes(task, people, uid),
    'Asked for': `${at(createdAt)}, by ${nameOf(createdBy, people, uid)}`,
    'By when': deadline === null ? null : at(deadline),
    Attempts: executionAttempts === 0 ? null : executionAttempts,
    'Tried again': status === 'failed' && dueAt !== null ? relative(dueAt, now) : null,
    'Done by': doneBy === null ? null : executionLink(doneBy),
    'Comes from': executionId === null ? null : executionLink(executionId),
    'Part of': planId === null ? null : planLink(planId),
    'What came of it': deliverableUrl === null ? null : <StoredLink href={deliverableUrl}>Open it</StoredLink>,
  };
  return (
    <dl className={classes.facts}>
      {Object.entries(facts).map(([name, value]) =>
        value === null ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

function planLink(planId: string): ReactNode {
  return (
    <TextLink to="/coach" search={{ tab: 'plans' }} hash={planId}>
      A plan
    </TextLink>
  );
}

function executionLink(executionId: string) {
  return (
    <TextLink to="/executions/$executionId" params={{ executionId }}>
      an execution
    </TextLink>
  );
}

/** What exactly would be done, for whoever has to say yes. */
function Given({ task }: { readonly task: Task }) {
  const { action, paramsJson, metadataJson } = task;
  const isEmpty = (json: string) => json === '{}';
  if (action === null && isEmpty(metadataJson)) return null;
  return (
    <Section title={waitsForYes(task) ? 'What a yes would do' : 'What it is done with'}>
      {action !== null && <Text mb="xs">{stepTitle(action)}</Text>}
      {!isEmpty(paramsJson) && <DataValue value={JSON.parse(paramsJson)} label="What it is given" />}
      {!isEmpty(metadataJson) && <DataValue value={JSON.parse(metadataJson)} label="What is known beside it" />}
    </Section>
  );
}

/** The records as they were before each attempt; asked for only when they are looked at. */
function Before({ taskId, attempts }: { readonly taskId: string; readonly attempts: number }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Section title="As it was before">
      {isOpen ? (
        <Snapshots taskId={taskId} attempts={attempts} />
      ) : (
        <Button variant="default" onClick={() => setIsOpen(true)}>
          Show what it was like before each attempt
        </Button>
      )}
    </Section>
  );
}

function Snapshots({ taskId, attempts }: { readonly taskId: string; readonly attempts: number }) {
  const { tenant } = useSession();
  const now = useNow();
  const live = useAnswer(`${taskId} ${attempts}`, (api) => getSnapshots(api, taskId));
  return (
    <LiveView live={live} loading={<Skeleton height={90} />}>
      {(snapshots) =>
        snapshots.length === 0 ? (
          <Text c="dimmed">Nothing was kept.</Text>
        ) : (
          <Stack>
            {snapshots.map(({ createdAt, related, task }) => (
              <div key={createdAt}>
                <Text size="sm" c="dimmed" mb={6}>
                  {dateTime(new Date(createdAt), tenant.timezone, now)}
                </Text>
                <DataValue value={{ task, ...related }} label={`As it was at ${createdAt}`} />
              </div>
            ))}
          </Stack>
        )
      }
    </LiveView>
  );
}

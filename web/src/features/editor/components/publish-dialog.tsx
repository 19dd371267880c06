import { Button, Group, Stack, Text } from '@mantine/core';
import type { PlaybookStatus } from '@model/playbook.ts';
import { allSteps } from '@model/step.ts';
import { CircleAlert, Plug, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { StoredLink } from '../../../components/ui/links.tsx';
import { Note, StatusPill } from '../../../components/ui/status-pill.tsx';
import { riskLook, riskOf } from '../../../lib/risk.ts';
import { stepWords } from '../../../lib/words.ts';
import type { Edited } from '../api/edited.ts';
import type { DraftCheck } from '../api/playbook-draft.ts';
import type { PlacedProblem } from '../api/selection.ts';
import classes from './editor.module.css';
import { ProblemList } from './problem-list.tsx';

interface PublishProps {
  readonly status: PlaybookStatus;
  readonly edited: Edited;
  readonly check: DraftCheck;
  readonly problems: readonly PlacedProblem[];
  readonly busy: boolean;
  onJump(problem: PlacedProblem): void;
  onPublish(activate: boolean): void;
  onClose(): void;
}

/** What publishing the draft comes to, before anything of it is live. */
export function PublishDialog(props: PublishProps) {
  const { status, edited, check, problems, busy, onJump, onPublish, onClose } = props;
  const isDraft = status === 'draft';
  const isBad = problems.length > 0;
  const broken = check.examples.filter(({ agrees }) => !agrees);
  const isRefused = status === 'active' && broken.length > 0;
  return (
    <Dialog onClose={onClose} title={isDraft ? 'Save this playbook' : 'Publish these changes'} size="lg">
      <Stack gap="md">
        {isBad ? (
          <Note tone="bad" icon={CircleAlert} role="alert">
            <Text size="sm" fw={600}>
              {problems.length === 1 ? 'One thing has to be put right first' : 'These have to be put right first'}
            </Text>
            <ProblemList edited={edited} problems={problems} onJump={onJump} />
          </Note>
        ) : (
          <Changes changes={check.changes} />
        )}
        {broken.length > 0 && (
          <Note tone={isRefused ? 'bad' : 'warn'} icon={TriangleAlert}>
            <Text size="sm" fw={600}>
              It would no longer do what was asked for
            </Text>
            <ul className={classes.changes}>
              {broken.map(({ words, fires }) => (
                <li key={words}>
                  {fires ? 'It should act on this, and would not: ' : 'It should leave this alone, and would act: '}“
                  {words}”
                </li>
              ))}
            </ul>
          </Note>
        )}
        <Missing check={check} />
        <Risks edited={edited} />
        <Buttons isDraft={isDraft}>
          <Button variant="default" onClick={onClose}>
            Keep editing
          </Button>
          {isDraft && (
            <Button variant="default" loading={busy} disabled={isBad} onClick={() => onPublish(false)}>
              Save
            </Button>
          )}
          <Button
            loading={busy}
            disabled={isBad || isRefused || (isDraft && broken.length > 0)}
            onClick={() => onPublish(isDraft)}
            data-autofocus
          >
            {isDraft ? 'Save and activate' : 'Publish'}
          </Button>
        </Buttons>
      </Stack>
    </Dialog>
  );
}

function Buttons({ isDraft, children }: { readonly isDraft: boolean; readonly children: ReactNode }) {
  return (
    <div>
      <Text size="sm" c="dimmed" mb="sm">
        {isDraft
          ? 'Saved, it stays a draft that you can run by hand. Activated, it starts by itself, too.'
          : 'What runs now ends as it began; what starts from now on does this.'}
      </Text>
      <Group justify="flex-end" className={classes.deeds}>
        {children}
      </Group>
    </div>
  );
}

function Changes({ changes }: { readonly changes: readonly string[] }) {
  if (changes.length === 0) return <Text c="dimmed">Nothing is different from what is saved.</Text>;
  return (
    <div>
      <Text fw={600} mb={6}>
        What changes
      </Text>
      <ul className={classes.changes}>
        {changes.map((change) => (
          <li key={change}>{change}</li>
        ))}
      </ul>
    </div>
  );
}

function Missing({ check: { missingConnections, warnings } }: Pick<PublishProps, 'check'>) {
  return (
    <>
      {missingConnections.map(({ connector, title, connection, href }) => (
        <Note key={`${connector}|${connection}`} tone="warn" icon={Plug}>
          <Text size="sm">
            {title} is not connected yet; its steps will fail. <StoredLink href={href}>Connect {title}</StoredLink>
          </Text>
        </Note>
      ))}
      {warnings.map(({ path, message }) => (
        <Note key={path} tone="warn" icon={TriangleAlert}>
          <Text size="sm">{message}</Text>
        </Note>
      ))}
    </>
  );
}

function Risks({ edited }: Pick<PublishProps, 'edited'>) {
  const risky = allSteps([...edited.steps, ...edited.onFailure]).filter((step) => riskOf(step) !== 'safe');
  if (risky.length === 0) return null;
  return (
    <div>
      <Text fw={600} mb={6}>
        What it may do to the outside
      </Text>
      <ul className={classes.changes}>
        {risky.map((step) => (
          <li key={step.id}>
            {stepWords(step).title} <StatusPill look={riskLook[riskOf(step)]} />
            {(step.requiresApproval || step.approval !== null) && ', after a yes'}
          </li>
        ))}
      </ul>
    </div>
  );
}

import { Button } from '@mantine/core';
import type { Playbook } from '@model/playbook.ts';
import { Pause, Pencil, Play, Zap } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { ButtonLink } from '../../../components/ui/links.tsx';
import { useSession } from '../../../lib/session.ts';
import { PlaybookMenu } from './playbook-menu.tsx';
import classes from './playbook-page.module.css';
import { useChange, useStart } from './use-playbook-commands.ts';

const InputForm = lazy(() => import('./input-form.tsx'));
const ResumePlaybook = lazy(() => import('./resume-playbook.tsx'));

interface ActionsProps {
  readonly playbookId: string;
  readonly playbook: Playbook;
  onStarted(executionId: string): void;
  onCopied(playbookId: string): void;
  onDeleted(): void;
}

/** What can be done with a playbook: run it, edit it, pause or resume it, and what is done less often. */
export function PlaybookActions({ playbookId, playbook, onStarted, onCopied, onDeleted }: ActionsProps) {
  const { mayEdit } = useSession();
  const [isResuming, setIsResuming] = useState(false);
  const [asking, setAsking] = useState<{ dryRun: boolean } | null>(null);
  const start = useStart(playbookId, onStarted);
  const change = useChange(playbookId);
  if (!mayEdit) return null;
  function begin(dryRun: boolean) {
    if (playbook.inputs.length > 0) setAsking({ dryRun });
    else void start.run({ inputs: {}, dryRun });
  }
  const { status } = playbook;
  return (
    <div className={classes.actions}>
      {status === 'active' && (
        <Button
          variant="default"
          leftSection={<Pause size={15} aria-hidden />}
          loading={change.busy}
          onClick={() => change.run('paused')}
        >
          Pause
        </Button>
      )}
      {(status === 'paused' || status === 'draft') && (
        <Button
          variant="default"
          leftSection={<Play size={15} aria-hidden />}
          loading={change.busy}
          onClick={() => (status === 'paused' ? setIsResuming(true) : change.run('active'))}
        >
          {status === 'paused' ? 'Resume' : 'Activate'}
        </Button>
      )}
      {status !== 'archived' && (
        <ButtonLink
          to="/playbooks/$playbookId/edit"
          params={{ playbookId }}
          variant="default"
          leftSection={<Pencil size={15} aria-hidden />}
        >
          Edit
        </ButtonLink>
      )}
      {status !== 'archived' && (
        <Button leftSection={<Zap size={15} aria-hidden />} loading={start.busy} onClick={() => begin(false)}>
          Run now
        </Button>
      )}
      <PlaybookMenu
        playbookId={playbookId}
        playbook={playbook}
        onDryRun={() => begin(true)}
        onStatus={change.run}
        onCopied={onCopied}
        onDeleted={onDeleted}
      />
      <Suspense>
        {isResuming && (
          <ResumePlaybook playbookId={playbookId} playbook={playbook} onClose={() => setIsResuming(false)} />
        )}
        {asking !== null && (
          <InputForm
            inputs={playbook.inputs}
            dryRun={asking.dryRun}
            busy={start.busy}
            onSubmit={(inputs) => start.run({ inputs, dryRun: asking.dryRun })}
            onClose={() => setAsking(null)}
          />
        )}
      </Suspense>
    </div>
  );
}

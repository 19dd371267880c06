import { Button } from '@mantine/core';
import type { Playbook } from '@model/playbook.ts';
import { Pause, Play, Zap } from 'lucide-react';
import { lazy, Suspense, useCallback, useState } from 'react';
import { useSession } from '../../../lib/session.ts';
import { toastDone } from '../../../lib/use-command.ts';
import { useChange, useStart } from './use-playbook-commands.ts';

const InputForm = lazy(() => import('./input-form.tsx'));
const ResumePlaybook = lazy(() => import('./resume-playbook.tsx'));

interface SwitchProps {
  readonly playbookId: string;
  readonly playbook: Playbook;
}

/** To run a playbook now, and to pause or resume it: in a row of a list. */
export function PlaybookSwitch({ playbookId, playbook }: SwitchProps) {
  const { mayEdit } = useSession();
  const [open, setOpen] = useState<'inputs' | 'resume' | null>(null);
  const close = useCallback(() => setOpen(null), []);
  const started = useCallback(() => {
    close();
    toastDone('It has started');
  }, [close]);
  const start = useStart(playbookId, started);
  const change = useChange(playbookId);
  if (!mayEdit) return null;
  const { status, inputs, name } = playbook;
  const begin = () => (inputs.length > 0 ? setOpen('inputs') : void start.run({ inputs: {}, dryRun: false }));
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<Zap size={14} aria-hidden />}
        loading={start.busy}
        aria-label={`Run now: ${name}`}
        onClick={begin}
      >
        Run now
      </Button>
      {(status === 'active' || status === 'paused') && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={status === 'active' ? <Pause size={14} aria-hidden /> : <Play size={14} aria-hidden />}
          loading={change.busy}
          aria-label={`${status === 'active' ? 'Pause' : 'Resume'}: ${name}`}
          onClick={() => (status === 'active' ? void change.run('paused') : setOpen('resume'))}
        >
          {status === 'active' ? 'Pause' : 'Resume'}
        </Button>
      )}
      <Suspense>
        {open === 'resume' && <ResumePlaybook playbookId={playbookId} playbook={playbook} onClose={close} />}
        {open === 'inputs' && (
          <InputForm
            inputs={inputs}
            dryRun={false}
            busy={start.busy}
            onSubmit={(given) => void start.run({ inputs: given, dryRun: false })}
            onClose={close}
          />
        )}
      </Suspense>
    </>
  );
}

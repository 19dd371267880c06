import { Card } from '@mantine/core';
import type { Playbook } from '@model/playbook.ts';
import { Section } from '../../../components/ui/page.tsx';
import { useWholePlaybook } from '../api/use-whole-playbook.ts';
import { PlaybookContract } from './playbook-contract.tsx';
import { PlaybookForesight } from './playbook-foresight.tsx';
import { PlaybookNotes } from './playbook-notes.tsx';
import { PlaybookSteps } from './playbook-steps.tsx';

interface OverviewProps {
  readonly playbookId: string;
  readonly playbook: Playbook;
}

/** What is wrong with it, what was asked for, when it starts, what it does and what that comes to. */
export function PlaybookOverview({ playbookId, playbook }: OverviewProps) {
  const live = useWholePlaybook(playbookId, String(playbook.updatedAt?.getTime()));
  const whole = live.status === 'ready' ? live.value : null;
  return (
    <>
      <PlaybookNotes
        playbookId={playbookId}
        playbook={playbook}
        missing={whole?.missingConnections ?? []}
        warnings={whole?.warnings ?? []}
      />
      {whole !== null && whole.contract !== null && (
        <Section title="What was asked for">
          <PlaybookContract contract={whole.contract} examples={whole.examples} />
        </Section>
      )}
      <PlaybookForesight playbookId={playbookId} playbook={playbook}>
        <Section title="What it does">
          <Card>
            <PlaybookSteps playbook={playbook} />
          </Card>
        </Section>
      </PlaybookForesight>
    </>
  );
}

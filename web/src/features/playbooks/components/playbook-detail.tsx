import { Tabs, Text } from '@mantine/core';
import type { Playbook } from '@model/playbook.ts';
import { type ReactNode, useMemo } from 'react';
import { DocumentPage } from '../../../components/ui/document-page.tsx';
import { BackLink, ButtonLink } from '../../../components/ui/links.tsx';
import { Page } from '../../../components/ui/page.tsx';
import { StatusPill } from '../../../components/ui/status-pill.tsx';
import { useSession } from '../../../lib/session.ts';
import { playbookStatus } from '../../../lib/status.ts';
import { agentNames, agentRoles, humanize } from '../../../lib/words.ts';
import { usePlaybook } from '../api/use-playbooks.ts';
import { PlaybookActions } from './playbook-actions.tsx';
import { PlaybookFlow } from './playbook-flow.tsx';
import { PlaybookOverview } from './playbook-overview.tsx';
import classes from './playbook-page.module.css';
import { PlaybookSimulation } from './playbook-simulation.tsx';
import { PlaybookVersions } from './playbook-versions.tsx';
import { PlaybookWhy } from './playbook-why.tsx';

export type PlaybookTab = 'flow' | 'executions' | 'versions' | 'simulate' | 'why';

interface DetailProps {
  readonly playbookId: string;
  /** Undefined: the overview. */
  readonly tab: PlaybookTab | undefined;
  /** The step that is looked at in the picture. */
  readonly step: string | undefined;
  /** Its recent executions, which another feature shows. */
  readonly executions: ReactNode;
  onTab(tab: PlaybookTab | undefined): void;
  onStep(step: string): void;
  onStarted(executionId: string): void;
  onCopied(playbookId: string): void;
  onDeleted(): void;
}

const back = <BackLink to="/playbooks">Playbooks</BackLink>;
const missing = {
  words: 'It was deleted, or it belongs to another business.',
  action: <ButtonLink to="/playbooks">See all playbooks</ButtonLink>,
};

export function PlaybookDetail(props: DetailProps) {
  const live = usePlaybook(props.playbookId);
  return (
    <DocumentPage live={live} kind="Playbook" back={back} missing={missing}>
      {(playbook) => <Known {...props} playbook={playbook} />}
    </DocumentPage>
  );
}

function Known(props: DetailProps & { readonly playbook: Playbook }) {
  const { playbookId, playbook, onStarted, onCopied, onDeleted } = props;
  return (
    <Page
      title={playbook.name}
      mark={<StatusPill look={playbookStatus[playbook.status]} />}
      subtitle={<Subtitle playbook={playbook} />}
      back={back}
      actions={
        <PlaybookActions
          playbookId={playbookId}
          playbook={playbook}
          onStarted={onStarted}
          onCopied={onCopied}
          onDeleted={onDeleted}
        />
      }
    >
      <Views {...props} />
    </Page>
  );
}

const WORDS: Readonly<Record<PlaybookTab | 'overview', string>> = {
  overview: 'Overview',
  flow: 'Flow',
  executions: 'Executions',
  versions: 'Versions',
  simulate: 'Simulate',
  why: 'Why not?',
};

function Views({ playbookId, playbook, tab, step, executions, onTab, onStep }: DetailProps & { playbook: Playbook }) {
  const { mayEdit } = useSession();
  const maySimulate = mayEdit && playbook.status !== 'archived';
  const shown = useMemo(
    () => (Object.keys(WORDS) as (keyof typeof WORDS)[]).filter((one) => one !== 'simulate' || maySimulate),
    [maySimulate],
  );
  const current = tab !== undefined && shown.includes(tab) ? tab : 'overview';
  return (
    <Tabs
      value={current}
      onChange={(next) => onTab(shown.find((one) => one !== 'overview' && one === next) as PlaybookTab | undefined)}
      keepMounted={false}
      classNames={{ list: classes.tabs, tab: classes.tab, panel: classes.panel }}
    >
      <Tabs.List aria-label="About this playbook">
        {shown.map((one) => (
          <Tabs.Tab key={one} value={one}>
            {WORDS[one]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <Tabs.Panel value="overview">
        <PlaybookOverview playbookId={playbookId} playbook={playbook} />
      </Tabs.Panel>
      <Tabs.Panel value="flow">
        <PlaybookFlow playbook={playbook} selected={step ?? null} onSelect={onStep} />
      </Tabs.Panel>
      <Tabs.Panel value="executions">{executions}</Tabs.Panel>
      <Tabs.Panel value="versions">
        <PlaybookVersions playbookId={playbookId} playbook={playbook} />
      </Tabs.Panel>
      {maySimulate && (
        <Tabs.Panel value="simulate">
          <PlaybookSimulation playbookId={playbookId} playbook={playbook} />
        </Tabs.Panel>
      )}
      <Tabs.Panel value="why">
        <PlaybookWhy playbookId={playbookId} />
      </Tabs.Panel>
    </Tabs>
  );
}

function Subtitle({ playbook }: { readonly playbook: Playbook }) {
  const { description, sentence, contractJson, agent, category } = playbook;
  const role = agent === null ? '' : agentRoles[agent].toLowerCase();
  const isSaid = category === 'general' || role.includes(humanize(category).toLowerCase());
  const about = [agent === null ? null : `${agentNames[agent]}, ${role}`, isSaid ? null : humanize(category)].filter(
    (part) => part !== null,
  );
  return (
    <>
      {description !== '' && description !== sentence && <div>{description}</div>}
      {sentence !== null && contractJson === null && <div>You said: “{sentence}”</div>}
      {about.length > 0 && (
        <Text size="sm" mt={4}>
          {about.join(' · ')}
        </Text>
      )}
    </>
  );
}

import { Skeleton } from '@mantine/core';
import { tenantPaths } from '@model/paths.ts';
import type { PlaybookStatus } from '@model/playbook.ts';
import { Lock } from 'lucide-react';
import { useState } from 'react';
import { DocumentPage } from '../../../components/ui/document-page.tsx';
import { BackLink, ButtonLink } from '../../../components/ui/links.tsx';
import { Page } from '../../../components/ui/page.tsx';
import { EmptyState, LiveView } from '../../../components/ui/states.tsx';
import { needsRole } from '../../../lib/roles.ts';
import { useSession } from '../../../lib/session.ts';
import { useStepTypes } from '../../../lib/step-types.ts';
import { useAnswer } from '../../../lib/use-answer.ts';
import { useDocument } from '../../../lib/use-live.ts';
import { getDraft } from '../api/playbook-draft.ts';
import { EditorPage } from './editor-page.tsx';

interface EditorProps {
  readonly playbookId: string;
  onPublished(): void;
}

/** Changes what a playbook does: its steps, triggers and inputs, as a draft that is published when it is right. */
export function Editor({ playbookId, onPublished }: EditorProps) {
  const { orgId, mayEdit, tenant } = useSession();
  const [ref] = useState(() => tenantPaths(orgId).playbook(playbookId));
  const live = useDocument(ref);
  const back = (
    <BackLink to="/playbooks/$playbookId" params={{ playbookId }}>
      Back to the playbook
    </BackLink>
  );
  return (
    <DocumentPage
      live={live}
      kind="Playbook"
      back={back}
      missing={{
        words: 'It was deleted, or it belongs to another business.',
        action: <ButtonLink to="/playbooks">See all playbooks</ButtonLink>,
      }}
    >
      {({ name, status }) =>
        mayEdit ? (
          <Loaded playbookId={playbookId} name={name} status={status} onPublished={onPublished} />
        ) : (
          <Page title={name} back={back}>
            <EmptyState icon={Lock} title="You may look at it, and not change it">
              {needsRole(tenant.role, 'editor')}
            </EmptyState>
          </Page>
        )
      }
    </DocumentPage>
  );
}

interface LoadedProps extends EditorProps {
  readonly name: string;
  readonly status: PlaybookStatus;
}

function Loaded({ playbookId, name, status, onPublished }: LoadedProps) {
  const types = useStepTypes();
  const draft = useAnswer(playbookId, (api) => getDraft(api, playbookId));
  if (types.status === 'ready' && draft.status === 'ready') {
    return (
      <EditorPage
        playbookId={playbookId}
        status={status}
        loaded={draft.value}
        types={types.value}
        onPublished={onPublished}
      />
    );
  }
  return (
    <Page title={name} isWide back={<BackLink to="/playbooks">Playbooks</BackLink>}>
      <LiveView live={types.status === 'error' ? types : draft} loading={<Skeleton height={420} radius="lg" />}>
        {() => <Skeleton height={420} radius="lg" />}
      </LiveView>
    </Page>
  );
}

import { tenantPaths } from '@model/paths.ts';
import { useState } from 'react';
import { DocumentPage } from '../../../components/ui/document-page.tsx';
import { BackLink, ButtonLink } from '../../../components/ui/links.tsx';
import { Page } from '../../../components/ui/page.tsx';
import { LiveView } from '../../../components/ui/states.tsx';
import { useSession } from '../../../lib/session.ts';
import { useAnswer } from '../../../lib/use-answer.ts';
import { useDocument } from '../../../lib/use-live.ts';
import { listOwnItems, previewItem } from '../api/gallery.ts';
import { ShareForm } from './share-form.tsx';
import { SharePreview } from './share-preview.tsx';

interface ShareProps {
  readonly playbookId: string;
  onShared(): void;
}

const missing = {
  words: 'It was deleted, or it belongs to another business.',
  action: <ButtonLink to="/playbooks">See all playbooks</ButtonLink>,
};

/** From a playbook of one's own to an item of the gallery: what stays here, what others see, and what they read of it. */
export function SharePage({ playbookId, onShared }: ShareProps) {
  const { orgId } = useSession();
  const [asked, setAsked] = useState(0);
  const playbook = useDocument(tenantPaths(orgId).playbook(playbookId));
  const live = useAnswer(`${playbookId} ${asked}`, async (api) => {
    const [preview, own] = await Promise.all([previewItem(api, playbookId), listOwnItems(api)]);
    return { preview, item: own.find((one) => one.playbookId === playbookId) ?? null };
  });
  const back = (
    <BackLink to="/playbooks/$playbookId" params={{ playbookId }}>
      Playbook
    </BackLink>
  );
  return (
    <DocumentPage live={playbook} kind="Playbook" back={back} missing={missing}>
      {(data) => (
        <Page
          isWide
          title="Share in the gallery"
          subtitle={`“${data.name}”, for other businesses to install. Your data stays here.`}
          back={back}
        >
          <LiveView live={live}>
            {({ preview, item }) => (
              <>
                <SharePreview playbookId={playbookId} preview={preview} onAgain={() => setAsked(asked + 1)} />
                {preview.problems.length === 0 && (
                  <ShareForm
                    key={preview.versionId}
                    playbookId={playbookId}
                    playbook={data}
                    preview={preview}
                    item={item}
                    onShared={onShared}
                  />
                )}
              </>
            )}
          </LiveView>
        </Page>
      )}
    </DocumentPage>
  );
}

import { Text } from '@mantine/core';
import type { Insight } from '@model/insight.ts';
import { lazy, Suspense, useCallback, useState } from 'react';
import { Section } from '../../../components/ui/page.tsx';
import { BrokenDocument, LiveView } from '../../../components/ui/states.tsx';
import { needsRole } from '../../../lib/roles.ts';
import { useSession } from '../../../lib/session.ts';
import { type Advice, readable, usePending } from '../api/use-coach.ts';
import type { Opened } from './recommendation-card.tsx';
import { RecommendationList } from './recommendation-list.tsx';

const PlanWizard = lazy(async () => ({ default: (await import('./plan-wizard.tsx')).PlanWizard }));
const DetailsDrawer = lazy(() => import('./details-drawer.tsx'));
const FeedbackDialog = lazy(() => import('./feedback-dialog.tsx'));

interface Open {
  readonly what: Opened;
  /** As it was when it was opened: it leaves the list as soon as it is decided. */
  readonly entry: Advice;
}

/** What would help, and what is opened about it. A business without an insight may have advice of its playbooks. */
export function Advised({ history }: { readonly history: readonly Insight[] }) {
  const [open, setOpen] = useState<Open | null>(null);
  const close = useCallback(() => setOpen(null), []);
  const { mayEdit, tenant } = useSession();
  const pending = usePending();
  if (history.length === 0 && open === null && (pending.status !== 'ready' || pending.value.length === 0)) return null;
  return (
    <Section title="What would help">
      {!mayEdit && (
        <Text size="sm" c="dimmed" role="note">
          {needsRole(tenant.role, 'editor')}
        </Text>
      )}
      <LiveView live={pending}>
        {(entries) => (
          <>
            {entries.map(
              ({ id, path, problem }) => problem !== null && <BrokenDocument key={id} path={path} problem={problem} />,
            )}
            <RecommendationList entries={readable(entries)} onOpen={(what, entry) => setOpen({ what, entry })} />
          </>
        )}
      </LiveView>
      <Suspense>
        {open?.what === 'plan' && <PlanWizard recommendation={open.entry} opened onClose={close} />}
        {open?.what === 'details' && (
          <DetailsDrawer recommendation={open.entry.data} history={history} onClose={close} />
        )}
        {open?.what === 'feedback' && <FeedbackDialog entry={open.entry} onClose={close} />}
      </Suspense>
    </Section>
  );
}

import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { ButtonLink } from '../../components/ui/links.tsx';
import { ExecutionList } from '../../features/executions/components/execution-list.tsx';
import { PlaybookDetail } from '../../features/playbooks/components/playbook-detail.tsx';

const route = getRouteApi('/playbooks/$playbookId');
const SHOWN = 10;

export default function PlaybookRoute() {
  const { playbookId } = route.useParams();
  const { tab, step } = route.useSearch();
  const navigate = useNavigate();
  const onStarted = useCallback(
    (executionId: string) => void navigate({ to: '/executions/$executionId', params: { executionId } }),
    [navigate],
  );
  const onCopied = useCallback(
    (copy: string) => void navigate({ to: '/playbooks/$playbookId', params: { playbookId: copy } }),
    [navigate],
  );
  const onDeleted = useCallback(() => void navigate({ to: '/playbooks' }), [navigate]);
  const show = (search: { tab?: typeof tab; step?: string }) =>
    void navigate({
      to: '/playbooks/$playbookId',
      params: { playbookId },
      search,
      replace: true,
      resetScroll: false,
    });
  return (
    <PlaybookDetail
      key={playbookId}
      playbookId={playbookId}
      tab={tab}
      step={step}
      executions={
        <>
          <ExecutionList playbookId={playbookId} size={SHOWN} />
          <ButtonLink to="/executions" search={{ playbook: playbookId }} variant="default" mt="md">
            See all its executions
          </ButtonLink>
        </>
      }
      onTab={(next) => show({ tab: next })}
      onStep={(chosen) => show({ tab: 'flow', step: chosen })}
      onStarted={onStarted}
      onCopied={onCopied}
      onDeleted={onDeleted}
    />
  );
}

import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { ButtonLink } from '../../components/ui/links.tsx';
import { Page } from '../../components/ui/page.tsx';
import { PlaybookList } from '../../features/playbooks/components/playbook-list.tsx';

const route = getRouteApi('/playbooks');

export default function PlaybooksRoute() {
  const { status } = route.useSearch();
  const navigate = useNavigate();
  return (
    <Page
      title="Playbooks"
      subtitle="What runs for you, and when."
      actions={
        <ButtonLink to="/" leftSection={<Plus size={16} aria-hidden />}>
          New playbook
        </ButtonLink>
      }
    >
      <PlaybookList
        key={status ?? 'all'}
        status={status ?? null}
        onStatus={(next) => navigate({ to: '/playbooks', search: { status: next ?? undefined }, replace: true })}
      />
    </Page>
  );
}

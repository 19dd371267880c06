import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { ButtonLink } from '../../components/ui/links.tsx';
import { Page } from '../../components/ui/page.tsx';
import { PlaybookList } from '../../features/playbooks/components/playbook-list.tsx';
import { useSession } from '../../lib/session.ts';

const route = getRouteApi('/playbooks');

export default function PlaybooksRoute() {
  const { mayEdit } = useSession();
  const filter = route.useSearch();
  const navigate = useNavigate();
  return (
    <Page
      title="Playbooks"
      subtitle="What runs for you, and when."
      actions={
        mayEdit && (
          <ButtonLink to="/playbooks/new" leftSection={<Plus size={16} aria-hidden />}>
            New playbook
          </ButtonLink>
        )
      }
    >
      <PlaybookList
        filter={filter}
        onFilter={(search) => void navigate({ to: '/playbooks', search, replace: true, resetScroll: false })}
      />
    </Page>
  );
}

import { useNavigate } from '@tanstack/react-router';
import { NewPlaybook } from '../../features/editor/components/new-playbook.tsx';

export default function NewPlaybookRoute() {
  const navigate = useNavigate();
  return (
    <NewPlaybook
      onMade={(playbookId) => void navigate({ to: '/playbooks/$playbookId/edit', params: { playbookId } })}
    />
  );
}

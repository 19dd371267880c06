import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Editor } from '../../features/editor/components/editor.tsx';

const route = getRouteApi('/playbooks/$playbookId/edit');

export default function EditPlaybookRoute() {
  const { playbookId } = route.useParams();
  const navigate = useNavigate();
  return (
    <Editor
      key={playbookId}
      playbookId={playbookId}
      onPublished={() => void navigate({ to: '/playbooks/$playbookId', params: { playbookId } })}
    />
  );
}

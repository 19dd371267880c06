import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { TemplateDetail } from '../../features/templates/components/template-detail.tsx';

const route = getRouteApi('/templates/$templateId');

export default function TemplateRoute() {
  const { templateId } = route.useParams();
  const navigate = useNavigate();
  return (
    <TemplateDetail
      key={templateId}
      templateId={templateId}
      onMade={(playbookId) => void navigate({ to: '/playbooks/$playbookId', params: { playbookId } })}
    />
  );
}

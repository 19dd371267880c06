import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { TemplateDetail } from '../../features/templates/components/template-detail.tsx';

const route = getRouteApi('/templates/$templateId');

export default function TemplateRoute() {
  const { templateId } = route.useParams();
  const { recommendation = null } = route.useSearch();
  const navigate = useNavigate();
  return (
    <TemplateDetail
      key={`${templateId} ${recommendation}`}
      templateId={templateId}
      recommendationId={recommendation}
      onMade={(playbookId) => void navigate({ to: '/playbooks/$playbookId', params: { playbookId } })}
    />
  );
}

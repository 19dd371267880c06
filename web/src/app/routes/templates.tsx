import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Page } from '../../components/ui/page.tsx';
import { TemplateGallery } from '../../features/templates/components/template-gallery.tsx';

const route = getRouteApi('/templates');

export default function TemplatesRoute() {
  const search = route.useSearch();
  const navigate = useNavigate();
  return (
    <Page
      isWide
      title="Templates"
      subtitle="Ready-made playbooks. Answer a few questions, see what it would do, and let it run."
    >
      <TemplateGallery
        filter={search}
        onFilter={(filter) => void navigate({ to: '/templates', search: filter, replace: true, resetScroll: false })}
      />
    </Page>
  );
}

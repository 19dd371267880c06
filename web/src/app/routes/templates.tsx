import { Page } from '../../components/ui/page.tsx';
import { TemplateGallery } from '../../features/templates/components/template-gallery.tsx';

export default function TemplatesRoute() {
  return (
    <Page title="Templates" subtitle="Ready-made playbooks. Answer a few questions and they run for you.">
      <TemplateGallery />
    </Page>
  );
}

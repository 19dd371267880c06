import { LayoutTemplate } from 'lucide-react';
import { BackLink } from '../../../components/ui/links.tsx';
import { Page } from '../../../components/ui/page.tsx';
import { EmptyState, LiveView } from '../../../components/ui/states.tsx';
import { useTemplates } from '../api/templates.ts';
import { TemplateForm } from './template-form.tsx';

interface TemplateDetailProps {
  readonly templateId: string;
  onMade(playbookId: string): void;
}

/** One template: its questions, what it would do with the answers, and the way to have it. */
export function TemplateDetail({ templateId, onMade }: TemplateDetailProps) {
  const live = useTemplates();
  const template = live.status === 'ready' ? live.value.items.find(({ id }) => id === templateId) : undefined;
  return (
    <Page
      isWide
      title={template?.title ?? 'Template'}
      subtitle={template?.description}
      back={<BackLink to="/templates">Templates</BackLink>}
    >
      <LiveView live={live}>
        {() =>
          template === undefined ? (
            <EmptyState icon={LayoutTemplate} title="There is no such template">
              It may have got another name. All of them are in the gallery.
            </EmptyState>
          ) : (
            <TemplateForm template={template} onMade={onMade} />
          )
        }
      </LiveView>
    </Page>
  );
}

import { tenantPaths } from '@model/paths.ts';
import { LayoutTemplate } from 'lucide-react';
import { BackLink } from '../../../components/ui/links.tsx';
import { Page } from '../../../components/ui/page.tsx';
import { EmptyState, ListSkeleton, LiveView } from '../../../components/ui/states.tsx';
import { useSession } from '../../../lib/session.ts';
import { useDocument } from '../../../lib/use-live.ts';
import { suggestionOf, useTemplates } from '../api/templates.ts';
import { TemplateForm } from './template-form.tsx';

interface TemplateDetailProps {
  readonly templateId: string;
  /** The recommendation of the coach that suggests it; null where it was found otherwise. */
  readonly recommendationId: string | null;
  onMade(playbookId: string): void;
}

/** One template: its questions, what it would do with the answers, and the way to have it. */
export function TemplateDetail({ templateId, recommendationId, onMade }: TemplateDetailProps) {
  const { orgId } = useSession();
  const live = useTemplates();
  const recommended = useDocument(
    recommendationId === null ? null : tenantPaths(orgId).recommendation(recommendationId),
  );
  // What cannot be read suggests nothing.
  const isWaiting = recommendationId !== null && recommended.status === 'loading';
  const suggestion = recommended.status === 'ready' ? suggestionOf(templateId, recommended.value) : null;
  const template = live.status === 'ready' ? live.value.items.find(({ id }) => id === templateId) : undefined;
  return (
    <Page
      isWide
      title={template?.title ?? 'Template'}
      subtitle={template?.description}
      back={
        recommendationId === null ? (
          <BackLink to="/templates">Templates</BackLink>
        ) : (
          <BackLink to="/coach">Coach</BackLink>
        )
      }
    >
      <LiveView live={live}>
        {() =>
          isWaiting ? (
            <ListSkeleton rows={4} />
          ) : template === undefined ? (
            <EmptyState icon={LayoutTemplate} title="There is no such template">
              It may have got another name. All of them are in the gallery.
            </EmptyState>
          ) : (
            <TemplateForm template={template} suggestion={suggestion} onMade={onMade} />
          )
        }
      </LiveView>
    </Page>
  );
}

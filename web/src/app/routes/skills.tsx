import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Page } from '../../components/ui/page.tsx';
import { SkillBoard } from '../../features/skills/components/skill-board.tsx';

const route = getRouteApi('/skills');

export default function SkillsRoute() {
  const { q = '' } = route.useSearch();
  const navigate = useNavigate();
  return (
    <Page isWide title="Skills" subtitle="Say what it is given, run it, and take what comes out.">
      <SkillBoard
        text={q}
        onSearch={(text) => {
          const search = text === '' ? {} : { q: text };
          void navigate({ to: '/skills', search, replace: true, resetScroll: false });
        }}
      />
    </Page>
  );
}

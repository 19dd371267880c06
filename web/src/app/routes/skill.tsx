import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { SkillPage } from '../../features/skills/components/skill-page.tsx';

const route = getRouteApi('/skills/$skillId');

export default function SkillRoute() {
  const { skillId } = route.useParams();
  const { run = null } = route.useSearch();
  const navigate = useNavigate();
  const onRun = useCallback(
    (executionId: string) =>
      void navigate({
        to: '/skills/$skillId',
        params: { skillId },
        search: { run: executionId },
        replace: true,
        resetScroll: false,
      }),
    [navigate, skillId],
  );
  return <SkillPage key={skillId} skillId={skillId} executionId={run} onRun={onRun} />;
}

import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Coach } from '../../features/coach/components/coach.tsx';
import { SampleCard } from '../../features/welcome/components/sample-card.tsx';

const route = getRouteApi('/coach');

export default function CoachRoute() {
  const { tab } = route.useSearch();
  const navigate = useNavigate();
  return (
    <Coach
      tab={tab}
      sample={<SampleCard />}
      onTab={(next) => void navigate({ to: '/coach', search: { tab: next }, replace: true, resetScroll: false })}
    />
  );
}

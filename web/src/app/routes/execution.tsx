import { getRouteApi } from '@tanstack/react-router';
import { ExecutionDetail } from '../../features/executions/components/execution-detail.tsx';

const route = getRouteApi('/executions/$executionId');

export default function ExecutionRoute() {
  const { executionId } = route.useParams();
  return <ExecutionDetail key={executionId} executionId={executionId} />;
}

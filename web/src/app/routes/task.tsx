import { getRouteApi } from '@tanstack/react-router';
import { TaskDetail } from '../../features/tasks/components/task-detail.tsx';

const route = getRouteApi('/tasks/$taskId');

export default function TaskRoute() {
  const { taskId } = route.useParams();
  return <TaskDetail key={taskId} taskId={taskId} />;
}

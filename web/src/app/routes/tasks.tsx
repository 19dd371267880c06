import { Button, SegmentedControl } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Page } from '../../components/ui/page.tsx';
import { TaskList } from '../../features/tasks/components/task-list.tsx';
import { useSession } from '../../lib/session.ts';

const NewTask = lazy(() => import('../../features/tasks/components/new-task.tsx'));
const route = getRouteApi('/tasks');

export default function TasksRoute() {
  const { mayEdit } = useSession();
  const { view = 'list' } = route.useSearch();
  const navigate = useNavigate();
  const [isMaking, setIsMaking] = useState(false);
  return (
    <Page
      title="Tasks"
      subtitle="What agents and people are to do, and what came of it."
      isWide
      actions={
        mayEdit && (
          <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => setIsMaking(true)}>
            New task
          </Button>
        )
      }
    >
      <SegmentedControl
        aria-label="Which tasks"
        mb="md"
        value={view}
        onChange={(value) =>
          void navigate({
            to: '/tasks',
            search: { view: value === 'board' || value === 'ended' ? value : undefined },
            replace: true,
            resetScroll: false,
          })
        }
        data={[
          { value: 'list', label: 'Open' },
          { value: 'board', label: 'Board' },
          { value: 'ended', label: 'Ended' },
        ]}
      />
      <TaskList key={view === 'ended' ? 'ended' : 'open'} view={view} />
      <Suspense>
        {isMaking && (
          <NewTask
            onMade={(taskId) => void navigate({ to: '/tasks/$taskId', params: { taskId } })}
            onClose={() => setIsMaking(false)}
          />
        )}
      </Suspense>
    </Page>
  );
}

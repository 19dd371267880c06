import { Page } from '../../components/ui/page.tsx';
import { PlaybookSwitch } from '../../features/playbooks/components/playbook-switch.tsx';
import { ScheduleBoard } from '../../features/schedules/components/schedule-board.tsx';

export default function SchedulesRoute() {
  return (
    <Page title="Schedules" subtitle="What starts by the clock, when it comes next, and how it went last." isWide>
      <ScheduleBoard
        actions={(playbookId, playbook) => <PlaybookSwitch playbookId={playbookId} playbook={playbook} />}
      />
    </Page>
  );
}

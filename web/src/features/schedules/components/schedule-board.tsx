import { Button, Center } from '@mantine/core';
import type { Playbook } from '@model/playbook.ts';
import { CalendarClock } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { ButtonLink } from '../../../components/ui/links.tsx';
import { Section } from '../../../components/ui/page.tsx';
import rows from '../../../components/ui/rows.module.css';
import { EmptyState, LiveView } from '../../../components/ui/states.tsx';
import { useTenant } from '../../../lib/use-tenant.ts';
import { doerOf, type Planned, ROUNDS } from '../api/planned.ts';
import { usePlanned } from '../api/use-schedules.ts';
import { Rounds } from './rounds.tsx';
import { ScheduleRow } from './schedule-row.tsx';
import classes from './schedules.module.css';
import { Thresholds } from './thresholds.tsx';

const PAGE = 30;

interface BoardProps {
  /** The commands for one playbook. */
  actions(playbookId: string, playbook: Playbook): ReactNode;
}

/** What starts by the clock, the rounds of a club among it, and the thresholds that it goes by. */
export function ScheduleBoard({ actions }: BoardProps) {
  const tenant = useTenant();
  return (
    <LiveView live={usePlanned()}>
      {(planned) => {
        const isClub = tenant?.business === 'gym' || ROUNDS.some((round) => doerOf(planned, round) !== null);
        return (
          <>
            <ScheduleList planned={planned} isHeld={tenant?.pause != null} actions={actions} />
            {isClub && (
              <Section title="The six rounds of a club">
                <Rounds planned={planned} />
              </Section>
            )}
            <Section title="Thresholds">
              <Thresholds />
            </Section>
          </>
        );
      }}
    </LiveView>
  );
}

interface ListProps extends BoardProps {
  readonly planned: readonly Planned[];
  /** Whether a pause of everything keeps all of it. */
  readonly isHeld: boolean;
}

function ScheduleList({ planned, isHeld, actions }: ListProps) {
  const [limit, setLimit] = useState(PAGE);
  if (planned.length === 0) {
    return (
      <EmptyState
        icon={CalendarClock}
        title="Nothing starts by the clock"
        action={
          <ButtonLink to="/templates" variant="default">
            Look at templates
          </ButtonLink>
        }
      >
        A playbook with a schedule, such as every morning at nine, appears here once it is active.
      </EmptyState>
    );
  }
  return (
    <>
      <ul className={`${rows.list} ${classes.list}`} aria-label="Schedules">
        {planned.slice(0, limit).map((one) => (
          <ScheduleRow key={one.id} planned={one} isHeld={isHeld} actions={actions(one.playbookId, one.playbook)} />
        ))}
      </ul>
      {planned.length > limit && (
        <Center mt="md">
          <Button variant="default" onClick={() => setLimit(limit + PAGE)}>
            Show more
          </Button>
        </Center>
      )}
    </>
  );
}

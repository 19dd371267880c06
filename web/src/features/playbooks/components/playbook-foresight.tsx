import { Card } from '@mantine/core';
import type { Playbook } from '@model/playbook.ts';
import { type ReactNode, useEffect, useState } from 'react';
import { Section } from '../../../components/ui/page.tsx';
import { useNow } from '../../../lib/time.ts';
import { useForecast } from '../api/get-forecast.ts';
import { CalendarStrip } from './calendar-strip.tsx';
import { PlaybookExpectations } from './playbook-expectations.tsx';
import { PlaybookTriggers } from './playbook-triggers.tsx';

interface ForesightProps {
  readonly playbookId: string;
  readonly playbook: Playbook;
  /** Between when it starts and what that comes to. */
  readonly children: ReactNode;
}

/** When it starts, how often, and what that comes to. */
export function PlaybookForesight({ playbookId, playbook, children }: ForesightProps) {
  const now = useNow();
  const { updatedAt, arming, status } = playbook;
  const [asked, setAsked] = useState(0);
  const live = useForecast(playbookId, [updatedAt?.getTime(), arming?.versionId, status, asked].join('|'));
  // Once a shown time has passed, the forecast is asked for again: at most once a minute.
  const minute = Math.floor(now.getTime() / 60_000);
  const hasPassed =
    live.status === 'ready' && live.value.triggers.some(({ next }) => next[0] !== undefined && next[0].at <= now);
  useEffect(() => {
    if (hasPassed) setAsked(minute);
  }, [hasPassed, minute]);
  return (
    <>
      <Section title="When it starts">
        <Card>
          {live.status === 'ready' && <CalendarStrip days={live.value.days} isActive={status === 'active'} />}
          <PlaybookTriggers playbookId={playbookId} playbook={playbook} live={live} now={now} />
        </Card>
      </Section>
      {children}
      {live.status === 'ready' && (
        <Section title="What to expect">
          <PlaybookExpectations forecast={live.value} />
        </Section>
      )}
    </>
  );
}

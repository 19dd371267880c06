import { Stack, Text } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { LiveView } from '../../../components/ui/states.tsx';
import { plusDays } from '../../../lib/days.ts';
import { useSession } from '../../../lib/session.ts';
import { useNow, zoneName } from '../../../lib/time.ts';
import { usePageKeys } from '../../../lib/use-page-keys.ts';
import { type CalendarAnswer, useCalendar } from '../api/use-calendar.ts';
import { Agenda } from './agenda.tsx';
import { addMonths, clockOf, monthOf, WEEK, weekOf } from './calendar-dates.ts';
import { daysOf } from './calendar-items.ts';
import { CalendarSkeleton } from './calendar-skeleton.tsx';
import { CalendarToolbar } from './calendar-toolbar.tsx';
import { DayDialog } from './day-dialog.tsx';
import { totalsWords } from './day-words.ts';
import { MonthView } from './month-view.tsx';
import { WeekView } from './week-view.tsx';

type CalendarView = 'week' | 'month';
/** What the calendar shows, as it stands in the address. */
export interface CalendarPlace {
  readonly view: CalendarView;
  /** The day it is about, `YYYY-MM-DD` in the tenant's zone; null: today. */
  readonly day: string | null;
  /** The only playbook that is shown; null: all. */
  readonly playbook: string | null;
}

interface CalendarProps extends CalendarPlace {
  onChange(place: CalendarPlace): void;
}

const MOVES: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -WEEK, ArrowDown: WEEK };

/** What will run and what did run, by day. */
export function Calendar({ view, day, playbook, onChange }: CalendarProps) {
  const { tenant } = useSession();
  const now = useNow();
  const clock = clockOf(tenant.timezone)(now);
  const chosen = day ?? clock.day;
  const days = view === 'week' ? weekOf(chosen) : monthOf(chosen);
  const live = useCalendar({ from: days[0] ?? chosen, to: days.at(-1) ?? chosen, playbookId: playbook });
  const go = (next: Partial<CalendarPlace>) => onChange({ view, day, playbook, ...next });
  const turn = (by: 1 | -1) => go({ day: view === 'week' ? plusDays(chosen, by * WEEK) : addMonths(chosen, by) });
  const frame = useRef<HTMLDivElement>(null);
  const focus = useFocusDay(frame, chosen);
  usePageKeys({
    onKey: (key, target) => {
      // Up and down scroll a week.
      const by = view === 'week' && !key.match(/Left|Right/) ? undefined : MOVES[key];
      const isOurs = target === document.body || frame.current?.contains(target) === true;
      if (by !== undefined && isOurs) go({ day: plusDays(chosen, by) });
      else if (key === 'PageUp' || key === 'PageDown') turn(key === 'PageUp' ? -1 : 1);
      else if (key === 't') go({ day: null });
      else return false;
      if (isOurs) focus();
      return true;
    },
  });
  return (
    <Stack gap="md">
      <CalendarToolbar
        view={view}
        days={days}
        chosen={chosen}
        playbook={playbook}
        answer={live.status === 'ready' ? live.value : null}
        onChange={go}
        onTurn={turn}
      />
      <div ref={frame}>
        <LiveView live={live} loading={<CalendarSkeleton />}>
          {(answer) => (
            <Shown
              answer={answer}
              view={view}
              chosen={chosen}
              today={clock.day}
              minute={clock.minute}
              onChoose={(next) => go({ day: next })}
            />
          )}
        </LiveView>
      </div>
      <Text size="sm" c="dimmed">
        All times are {zoneName(tenant.timezone)}.{' '}
        <span data-keys>Arrows move by day, Page Up and Page Down turn the page, T is today.</span>
      </Text>
    </Stack>
  );
}

interface ShownProps {
  readonly answer: CalendarAnswer;
  readonly view: CalendarView;
  readonly chosen: string;
  readonly today: string;
  /** Of the day of today: now. */
  readonly minute: number;
  onChoose(day: string): void;
}

function Shown({ answer, view, chosen, today, minute, onChoose }: ShownProps) {
  const [opened, setOpened] = useState<string | null>(null);
  const isWide = useMediaQuery('(min-width: 48em)', true, { getInitialValueInEffect: false });
  const days = daysOf(answer);
  const common = { days, chosen, today, onChoose, onOpen: setOpened };
  const shown = days.find(({ day }) => day === opened);
  return (
    <>
      {isWide ? (
        view === 'week' ? (
          <WeekView {...common} minute={minute} />
        ) : (
          <MonthView {...common} />
        )
      ) : (
        <Agenda {...common} view={view} />
      )}
      {days.every((one) => totalsWords(one) === null) && (
        <Text size="sm" mt="sm" role="status">
          Nothing ran in these days, and nothing is planned. A playbook that starts on a schedule stands here by itself.
        </Text>
      )}
      {!answer.isWhole && (
        <Text size="sm" c="dimmed" mt="sm" role="note">
          There is more than fits here. Choose a playbook to see all of its starts.
        </Text>
      )}
      {shown !== undefined && <DayDialog day={shown} onClose={() => setOpened(null)} />}
    </>
  );
}

/** Gives the focus to the head of the chosen day, as soon as it is there, once it is another one by the keyboard. */
function useFocusDay(frame: React.RefObject<HTMLDivElement | null>, chosen: string): () => void {
  const isWanted = useRef(false);
  useEffect(() => {
    const head = isWanted.current ? frame.current?.querySelector<HTMLElement>(`[data-day="${chosen}"]`) : null;
    if (!head) return;
    isWanted.current = false;
    head.focus();
  });
  return () => {
    isWanted.current = true;
  };
}

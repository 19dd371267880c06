import { Stack } from '@mantine/core';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { dayWords } from './calendar-dates.ts';
import type { Day } from './calendar-items.ts';
import { DayList } from './day-list.tsx';

/** All of one day. */
export function DayDialog({ day, onClose }: { readonly day: Day; onClose(): void }) {
  return (
    <Dialog title={dayWords(day.day, { weekday: 'long', month: 'long', day: 'numeric' })} onClose={onClose}>
      <Stack gap="sm">
        <DayList day={day} />
      </Stack>
    </Dialog>
  );
}

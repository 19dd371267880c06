import { Text } from '@mantine/core';
import { FIGURE_WORDS } from '@model/figure-words.ts';
import { figureNames } from '@model/figures.ts';
import { FigureTable } from '../../../components/ui/figure-table.tsx';
import { dayText, namedFigure } from '../api/coach-words.ts';
import type { WrittenDay } from '../api/metrics-draft.ts';
import { usePlace } from '../api/use-coach.ts';

/** What was written down, the latest day first. */
export function WrittenTable({ days }: { readonly days: readonly WrittenDay[] }) {
  const place = usePlace();
  const names = figureNames.filter((name) => days.some(({ figures }) => figures[name] != null));
  if (days.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        Nothing yet. Enter figures now and then, have the playbook “Weekly figures” ask you for them, or import what you
        have as a table.
      </Text>
    );
  }
  return (
    <FigureTable
      label="Figures that were written down"
      head={['Day', ...names.map((name) => FIGURE_WORDS[name].label)]}
      rows={days
        .toReversed()
        .map(({ date, figures }) => [
          dayText(date, true),
          ...names.map((name) => namedFigure(name, figures[name] ?? null, place) ?? '–'),
        ])}
    />
  );
}

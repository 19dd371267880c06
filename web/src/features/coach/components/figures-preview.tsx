import { Stack, Text } from '@mantine/core';
import { FIGURE_WORDS } from '@model/figure-words.ts';
import { figureNames } from '@model/figures.ts';
import { Info, TriangleAlert } from 'lucide-react';
import { FigureTable } from '../../../components/ui/figure-table.tsx';
import { Note } from '../../../components/ui/status-pill.tsx';
import { dayText, namedFigure } from '../api/coach-words.ts';
import type { TableLook } from '../api/metrics.ts';
import { usePlace } from '../api/use-coach.ts';
import classes from './figures.module.css';

/** What a table would write, day by day; or what is wrong with it, line by line. */
export function TablePreview({ look: { days, problems, ignored, notes } }: { readonly look: TableLook }) {
  const remarks = [
    ...notes,
    ...(ignored.length === 0 ? [] : [`Left out, for they are no figures: ${ignored.join(', ')}`]),
  ];
  return (
    <Stack gap="sm">
      {problems.length > 0 && (
        <Note tone="bad" icon={TriangleAlert} role="alert">
          <Text size="sm" fw={600}>
            Nothing can be written down yet
          </Text>
          <ul className={classes.problems}>
            {problems.map(({ line, column, message }) => (
              <li key={`${line} ${column} ${message}`}>
                <b>
                  Line {line}
                  {column !== null && `, ${column}`}:
                </b>{' '}
                {message}
              </li>
            ))}
          </ul>
        </Note>
      )}
      {remarks.length > 0 && (
        <Note tone="info" icon={Info}>
          {remarks.map((remark) => (
            <Text key={remark} size="sm">
              {remark}
            </Text>
          ))}
        </Note>
      )}
      {days.length > 0 && <Changes days={days} />}
    </Stack>
  );
}

function Changes({ days }: Pick<TableLook, 'days'>) {
  const place = usePlace();
  const names = figureNames.filter((name) => days.some(({ changes }) => changes.some((one) => one.name === name)));
  return (
    <FigureTable
      label="What would be written down"
      head={['Day', ...names.map((name) => FIGURE_WORDS[name].label)]}
      rows={days.map(({ date, changes }) => [
        dayText(date, true),
        ...names.map((name) => {
          const change = changes.find((one) => one.name === name);
          const [before, after] = [change?.before ?? null, change?.after ?? null].map((value) =>
            namedFigure(name, value, place),
          );
          if (change === undefined) return '';
          return before == null ? (after ?? '–') : `${after ?? '–'} (was ${before})`;
        }),
      ])}
    />
  );
}

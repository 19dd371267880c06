import type { CSSProperties } from 'react';
import { countWords, heatOf, hourWords, peakWords, WEEKDAYS } from '../api/figures.ts';
import type { Analytics } from '../api/get-analytics.ts';
import classes from './analytics.module.css';
import { FigureCard } from './figure-card.tsx';

/** The hours that have a name above them. */
const NAMED = [0, 6, 12, 18];

/** When in the week they began, by the clock of the business. */
export function WeekMap({ analytics: { week } }: { readonly analytics: Analytics }) {
  const most = Math.max(0, ...week.flat());
  const peak = peakWords(week);
  const said = peak === null ? null : `Most began on ${peak}. The stronger the color, the more.`;
  return (
    <FigureCard
      title="When they begin"
      said={said}
      table={{
        head: ['Hour', ...WEEKDAYS],
        rows: Array.from({ length: 24 }, (_, hour) => [
          hourWords(hour),
          ...week.map((hours) => countWords(hours[hour] ?? 0)),
        ]),
      }}
    >
      <div role="img" aria-label={`When in the week executions begin. ${said ?? ''}`}>
        <table className={classes.week} aria-hidden>
          <thead>
            <tr>
              <th />
              {NAMED.map((hour) => (
                <th key={hour} colSpan={6}>
                  {hourWords(hour)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {week.map((hours, day) => (
              <tr key={WEEKDAYS[day]}>
                <th>{WEEKDAYS[day]?.slice(0, 3)}</th>
                {hours.map((count, hour) => (
                  <td
                    // biome-ignore lint/suspicious/noArrayIndexKey: the hours of a day never move
                    key={hour}
                    style={heat(count, most)}
                    title={`${WEEKDAYS[day]}, ${hourWords(hour)}: ${countWords(count)}`}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </FigureCard>
  );
}

function heat(count: number, most: number): CSSProperties {
  return { '--heat': heatOf(count, most) } as CSSProperties;
}

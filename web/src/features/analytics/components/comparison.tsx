import { Title } from '@mantine/core';
import { useId } from 'react';
import table from '../../../components/ui/figure-table.module.css';
import { costWords } from '../../../lib/money.ts';
import { duration } from '../../../lib/time.ts';
import { countWords, savedWords, shareWords } from '../api/figures.ts';
import type { Analytics } from '../api/get-analytics.ts';
import classes from './analytics.module.css';
import { PlaybookName } from './playbook-name.tsx';

const head = ['Playbook', 'Executions', 'Success', 'Half took', '95 % took', 'Cost', 'Time saved'];

/** The playbooks side by side, the most used first. */
export function Comparison({ analytics: { playbooks, otherPlaybooks } }: { readonly analytics: Analytics }) {
  const id = useId();
  const { completed, failed, canceled, costMicros, savedSeconds } = otherPlaybooks;
  const others = completed + failed + canceled;
  const words = (ms: number | null) => (ms === null ? '–' : duration(ms));
  if (playbooks.length === 0) return null;
  return (
    <section className={classes.card} data-wide aria-labelledby={id}>
      <div className={classes.cardHead}>
        <Title order={2} id={id}>
          Playbooks side by side
        </Title>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable from the keyboard */}
      <section className={table.box} aria-label="Playbooks, the most used first" tabIndex={0}>
        <table className={table.table}>
          <thead>
            <tr>
              {head.map((word) => (
                <th key={word} scope="col">
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {playbooks.map((one) => (
              <tr key={one.playbookId}>
                <th scope="row">
                  <PlaybookName of={one} />
                </th>
                <td>{countWords(one.runs)}</td>
                <td>{shareWords(one.successRate)}</td>
                <td>{words(one.p50Ms)}</td>
                <td>{words(one.p95Ms)}</td>
                <td>{costWords(one.costMicros)}</td>
                <td>{savedWords(one.savedSeconds)}</td>
              </tr>
            ))}
            {others > 0 && (
              <tr>
                <th scope="row">Others</th>
                <td>{countWords(others)}</td>
                <td>{shareWords(completed + failed > 0 ? completed / (completed + failed) : null)}</td>
                <td>–</td>
                <td>–</td>
                <td>{costWords(costMicros)}</td>
                <td>{savedWords(savedSeconds)}</td>
              </tr>
            )}
          </tbody>
        </table>
      </section>
    </section>
  );
}

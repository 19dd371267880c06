import { Button, Loader, Skeleton } from '@mantine/core';
import type { Execution } from '@model/execution.ts';
import { ArrowUp } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { ErrorState } from '../../../components/ui/states.tsx';
import type { Entry } from '../../../lib/firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { dateTime } from '../../../lib/time.ts';
import type { PagesView } from '../../../lib/use-pages.ts';
import classes from './execution-table.module.css';
import { ExecutionRow } from './execution-table-row.tsx';
import { useRows } from './execution-table-rows.ts';
import { useHeldBack } from './execution-table-top.ts';

interface TableProps {
  readonly entries: readonly Entry<Execution>[];
  readonly pages: PagesView<Execution>;
  readonly now: Date;
}

/** Any number of executions; no more rows exist than are seen. What is new on top does not move what one looks at. */
export function ExecutionTable({ entries, pages, now }: TableProps) {
  const list = useRef<HTMLTableSectionElement>(null);
  const { shown, held, showTop } = useHeldBack(entries, list);
  const { after, isCutShort, isReading, failure, watched, more } = pages;
  const rows = useRows(shown, list);
  const isAtEnd = rows.lastShown >= shown.length - 20;
  useEffect(() => {
    if (isAtEnd && after !== null && !isCutShort && !isReading && failure === null) void more();
  }, [isAtEnd, after, isCutShort, isReading, failure, more]);
  return (
    <>
      {held > 0 && (
        <div className={classes.pillPlace} role="status">
          <Button
            className={classes.newer}
            radius="xl"
            leftSection={<ArrowUp size={15} aria-hidden />}
            onClick={showTop}
          >
            {held} new
          </Button>
        </div>
      )}
      <table className={classes.table} aria-label="Executions" aria-rowcount={after === null ? shown.length + 1 : -1}>
        <Head />
        <tbody
          ref={list}
          className={classes.body}
          style={{ height: rows.height }}
          onKeyDown={rows.onKeyDown}
          onFocus={rows.onFocus}
        >
          {rows.seen.map(({ index, start, entry }) => (
            <ExecutionRow
              key={entry.id}
              entry={entry}
              index={index}
              start={start}
              now={now}
              isActive={index === rows.active}
              isWatched={watched.has(entry.id)}
            />
          ))}
        </tbody>
      </table>
      <Foot pages={pages} now={now} count={shown.length} />
    </>
  );
}

/** As tall as what is to come. */
export function TableSkeleton() {
  return (
    <div className={classes.table} aria-hidden>
      <div className={classes.skeletonHead} />
      {Array.from({ length: 8 }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never move
        <div key={row} className={`${classes.skeleton} ${classes.cells}`}>
          <Skeleton height={13} width={`${45 + ((row * 17) % 40)}%`} />
          <Skeleton height={11} width={`${50 + ((row * 23) % 45)}%`} />
        </div>
      ))}
    </div>
  );
}

function Head() {
  return (
    <thead className={classes.head}>
      <tr className={classes.cells} aria-rowindex={1}>
        {['Playbook', 'What came out', 'Status', 'Started', 'Took', 'Cost'].map((name) => (
          <th key={name} scope="col">
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** How far it has looked, and how to go on. */
function Foot({ pages, now, count }: Pick<TableProps, 'pages' | 'now'> & { readonly count: number }) {
  const { tenant } = useSession();
  const { after, isCutShort, isReading, isKept, failure, more } = pages;
  if (isKept)
    return (
      <div className={`${classes.foot} ${classes.kept}`}>
        Kept on this device; the others appear when you are connected.
      </div>
    );
  if (failure !== null) return <ErrorState message={failure} retry={() => void more()} />;
  return (
    <div className={classes.foot} role="status">
      {isReading ? (
        <>
          <Loader size={16} aria-hidden /> Looking further back…
        </>
      ) : after === null ? (
        `${count === 1 ? 'One execution' : `${count.toLocaleString('en-US')} executions`}, that is all`
      ) : (
        isCutShort && (
          <>
            Searched back to {dateTime(after[0], tenant.timezone, now)}
            <Button variant="default" size="sm" onClick={() => void more()}>
              Search further back
            </Button>
          </>
        )
      )}
    </div>
  );
}

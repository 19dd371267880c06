import { Button } from '@mantine/core';
import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import { useMemo, useState } from 'react';
import { humanize } from '../../lib/words.ts';
import { lineOf, sortedBy, type Table } from './data-shape.ts';
import classes from './data-view.module.css';

const PAGE = 50;

interface Order {
  readonly column: string;
  readonly isDescending: boolean;
}

/** Things of one kind, one a row; sorted by a press on the head of a column, fifty at a time. */
export function DataTable({ table, label }: { readonly table: Table; readonly label: string }) {
  const [order, setOrder] = useState<Order | null>(null);
  const [shown, setShown] = useState(PAGE);
  const { columns, rows } = table;
  const sorted = useMemo(
    () => (order === null ? rows : sortedBy(rows, order.column, order.isDescending)),
    [rows, order],
  );
  const left = rows.length - shown;
  return (
    <div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable from the keyboard */}
      <section className={classes.tableBox} aria-label={label} tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              {columns.map((column) => (
                <Head key={column} column={column} order={order} onOrder={setOrder} />
              ))}
            </tr>
          </thead>
          <tbody>
            {sorted.slice(0, shown).map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two rows may be alike, and a row has no state
              <tr key={index}>
                {columns.map((column) => (
                  <td key={column} data-number={typeof row[column] === 'number' || undefined}>
                    <div className={classes.cell} title={lineOf(row[column])}>
                      {lineOf(row[column])}
                    </div>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {left > 0 && (
        <Button variant="subtle" size="compact-sm" mt={6} onClick={() => setShown(shown + PAGE)}>
          {Math.min(left, PAGE)} more of {left.toLocaleString('en-US')}
        </Button>
      )}
    </div>
  );
}

interface HeadProps {
  readonly column: string;
  readonly order: Order | null;
  onOrder(order: Order): void;
}

function Head({ column, order, onOrder }: HeadProps) {
  const isOwn = order?.column === column;
  const isDescending = isOwn && order.isDescending;
  const Icon = isOwn ? (isDescending ? ArrowDown : ArrowUp) : ChevronsUpDown;
  return (
    <th aria-sort={isOwn ? (isDescending ? 'descending' : 'ascending') : 'none'}>
      <button type="button" onClick={() => onOrder({ column, isDescending: isOwn && !isDescending })}>
        {humanize(column)}
        <Icon size={13} aria-hidden />
      </button>
    </th>
  );
}

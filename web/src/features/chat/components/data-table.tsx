import { Text } from '@mantine/core';
import type { ChatPart } from '@model/chat-part.ts';
import { humanize, sentence } from '../../../lib/words.ts';
import classes from './message.module.css';

/** Figures, days and names stay on one line. */
const SHORT = 16;

type Table = Extract<ChatPart, { type: 'table' }>;

/** Rows that were looked up. A wide one scrolls by itself, with the keyboard, too. */
export function DataTable({ table: { title, columns, rows, more } }: { readonly table: Table }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached with the keyboard
    <section className={classes.table} aria-label={title} tabIndex={0}>
      <table>
        <caption>{sentence(title)}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {humanize(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ cells }, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows may be alike, and none ever moves
            <tr key={row}>
              {cells.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a cell is known by its column
                <td key={column} data-short={cell.length <= SHORT}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <Text size="sm">Nothing was found.</Text>}
      {more > 0 && (
        <Text size="sm" c="dimmed">
          and {more.toLocaleString('en-US')} more
        </Text>
      )}
    </section>
  );
}

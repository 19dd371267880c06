import classes from './figure-table.module.css';

interface FigureTableProps {
  readonly label: string;
  /** The first heads what a row is about, all others figures. */
  readonly head: readonly string[];
  /** Their texts; the first of each is its own, and unlike those of the others. */
  readonly rows: readonly (readonly string[])[];
}

/** Figures in rows; where they do not fit, what a row is about stays in sight. */
export function FigureTable({ label, head, rows }: FigureTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable from the keyboard
    <section className={classes.box} aria-label={label} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            {head.map((words) => (
              <th key={words} scope="col">
                {words}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([first = '', ...figures]) => (
            <tr key={first}>
              <th scope="row">{first}</th>
              {figures.map((text, index) => (
                <td key={head[index + 1]}>{text}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

import { Button, Title } from '@mantine/core';
import { ChartColumn, Table2 } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { FigureTable } from '../../../components/ui/figure-table.tsx';
import classes from './analytics.module.css';

interface FigureCardProps {
  readonly title: string;
  /** What the picture says, in a sentence; null where nothing is to be said. */
  readonly said?: string | null;
  readonly isWide?: boolean;
  /** The numbers of the picture. The first of each row is its own. */
  readonly table: { readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };
  readonly children: ReactNode;
}

/** A picture of figures, and the same figures as a table. */
export function FigureCard({ title, said = null, isWide = false, table, children }: FigureCardProps) {
  const id = useId();
  const [isTable, setIsTable] = useState(false);
  return (
    <section className={classes.card} data-wide={isWide || undefined} aria-labelledby={id}>
      <div className={classes.cardHead}>
        <Title order={2} id={id}>
          {title}
        </Title>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={isTable ? <ChartColumn size={14} aria-hidden /> : <Table2 size={14} aria-hidden />}
          onClick={() => setIsTable(!isTable)}
          aria-label={`${isTable ? 'Show as chart' : 'Show as table'}: ${title}`}
        >
          {isTable ? 'Show as chart' : 'Show as table'}
        </Button>
      </div>
      {said !== null && <p className={classes.said}>{said}</p>}
      {isTable ? <FigureTable label={`${title}, as a table`} head={table.head} rows={table.rows} /> : children}
    </section>
  );
}

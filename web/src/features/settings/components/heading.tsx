import { Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './settings.module.css';

/** What the next card of a section is about. */
export function Heading({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className={classes.heading}>
      <Title order={2}>{title}</Title>
      {children !== undefined && (
        <Text size="sm" c="dimmed" mt={2}>
          {children}
        </Text>
      )}
    </div>
  );
}

import { Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import classes from './page.module.css';

interface PageProps {
  readonly title: string;
  /** Beside the title, such as a status. */
  readonly mark?: ReactNode;
  readonly subtitle?: ReactNode;
  readonly back?: ReactNode;
  readonly actions?: ReactNode;
  /** Whether it takes the room that a wide screen has, for tables, calendars and two panes. */
  readonly isWide?: boolean;
  readonly children: ReactNode;
}

/** The frame of every page but the chat: its title (also the window's), what it is about, its commands. */
export function Page({ title, mark, subtitle, back, actions, isWide = false, children }: PageProps) {
  useDocumentTitle(`${title} · Playbooks`);
  return (
    <div className={classes.page} data-wide={isWide || undefined}>
      {back}
      <header className={classes.head}>
        <div className={classes.titles}>
          <div className={classes.title}>
            <Title order={1}>{title}</Title>
            {mark}
          </div>
          {subtitle !== undefined && (
            <Text c="dimmed" mt={6} component="div" style={{ overflowWrap: 'anywhere' }}>
              {subtitle}
            </Text>
          )}
        </div>
        {actions}
      </header>
      {children}
    </div>
  );
}

interface SectionProps {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

export function Section({ title, aside, children }: SectionProps) {
  return (
    <section className={classes.section}>
      <div
        style={{ display: 'flex', justifyContent: 'space-between', alignItems: 'baseline', gap: 12, marginBottom: 12 }}
      >
        <Title order={2}>{title}</Title>
        {aside}
      </div>
      {children}
    </section>
  );
}

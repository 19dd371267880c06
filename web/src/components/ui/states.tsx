import { Button, Card, Skeleton, Stack, Text, Title } from '@mantine/core';
import { FileWarning, type LucideIcon, RotateCw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Live } from '../../lib/use-live.ts';
import classes from './page.module.css';
import { Note } from './status-pill.tsx';

interface EmptyProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** Nothing here yet, and what to do about it. */
export function EmptyState({ icon: Icon, title, children, action }: EmptyProps) {
  return (
    <div className={classes.empty}>
      <span className={classes.emptyIcon}>
        <Icon size={22} aria-hidden />
      </span>
      <Title order={2}>{title}</Title>
      {children !== undefined && (
        <Text c="dimmed" maw={440}>
          {children}
        </Text>
      )}
      {action}
    </div>
  );
}

export function ErrorState({ message, retry }: { readonly message: string; readonly retry?: () => void }) {
  return (
    <Note tone="bad" icon={TriangleAlert} role="alert">
      <Text size="sm">{message}</Text>
      {retry && (
        <Button variant="default" size="xs" mt={8} leftSection={<RotateCw size={13} />} onClick={retry}>
          Try again
        </Button>
      )}
    </Note>
  );
}

const SHOWN_PROBLEMS = 3;

/** A document whose stored shape is not what this app knows: named, with the fields that are wrong. */
export function BrokenDocument({ path, problem }: { readonly path: string; readonly problem: string }) {
  const problems = problem.split('; ');
  const more = problems.length - SHOWN_PROBLEMS;
  return (
    <Note tone="warn" icon={FileWarning}>
      <Text size="sm" fw={600}>
        This document cannot be read
      </Text>
      <Text size="sm">
        {problems.slice(0, SHOWN_PROBLEMS).join('; ')}
        {more > 0 && ` and ${more} more`}
      </Text>
      <Text size="xs" ff="monospace" mt={4}>
        {path}
      </Text>
    </Note>
  );
}

export function ListSkeleton({ rows = 4 }: { readonly rows?: number }) {
  return (
    <Stack gap="sm" aria-hidden>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are alike and never move
        <Card key={row} padding="md">
          <Skeleton height={14} width={`${38 + ((row * 17) % 30)}%`} />
          <Skeleton height={11} width={`${58 + ((row * 11) % 25)}%`} mt={12} />
        </Card>
      ))}
    </Stack>
  );
}

interface LiveViewProps<T> {
  readonly live: Live<T>;
  readonly loading?: ReactNode;
  readonly children: (value: T) => ReactNode;
}

/** The three states of a listener: loading, failed (with a retry), there. */
export function LiveView<T>({ live, loading, children }: LiveViewProps<T>) {
  switch (live.status) {
    case 'loading':
      return (
        <div role="status" aria-label="Loading">
          {loading ?? <ListSkeleton />}
        </div>
      );
    case 'error':
      return <ErrorState message={live.message} retry={live.retry} />;
    case 'ready':
      return children(live.value);
  }
}

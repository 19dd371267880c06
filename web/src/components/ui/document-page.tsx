import { Skeleton } from '@mantine/core';
import { SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Entry } from '../../lib/firestore.ts';
import type { Live } from '../../lib/use-live.ts';
import { Page } from './page.tsx';
import { BrokenDocument, EmptyState, ErrorState, ListSkeleton } from './states.tsx';

interface DocumentPageProps<T> {
  readonly live: Live<Entry<T> | null>;
  /** What kind of thing it is, as long as its own title is not known: `Playbook`. */
  readonly kind: string;
  readonly back: ReactNode;
  readonly loading?: ReactNode;
  /** Whether its page is a wide one. */
  readonly isWide?: boolean;
  /** Why there may be none, and where to go then. */
  readonly missing: { readonly words: string; readonly action: ReactNode };
  readonly children: (data: T, id: string) => ReactNode;
}

/** The page of one stored thing, in every state: loading, failed, not there, not readable, there. */
export function DocumentPage<T>({
  live,
  kind,
  back,
  loading,
  isWide = false,
  missing,
  children,
}: DocumentPageProps<T>) {
  if (live.status === 'ready' && live.value !== null && live.value.data !== null) {
    return children(live.value.data, live.value.id);
  }
  const subtitle = live.status === 'loading' ? <Skeleton height={14} width={260} /> : undefined;
  return (
    <Page title={kind} back={back} subtitle={subtitle} isWide={isWide}>
      {live.status === 'loading' && (
        <div role="status" aria-label="Loading">
          {loading ?? <ListSkeleton />}
        </div>
      )}
      {live.status === 'error' && <ErrorState message={live.message} retry={live.retry} />}
      {live.status === 'ready' && live.value === null && (
        <EmptyState icon={SearchX} title={`This ${kind.toLowerCase()} is not there`} action={missing.action}>
          {missing.words}
        </EmptyState>
      )}
      {live.status === 'ready' && live.value?.problem && (
        <BrokenDocument path={live.value.path} problem={live.value.problem} />
      )}
    </Page>
  );
}

import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { Approval } from '@model/approval.ts';
import { ShieldCheck } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { BrokenDocument, EmptyState, LiveView } from '../../../components/ui/states.tsx';
import type { Entry } from '../../../lib/firestore.ts';
import { useNow } from '../../../lib/time.ts';
import { inTriageOrder, isOpen, useApprovals } from '../api/use-approvals.ts';
import { ApprovalCard } from './approval-card.tsx';
import classes from './inbox.module.css';
import { InboxRow } from './inbox-row.tsx';
import { OneApproval } from './one-approval.tsx';
import { useTriageKeys } from './use-triage-keys.ts';

const PAGE = 25;

interface ApprovalInboxProps {
  /** What waits for a person; else what people have decided. */
  readonly isPending: boolean;
  /** The one that is looked at; null: the first. */
  readonly chosen: string | null;
  onChoose(approvalId: string | null): void;
}

/** The list, and beside it, where there is room, the one that is looked at; live. */
export function ApprovalInbox({ isPending, chosen, onChoose }: ApprovalInboxProps) {
  const [limit, setLimit] = useState(PAGE);
  const live = useApprovals(isPending, limit);
  const now = useNow();
  return (
    <LiveView live={live}>
      {(entries) => {
        const shown = entries.filter(({ data }) => data === null || isOpen(data, now) === isPending);
        return (
          <Panes
            entries={isPending ? inTriageOrder(shown, now) : shown}
            isPending={isPending}
            chosen={chosen}
            now={now}
            onChoose={onChoose}
            {...(entries.length === limit && { onMore: () => setLimit(limit + PAGE) })}
          />
        );
      }}
    </LiveView>
  );
}

interface PanesProps extends ApprovalInboxProps {
  readonly entries: readonly Entry<Approval>[];
  readonly now: Date;
  onMore?(): void;
}

function Panes({ entries, isPending, chosen, now, onChoose, onMore }: PanesProps) {
  const isWide = useMediaQuery('(min-width: 62em)', true, { getInitialValueInEffect: false });
  const pane = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const current = chosen ?? entries[0]?.id ?? null;
  const focusRow = useFocusRow(list, current);
  const place = entries.findIndex(({ id }) => id === current);
  const choose = useCallback(
    (id: string | null) => {
      onChoose(id);
      focusRow(id);
    },
    [onChoose, focusRow],
  );
  useTriageKeys({
    pane,
    onMove: (by) => {
      const next = entries[Math.min(entries.length - 1, Math.max(0, place + by))];
      if (next !== undefined) choose(next.id);
    },
  });
  if (entries.length === 0 && chosen === null) return <Nothing isPending={isPending} />;
  const found = entries[place];
  return (
    <div className={classes.inbox}>
      <nav aria-label={isPending ? 'To decide' : 'Decided'}>
        <ul ref={list} className={classes.rows}>
          {entries.map((entry) => (
            <li key={entry.id} data-id={entry.id}>
              <InboxRow
                entry={entry}
                now={now}
                isWide={isWide}
                isPending={isPending}
                isCurrent={isWide && entry.id === current}
              />
            </li>
          ))}
        </ul>
        {entries.length === 0 && <Nothing isPending={isPending} />}
        {onMore && (
          <Button variant="default" fullWidth mt="sm" onClick={onMore}>
            Show more
          </Button>
        )}
        {isWide && isPending && entries.length > 0 && <Keys />}
      </nav>
      {isWide && current !== null && (
        <section ref={pane} className={classes.pane} tabIndex={-1} aria-label="The one that is looked at">
          {found?.data ? (
            <ApprovalCard
              key={found.id}
              approvalId={found.id}
              approval={found.data}
              now={now}
              onDecided={() => choose(entries[place + 1]?.id ?? entries[place - 1]?.id ?? null)}
            />
          ) : found?.problem ? (
            <BrokenDocument path={found.path} problem={found.problem} />
          ) : (
            <OneApproval key={current} approvalId={current} />
          )}
        </section>
      )}
    </div>
  );
}

/** Gives the focus to the row of an id as soon as it is the current one. */
function useFocusRow(list: React.RefObject<HTMLUListElement | null>, current: string | null) {
  const wanted = useRef<string | null>(null);
  useEffect(() => {
    if (wanted.current === null || wanted.current !== current) return;
    wanted.current = null;
    const row = list.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(current)}"] a`);
    row?.focus();
    row?.scrollIntoView({ block: 'nearest' });
  }, [current, list]);
  return useCallback((id: string | null) => {
    wanted.current = id;
  }, []);
}

function Keys() {
  return (
    <p className={classes.keys}>
      <kbd>J</kbd> <kbd>K</kbd> move · <kbd>A</kbd> approve · <kbd>E</kbd> change · <kbd>R</kbd> reject · <kbd>O</kbd>{' '}
      execution
    </p>
  );
}

function Nothing({ isPending }: { readonly isPending: boolean }) {
  return (
    <EmptyState icon={ShieldCheck} title={isPending ? 'Nothing to decide' : 'Nothing was decided yet'}>
      {isPending
        ? 'When a playbook asks before it goes on, the question appears here.'
        : 'Each decision is kept here, with who made it and why.'}
    </EmptyState>
  );
}

import { Button, Center, Stack } from '@mantine/core';
import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { BrokenDocument, EmptyState, LiveView } from '../../../components/ui/states.tsx';
import { useNow } from '../../../lib/time.ts';
import { isOpen, useApprovals } from '../api/use-approvals.ts';
import { ApprovalCard } from './approval-card.tsx';

const PAGE = 25;

/** What waits for a person, or what people have decided; live. */
export function ApprovalList({ isPending }: { readonly isPending: boolean }) {
  const [limit, setLimit] = useState(PAGE);
  const live = useApprovals(isPending, limit);
  const now = useNow();
  return (
    <LiveView live={live}>
      {(entries) => {
        const shown = entries.filter(({ data }) => data === null || isOpen(data, now) === isPending);
        return (
          <Stack>
            {shown.length === 0 && <Nothing isPending={isPending} />}
            {shown.map((entry) =>
              entry.data === null ? (
                <BrokenDocument key={entry.id} path={entry.path} problem={entry.problem} />
              ) : (
                <ApprovalCard key={entry.id} approvalId={entry.id} approval={entry.data} now={now} />
              ),
            )}
            {entries.length === limit && (
              <Center>
                <Button variant="default" onClick={() => setLimit(limit + PAGE)}>
                  Show more
                </Button>
              </Center>
            )}
          </Stack>
        );
      }}
    </LiveView>
  );
}

function Nothing({ isPending }: { readonly isPending: boolean }) {
  return (
    <EmptyState icon={ShieldCheck} title={isPending ? 'Nothing waits for you' : 'Nothing was decided yet'}>
      {isPending
        ? 'When a playbook asks before it goes on, the question appears here.'
        : 'Each decision is kept here, with who made it and why.'}
    </EmptyState>
  );
}

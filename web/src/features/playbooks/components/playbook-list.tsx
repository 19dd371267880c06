import { Button, Center, SegmentedControl, Stack } from '@mantine/core';
import type { PlaybookStatus } from '@model/playbook.ts';
import { ListChecks } from 'lucide-react';
import { useState } from 'react';
import { ButtonLink } from '../../../components/ui/links.tsx';
import { EmptyState, LiveView } from '../../../components/ui/states.tsx';
import { playbookStatus } from '../../../lib/status.ts';
import { usePlaybooks } from '../api/use-playbooks.ts';
import { PlaybookCard } from './playbook-card.tsx';

const PAGE = 20;
const choices: readonly (PlaybookStatus | 'all')[] = ['all', 'active', 'paused', 'draft', 'archived'];

interface PlaybookListProps {
  readonly status: PlaybookStatus | null;
  onStatus(status: PlaybookStatus | null): void;
}

export function PlaybookList({ status, onStatus }: PlaybookListProps) {
  const [limit, setLimit] = useState(PAGE);
  const live = usePlaybooks(status, limit);
  return (
    <>
      <div style={{ overflowX: 'auto', marginBottom: 16 }}>
        <SegmentedControl
          aria-label="Which playbooks"
          value={status ?? 'all'}
          onChange={(value) => onStatus(value === 'all' ? null : value)}
          data={choices.map((value) => ({ value, label: value === 'all' ? 'All' : playbookStatus[value].word }))}
        />
      </div>
      <LiveView live={live}>
        {(entries) => (
          <Stack gap="sm">
            {entries.map((entry) => (
              <PlaybookCard key={entry.id} entry={entry} />
            ))}
            {entries.length === 0 && <NoPlaybooks status={status} />}
            {entries.length === limit && (
              <Center>
                <Button variant="default" onClick={() => setLimit(limit + PAGE)}>
                  Show more
                </Button>
              </Center>
            )}
          </Stack>
        )}
      </LiveView>
    </>
  );
}

function NoPlaybooks({ status }: { readonly status: PlaybookStatus | null }) {
  if (status !== null) {
    return (
      <EmptyState icon={ListChecks} title={`No ${playbookStatus[status].word.toLowerCase()} playbooks`}>
        Choose another list above.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={ListChecks} title="No playbooks yet" action={<ButtonLink to="/">Start in chat</ButtonLink>}>
      Say in one sentence what should happen and when. It becomes a playbook that runs itself.
    </EmptyState>
  );
}

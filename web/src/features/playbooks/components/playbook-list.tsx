import { Button, Center, Group, Stack } from '@mantine/core';
import type { Playbook } from '@model/playbook.ts';
import { ListChecks, SearchX } from 'lucide-react';
import { useMemo, useState } from 'react';
import { ButtonLink } from '../../../components/ui/links.tsx';
import { EmptyState, LiveView } from '../../../components/ui/states.tsx';
import type { Entry } from '../../../lib/firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { useNow } from '../../../lib/time.ts';
import { choicesIn, filterPlaybooks, type PlaybookFilter } from '../api/filter-playbooks.ts';
import { useFigures } from '../api/use-figures.ts';
import { useNextTimes } from '../api/use-next-times.ts';
import { usePlaybooks } from '../api/use-playbooks.ts';
import { BulkBar } from './bulk-bar.tsx';
import { PlaybookFilters } from './playbook-filters.tsx';
import classes from './playbook-list.module.css';
import { PlaybookRow } from './playbook-row.tsx';

/**
 * A business has some dozens of playbooks, seldom some hundreds: they are read in one go, so that filters, search and
 * order need no further reads and answer as one types.
 */
const READ = 200;
const SHOWN = 20;

interface PlaybookListProps {
  readonly filter: PlaybookFilter;
  onFilter(filter: PlaybookFilter): void;
}

/** The playbooks of the business: what starts each, when next, how it went, what it costs; several can be changed at once. */
export function PlaybookList({ filter, onFilter }: PlaybookListProps) {
  const [read, setRead] = useState(READ);
  const live = usePlaybooks(read);
  return (
    <LiveView live={live}>
      {(entries) =>
        entries.length === 0 ? (
          <NoPlaybooks />
        ) : (
          <Known
            entries={entries}
            filter={filter}
            onFilter={onFilter}
            onMore={entries.length === read ? () => setRead(read + READ) : null}
          />
        )
      }
    </LiveView>
  );
}

interface KnownProps extends PlaybookListProps {
  readonly entries: readonly Entry<Playbook>[];
  /** Reads older ones; null where there are none. */
  readonly onMore: (() => void) | null;
}

function Known({ entries, filter, onFilter, onMore }: KnownProps) {
  const { mayEdit } = useSession();
  const now = useNow();
  const next = useNextTimes();
  const [limit, setLimit] = useState(SHOWN);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const choices = useMemo(() => choicesIn(entries), [entries]);
  const found = useMemo(() => filterPlaybooks(entries, filter, next), [entries, filter, next]);
  const shown = found.slice(0, limit);
  const figures = useFigures(shown.map(({ id }) => id));
  // What is out of sight is not changed.
  const marked = shown.filter(({ id, data }) => data !== null && chosen.has(id));
  const choose = (ids: readonly string[], isChosen: boolean) =>
    setChosen((before) =>
      isChosen ? new Set([...before, ...ids]) : new Set([...before].filter((id) => !ids.includes(id))),
    );
  return (
    <>
      <PlaybookFilters filter={filter} choices={choices} onFilter={onFilter} />
      <p className={classes.count} role="status">
        {countWords(found.length, isNarrowed(filter))}
      </p>
      {found.length === 0 ? (
        <NoneFound onClear={() => onFilter({ sort: filter.sort })} />
      ) : (
        <Stack gap="md">
          <ul className={classes.list}>
            {shown.map((entry) => (
              <PlaybookRow
                key={entry.id}
                entry={entry}
                figures={figures.get(entry.id)}
                next={next === null ? undefined : (next.get(entry.id) ?? null)}
                now={now}
                isChosen={mayEdit ? chosen.has(entry.id) : null}
                onChoose={(isChosen) => choose([entry.id], isChosen)}
              />
            ))}
          </ul>
          {(found.length > limit || onMore !== null) && (
            <Center>
              <Button variant="default" onClick={() => (found.length > limit ? setLimit(limit + SHOWN) : onMore?.())}>
                Show more
              </Button>
            </Center>
          )}
        </Stack>
      )}
      {marked.length > 0 && (
        <BulkBar
          playbooks={marked.flatMap(({ id, data }) =>
            data === null ? [] : [{ id, name: data.name, status: data.status }],
          )}
          onClear={(ids) => choose(ids, false)}
          onAll={
            marked.length < shown.length
              ? () =>
                  choose(
                    shown.map(({ id }) => id),
                    true,
                  )
              : null
          }
        />
      )}
    </>
  );
}

function isNarrowed({ sort, ...rest }: PlaybookFilter): boolean {
  return Object.values(rest).some((value) => value !== undefined);
}

function countWords(count: number, narrowed: boolean): string {
  const words = `${count.toLocaleString('en-US')} ${count === 1 ? 'playbook' : 'playbooks'}`;
  return narrowed ? `${words} found` : words;
}

function NoPlaybooks() {
  const { mayEdit } = useSession();
  return (
    <EmptyState
      icon={ListChecks}
      title="No playbooks yet"
      action={
        mayEdit && (
          <Group justify="center" gap="sm" mt="xs">
            <ButtonLink to="/">Say it in chat</ButtonLink>
            <ButtonLink to="/templates" variant="default">
              Choose a template
            </ButtonLink>
            <ButtonLink to="/playbooks/new" variant="default">
              Start from nothing
            </ButtonLink>
          </Group>
        )
      }
    >
      Say in one sentence what should happen and when. It becomes a playbook that runs itself.
    </EmptyState>
  );
}

function NoneFound({ onClear }: { onClear(): void }) {
  return (
    <EmptyState
      icon={SearchX}
      title="No playbook is like that"
      action={
        <Button variant="default" onClick={onClear}>
          Show all
        </Button>
      }
    >
      Nothing matches what you search for and have chosen above.
    </EmptyState>
  );
}

import { Badge, Button, Center, Group, Stack, Text } from '@mantine/core';
import type { Alert } from '@model/alert.ts';
import { Check, Eye, ShieldCheck } from 'lucide-react';
import { useCallback, useState } from 'react';
import { StoredLink } from '../../../components/ui/links.tsx';
import rows from '../../../components/ui/rows.module.css';
import { BrokenDocument, EmptyState, LiveView } from '../../../components/ui/states.tsx';
import { StatusDisc } from '../../../components/ui/status-pill.tsx';
import type { Entry } from '../../../lib/firestore.ts';
import { nameOf, usePeople } from '../../../lib/people.ts';
import { useSession } from '../../../lib/session.ts';
import { alertSeverity } from '../../../lib/status.ts';
import { ago, dateTime, useNow } from '../../../lib/time.ts';
import { useCommand } from '../../../lib/use-command.ts';
import { settleAlert, useAlerts } from '../api/alerts.ts';
import classes from './alerts.module.css';

const PAGE = 50;

/** Problems that last, or those that are over. */
export function AlertList({ isOver }: { readonly isOver: boolean }) {
  const [limit, setLimit] = useState(PAGE);
  return (
    <LiveView live={useAlerts(limit)}>
      {(entries) => {
        const shown = entries.filter(({ data }) => data === null || (data.resolvedAt !== null) === isOver);
        return (
          <Stack>
            {shown.length === 0 && (
              <EmptyState icon={ShieldCheck} title={isOver ? 'Nothing is over yet' : 'All is well'}>
                {isOver
                  ? 'Problems that are over appear here for a while.'
                  : 'A playbook that keeps failing, a schedule that stays silent, a limit that is reached or a connection that breaks appears here.'}
              </EmptyState>
            )}
            {shown.length > 0 && (
              <ul className={`${rows.list} ${classes.list}`}>
                {shown.map((entry) => (
                  <li key={entry.id} className={rows.row}>
                    <Row entry={entry} />
                  </li>
                ))}
              </ul>
            )}
            {entries.length === limit && (
              <Center>
                <Button variant="default" onClick={() => setLimit(limit + PAGE)}>
                  Look further back
                </Button>
              </Center>
            )}
          </Stack>
        );
      }}
    </LiveView>
  );
}

function Row({ entry }: { readonly entry: Entry<Alert> }) {
  const { tenant, uid, mayEdit } = useSession();
  const now = useNow();
  const people = usePeople(entry.data?.acknowledgedBy != null && entry.data.acknowledgedBy !== uid);
  if (entry.data === null) return <BrokenDocument path={entry.path} problem={entry.problem} />;
  const { severity, title, message, link, count, lastAt, firstAt, acknowledgedBy, resolvedAt, resolvedBy } = entry.data;
  const isOpen = resolvedAt === null;
  return (
    <>
      <StatusDisc look={alertSeverity[severity]} />
      <div className={classes.what}>
        <div className={rows.name}>
          {title}
          {count > 1 && (
            <Badge size="sm" color="gray" variant="dot">
              {count.toLocaleString('en-US')} times
            </Badge>
          )}
        </div>
        <div className={rows.about}>{message}</div>
        <Text size="sm" c="dimmed" mt={4}>
          Since {dateTime(firstAt, tenant.timezone, now)}
          {isOpen && acknowledgedBy !== null && ` · ${sentenceOf(acknowledgedBy)} after it`}
          {!isOpen && ` · over ${ago(resolvedAt, now)}${resolvedBy === null ? ', by itself' : ''}`}
        </Text>
        <Group gap="xs" mt={8}>
          {link !== null && (
            <Text size="sm">
              <StoredLink href={link}>See what it is about</StoredLink>
            </Text>
          )}
          {isOpen && mayEdit && <Settle alertId={entry.id} isLookedAfter={acknowledgedBy !== null} title={title} />}
        </Group>
      </div>
      <time className={rows.when} dateTime={lastAt.toISOString()} title={dateTime(lastAt, tenant.timezone, now)}>
        {ago(lastAt, now)}
      </time>
    </>
  );

  function sentenceOf(id: string): string {
    return id === uid ? 'you look' : `${nameOf(id, people, uid)} looks`;
  }
}

interface SettleProps {
  readonly alertId: string;
  readonly isLookedAfter: boolean;
  readonly title: string;
}

function Settle({ alertId, isLookedAfter, title }: SettleProps) {
  const { api } = useSession();
  const command = useCommand(
    useCallback((verb: 'acknowledge' | 'resolve') => settleAlert(api, alertId, verb), [api, alertId]),
    'It was not changed',
  );
  return (
    <>
      {!isLookedAfter && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<Eye size={14} aria-hidden />}
          loading={command.busy}
          aria-label={`I look after it: ${title}`}
          onClick={() => void command.run('acknowledge')}
        >
          I look after it
        </Button>
      )}
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<Check size={14} aria-hidden />}
        loading={command.busy}
        aria-label={`It is over: ${title}`}
        onClick={() => void command.run('resolve')}
      >
        It is over
      </Button>
    </>
  );
}

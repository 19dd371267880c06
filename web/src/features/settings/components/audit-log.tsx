import { Button, Card, Center, NativeSelect, Text } from '@mantine/core';
import { ScrollText } from 'lucide-react';
import { useState } from 'react';
import { StoredLink } from '../../../components/ui/links.tsx';
import { EmptyState, LiveView } from '../../../components/ui/states.tsx';
import { usePeople } from '../../../lib/people.ts';
import { needsRole } from '../../../lib/roles.ts';
import { useSession } from '../../../lib/session.ts';
import { dateTime, relative, useNow } from '../../../lib/time.ts';
import { type AuditLine, useAudit } from '../api/use-audit.ts';
import { actionWords, actorName, changesOf, fromWords, nameIn, nounOf, placeWords, targetHref } from './audit-words.ts';
import classes from './settings.module.css';

/** Who did what, when, from where, and what it changed. For owners. */
export default function AuditLog() {
  const { may, tenant } = useSession();
  if (may('owner')) return <Log />;
  return <Text c="dimmed">{needsRole(tenant.role, 'owner').replace('change', 'see')}</Text>;
}

const KINDS = ['playbook', 'execution', 'approval', 'connection', 'hook', 'api_key', 'member', 'invitation', 'tenant'];

function Log() {
  const [kind, setKind] = useState('');
  return (
    <>
      <NativeSelect
        aria-label="What it is about"
        w={220}
        mb="md"
        value={kind}
        onChange={({ currentTarget }) => setKind(currentTarget.value)}
        data={[{ value: '', label: 'Everything' }, ...KINDS.map((value) => ({ value, label: nounOf(value) }))]}
      />
      <Lines key={kind} kind={kind === '' ? null : kind} />
    </>
  );
}

function Lines({ kind }: { readonly kind: string | null }) {
  const { live, isLoading, more } = useAudit(kind);
  return (
    <LiveView live={live}>
      {(lines) =>
        lines.length === 0 ? (
          <EmptyState icon={ScrollText} title={kind === null ? 'Nothing was changed yet' : 'Nothing of that kind'}>
            Each change that a person, a key or a link makes is kept here, and nobody can take it out.
          </EmptyState>
        ) : (
          <>
            <Card>
              <ol className={classes.rows} aria-label="Audit log">
                {lines.map((line) => (
                  <Line key={line.id} line={line} />
                ))}
              </ol>
            </Card>
            {more !== null && (
              <Center mt="md">
                <Button variant="default" loading={isLoading} onClick={more}>
                  Show more
                </Button>
              </Center>
            )}
          </>
        )
      }
    </LiveView>
  );
}

const SHORT_ID = 20;
const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

function Line({ line: { at, actor, action, target, before, after } }: { readonly line: AuditLine }) {
  const { uid, tenant } = useSession();
  const people = usePeople(actor.kind === 'link');
  const now = useNow();
  // What was deleted has no page any more.
  const href = action.endsWith('.deleted') ? null : targetHref(target);
  const noun = nounOf(target.kind);
  const shortId = target.id.length > SHORT_ID ? `${target.id.slice(0, SHORT_ID)}…` : target.id;
  const name = nameIn(after) ?? nameIn(before);
  const about = name === null ? `${noun} ${shortId}` : `${noun} “${name}”`;
  const changes = changesOf(before, after);
  const say = (text: string) => (ISO_TIME.test(text) ? dateTime(new Date(text), tenant.timezone, now) : text);
  return (
    <li className={classes.row}>
      <div className={classes.main}>
        <div className={classes.lineHead}>
          <Text fw={560}>{actionWords(action)}</Text>
          <Text component="time" size="sm" c="dimmed" dateTime={at.toISOString()} title={relative(at, now)}>
            {dateTime(at, tenant.timezone, now)}
          </Text>
        </div>
        <Text size="sm" className={classes.about} title={target.id}>
          {href === null ? about : <StoredLink href={href}>{about}</StoredLink>}
        </Text>
        <Text size="sm" c="dimmed">
          {[actorName(actor, uid, people), fromWords(actor.from)].filter((part) => part !== null).join(', ')}
        </Text>
        {changes.length > 0 && (
          <details className={classes.changed}>
            <summary>{changes.length === 1 ? 'What changed' : `What changed: ${changes.length} fields`}</summary>
            <dl className={classes.changes}>
              {changes.map((change) => (
                <ChangeLine key={change.path} {...change} say={say} />
              ))}
            </dl>
          </details>
        )}
      </div>
    </li>
  );
}

type ChangeLineProps = ReturnType<typeof changesOf>[number] & { say(text: string): string };

function ChangeLine({ path, before, after, say }: ChangeLineProps) {
  return (
    <>
      <dt>{placeWords(path)}</dt>
      <dd>
        {before !== null && <del>{say(before)}</del>}
        {before !== null && after !== null && ' → '}
        {after !== null && <ins>{say(after)}</ins>}
      </dd>
    </>
  );
}

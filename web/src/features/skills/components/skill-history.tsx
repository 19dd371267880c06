import { Badge, Button, Center, Text } from '@mantine/core';
import type { Execution } from '@model/execution.ts';
import type { JsonObject } from '@model/json.ts';
import type { SkillView } from '@model/skill.ts';
import { RotateCcw } from 'lucide-react';
import { TextLink } from '../../../components/ui/links.tsx';
import { Section } from '../../../components/ui/page.tsx';
import rows from '../../../components/ui/rows.module.css';
import { BrokenDocument, LiveView } from '../../../components/ui/states.tsx';
import { StatusPill } from '../../../components/ui/status-pill.tsx';
import type { Entry } from '../../../lib/firestore.ts';
import { useSession } from '../../../lib/session.ts';
import { executionStatus } from '../../../lib/status.ts';
import { ago, dateTime, duration, useNow } from '../../../lib/time.ts';
import { startedWords } from '../../../lib/words.ts';
import { givenTo, givenWords, useSkillExecutions } from '../api/use-skill-executions.ts';
import classes from './skills.module.css';

interface HistoryProps {
  readonly skill: SkillView;
  /** Whether something is just being started. */
  readonly isBusy: boolean;
  /** The same inputs once more. */
  onAgain(inputs: JsonObject, isDryRun: boolean): void;
}

/** What the skill did before, the newest first. */
export function SkillHistory({ skill, isBusy, onAgain }: HistoryProps) {
  const { live, after, isReading, failure, more } = useSkillExecutions(skill.skillId);
  return (
    <Section
      title="Last executions"
      aside={
        <TextLink to="/executions" search={{ playbook: skill.skillId }}>
          See all
        </TextLink>
      }
    >
      <LiveView live={live}>
        {(entries) =>
          entries.length === 0 ? (
            <Text c="dimmed">It has not run yet.</Text>
          ) : (
            <ul className={`${rows.list} ${classes.rows}`} aria-label="Last executions">
              {entries.map((entry) => (
                <Row key={entry.id} entry={entry} skill={skill} isBusy={isBusy} onAgain={onAgain} />
              ))}
            </ul>
          )
        }
      </LiveView>
      {failure !== null && (
        <Text size="sm" c="var(--bad-ink)" mt="sm" role="alert">
          {failure}
        </Text>
      )}
      {after !== null && (
        <Center mt="md">
          <Button variant="default" loading={isReading} onClick={() => void more()}>
            Show more
          </Button>
        </Center>
      )}
    </Section>
  );
}

interface RowProps extends HistoryProps {
  readonly entry: Entry<Execution>;
}

function Row({ entry, skill, isBusy, onAgain }: RowProps) {
  const { tenant, mayEdit } = useSession();
  const now = useNow();
  if (entry.data === null) {
    return (
      <li className={classes.row}>
        <BrokenDocument path={entry.path} problem={entry.problem} />
      </li>
    );
  }
  const { status, mode, error, createdAt } = entry.data;
  const given = givenTo(entry.data, skill.inputs);
  const about = error?.message ?? givenWords(given, skill.inputs);
  const when = dateTime(createdAt, tenant.timezone, now);
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <div>
          <TextLink to="/executions/$executionId" params={{ executionId: entry.id }} title={when}>
            {ago(createdAt, now)}
          </TextLink>
          <StatusPill look={executionStatus[status]} />
          {mode === 'dry_run' && <Badge color="blue">Dry run</Badge>}
        </div>
        <div className={classes.soft}>{[startedWords(entry.data), lasted(entry.data)].filter(Boolean).join(' · ')}</div>
        {about !== '' && <div className={classes.soft}>{about}</div>}
      </div>
      {mayEdit && skill.refusal === null && (
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<RotateCcw size={14} aria-hidden />}
          disabled={isBusy}
          aria-label={`Run again: as ${when}`}
          onClick={() => onAgain(given, mode === 'dry_run')}
        >
          Run again
        </Button>
      )}
    </li>
  );
}

function lasted({ startedAt, completedAt }: Execution): string | null {
  return startedAt === null || completedAt === null ? null : duration(Number(completedAt) - Number(startedAt));
}

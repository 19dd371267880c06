import { Badge, Checkbox, Skeleton } from '@mantine/core';
import type { Playbook } from '@model/playbook.ts';
import type { Schedule } from '@model/schedule.ts';
import { Link } from '@tanstack/react-router';
import { Sparkline } from '../../../components/ui/sparkline.tsx';
import { BrokenDocument } from '../../../components/ui/states.tsx';
import { StatusPill } from '../../../components/ui/status-pill.tsx';
import type { Entry } from '../../../lib/firestore.ts';
import { costWords } from '../../../lib/money.ts';
import { armingState, playbookStatus } from '../../../lib/status.ts';
import { dateTime, relative, zoneName } from '../../../lib/time.ts';
import { triggerWords } from '../../../lib/trigger-words.ts';
import { agentNames, humanize } from '../../../lib/words.ts';
import { needsCare } from '../api/filter-playbooks.ts';
import { type Figures, successRate } from '../api/fold-figures.ts';
import classes from './playbook-list.module.css';
import { triggerIcons } from './trigger-icons.ts';

interface RowProps {
  readonly entry: Entry<Playbook>;
  /** Undefined while they are asked for, null where they cannot be told. */
  readonly figures: Figures | null | undefined;
  /** Null where no clock starts it, undefined while that is not known. */
  readonly next: Schedule | null | undefined;
  readonly now: Date;
  /** Null where it cannot be chosen. */
  readonly isChosen: boolean | null;
  onChoose(isChosen: boolean): void;
}

/** One playbook in the list. */
export function PlaybookRow({ entry, figures, next, now, isChosen, onChoose }: RowProps) {
  if (entry.data === null) {
    return (
      <li>
        <BrokenDocument path={entry.path} problem={entry.problem} />
      </li>
    );
  }
  const { name, status, arming, dryRun } = entry.data;
  const look = needsCare(entry.data) && arming !== null ? armingState[arming.state] : playbookStatus[status];
  return (
    <li className={classes.row} data-chosen={isChosen || undefined}>
      {isChosen !== null && (
        <div className={classes.choose}>
          <Checkbox
            aria-label={`Choose ${name}`}
            checked={isChosen}
            onChange={({ currentTarget }) => onChoose(currentTarget.checked)}
          />
        </div>
      )}
      <div className={classes.main}>
        <div className={classes.name}>
          <Link to="/playbooks/$playbookId" params={{ playbookId: entry.id }}>
            {name}
          </Link>
          <StatusPill look={look} />
          {dryRun && (
            <Badge size="sm" color="blue" variant="dot">
              Dry run
            </Badge>
          )}
        </div>
        <About playbook={entry.data} />
      </div>
      <Next playbook={entry.data} next={next} now={now} />
      <Results figures={figures} />
    </li>
  );
}

function About({ playbook: { triggers, agent, category, status } }: { readonly playbook: Playbook }) {
  const [first] = triggers;
  const Icon = first === undefined ? null : triggerIcons[first.type];
  const belongs = [agent === null ? null : agentNames[agent], category === 'general' ? null : humanize(category)];
  return (
    <div className={classes.about}>
      <span className={classes.trigger}>
        {Icon !== null && <Icon size={14} aria-hidden />}
        <span>
          {first !== undefined && triggerWords(first)}
          {first === undefined && (status === 'draft' ? 'Nothing starts it yet' : 'When you start it')}
          {triggers.length > 1 && `, and ${triggers.length - 1} more`}
        </span>
      </span>
      {belongs.some((part) => part !== null) && (
        <span className={classes.belongs}>{belongs.filter((part) => part !== null).join(' · ')}</span>
      )}
    </div>
  );
}

function Next({ playbook, next, now }: { readonly playbook: Playbook } & Pick<RowProps, 'next' | 'now'>) {
  const isScheduled = playbook.triggers.some(({ type }) => type === 'schedule');
  if (playbook.status !== 'active' || !isScheduled) return <div className={classes.next} data-empty />;
  if (next === undefined) return <Skeleton className={classes.next} height={12} width={90} />;
  const at = next?.scheduledFor ?? null;
  if (next === null || at === null) return <div className={classes.next} data-empty />;
  return (
    <div className={classes.next}>
      <small>Next run</small>
      <time dateTime={at.toISOString()} title={`${dateTime(at, next.timezone, now)}, ${zoneName(next.timezone)}`}>
        {relative(at < now ? now : at, now)}
      </time>
    </div>
  );
}

function Results({ figures }: Pick<RowProps, 'figures'>) {
  if (figures === undefined) return <Skeleton className={classes.results} height={22} width={120} />;
  if (figures === null) return <div className={classes.results}>–</div>;
  const rate = successRate(figures);
  const { recent, completed, failed, costMicros } = figures;
  const facts = [
    rate === null
      ? null
      : {
          key: 'rate',
          text: `${rate}% succeed`,
          words: `${completed.toLocaleString('en-US')} of ${(completed + failed).toLocaleString('en-US')} succeeded in the last 30 days`,
        },
    costMicros === null
      ? null
      : {
          key: 'cost',
          text: costWords(costMicros).replace('less than ', '<'),
          words: 'What one execution costs, about',
        },
  ].filter((fact) => fact !== null);
  return (
    <div className={classes.results}>
      <Sparkline statuses={recent.map(({ status }) => status)} />
      <small>
        {recent.length === 0 ? 'Has not run yet' : facts.length === 0 ? 'Under way' : null}
        {recent.length > 0 &&
          facts.map(({ key, text, words }, index) => (
            <span key={key} title={words}>
              {index > 0 && ' · '}
              {text}
            </span>
          ))}
      </small>
    </div>
  );
}

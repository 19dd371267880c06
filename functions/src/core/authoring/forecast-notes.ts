import type { Execution } from '../../model/execution.ts';
import type { Overlap, Playbook, PlaybookContent } from '../../model/playbook.ts';
import type { Tenant } from '../../model/tenant.ts';
import type { CatchUpPolicy, ScheduleTrigger } from '../../model/trigger.ts';
import type { Switches } from '../engine/engine.ts';
import { dateInWords, joinWords } from '../triggering/describe-recurrence.ts';
import { nextOccurrences } from '../triggering/next-occurrence.ts';
import { calendarNotes, clockNotes } from './forecast-schedule.ts';

/** So many occurrences ahead are searched for the shortest interval. */
const SEARCHED = 50;

interface Circumstances {
  readonly tenant: Pick<Tenant, 'pause' | 'dryRun' | 'timezone' | 'locale'>;
  readonly playbook: Playbook;
  readonly content: PlaybookContent;
  readonly switches: Switches;
  readonly history: readonly Execution[];
  readonly now: Date;
}

/** What people ought to know besides the numbers: what keeps it from starting, and what will be unusual within a year. */
export function notesOf({ tenant, playbook, content, switches, history, now }: Circumstances): string[] {
  const schedules = content.triggers.filter((trigger) => trigger.type === 'schedule');
  const ofEach = schedules.flatMap((trigger) => [
    ...calendarNotes(trigger),
    ...clockNotes(trigger, now, tenant.locale),
    ...overlapNotes(trigger, content.overlap ?? 'skip', history, now),
  ]);
  const notes = [...standing(tenant, playbook, switches), ...ofEach, ...catchUpNotes(schedules)];
  return [...new Set(notes)];
}

function standing(tenant: Circumstances['tenant'], playbook: Playbook, switches: Switches): string[] {
  const notes: string[] = [];
  const since = (date: Date) => dateInWords(date, tenant.timezone, tenant.locale);
  if (tenant.pause !== null) {
    notes.push(`Everything is paused since ${since(tenant.pause.since)}: what falls due is held until it is resumed`);
  }
  if (playbook.status === 'paused') notes.push('The playbook is paused: what falls due is held until it is resumed');
  if (playbook.status === 'draft') notes.push('The playbook is a draft: it starts by itself only when it is active');
  if (playbook.status === 'archived') notes.push('The playbook is archived: nothing starts it');
  if (!switches.autoExecution) notes.push('ENABLE_AUTO_EXECUTION is off here: no playbook starts by itself');
  if (switches.dryRun || tenant.dryRun || playbook.dryRun) {
    notes.push('It is a dry run: it only says what it would have done, and counts in no limit');
  }
  return notes;
}

function overlapNotes(trigger: ScheduleTrigger, overlap: Overlap, history: readonly Execution[], now: Date): string[] {
  const lasted = history.flatMap(({ startedAt, completedAt }) =>
    startedAt === null || completedAt === null ? [] : [completedAt.getTime() - startedAt.getTime()],
  );
  const longest = Math.max(0, ...lasted);
  const due = nextOccurrences(trigger, now, SEARCHED).map((at) => at.getTime());
  const interval = Math.min(...due.slice(1).map((at, index) => at - (due[index] ?? at)));
  if (longest < interval) return [];
  const took = `It took up to ${minutes(longest)} of late, and may be due again after ${minutes(interval)}`;
  return [`${took}: ${OVERLAP_WORDS[overlap]}`];
}

const OVERLAP_WORDS: Readonly<Record<Overlap, string>> = {
  skip: 'the start that comes meanwhile is skipped',
  queue: 'the start that comes meanwhile waits its turn',
  cancel_previous: 'the one before is canceled',
  allow: 'both go on at the same time',
};

function minutes(ms: number): string {
  const whole = Math.max(1, Math.round(ms / 60_000));
  return whole === 1 ? '1 minute' : `${whole.toLocaleString('en-US')} minutes`;
}

const CATCH_UP_WORDS: Readonly<Record<CatchUpPolicy, string>> = {
  latest: 'only the latest is made up for',
  all: 'all are made up for, up to 24, one after the other',
  none: 'none is made up for',
};

function catchUpNotes(schedules: readonly ScheduleTrigger[]): string[] {
  const policies = [...new Set(schedules.map(({ catchUpPolicy }) => catchUpPolicy))];
  return policies.map((policy) => {
    const ids = schedules.filter(({ catchUpPolicy }) => catchUpPolicy === policy).map(({ id }) => `'${id}'`);
    const of = policies.length === 1 ? '' : ` of ${joinWords(ids)}`;
    return `Of starts${of} that are missed by more than 15 minutes, ${CATCH_UP_WORDS[policy]}`;
  });
}

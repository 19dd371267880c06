import type { Sentence } from '../../model/explanation.ts';
import { tenantPaths } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import { executionExpiry } from '../../model/retention.ts';
import type { Schedule } from '../../model/schedule.ts';
import { TIERS, type Tier } from '../../model/tier.ts';
import { executionIdFor } from '../engine/occasion.ts';
import { parseCron } from '../triggering/cron.ts';
import { describeRecurrence } from '../triggering/describe-recurrence.ts';
import { latestOccurrence, nextOccurrence, type Timing } from '../triggering/next-occurrence.ts';
import { clockOfDay, dayIndexAt, wallClock } from '../triggering/zoned-time.ts';
import { executionPath, outcomeWords } from './execution-words.ts';
import { armedLater, madeLater, playbookObstacle } from './not-started.ts';
import { type KnownExecution, type PlaybookFacts, triggersAt } from './playbook-facts.ts';
import { type Answer, executionLink, fact, instant, lasting, type Records, say, sentenceOf } from './statement.ts';

const MINUTE_MS = 60_000;
/** A start this soon after it was due is on time. */
const PUNCTUAL_MS = 90_000;
const FOLDED = 20;

/** A schedule trigger as it was at the time that is asked about. */
interface Armed {
  readonly triggerId: string;
  readonly timing: Timing;
  readonly schedule: Schedule | null;
}

/** What became of each schedule trigger in the minute that begins at `minute`. */
export async function whySchedules(records: Records, facts: PlaybookFacts, minute: Date): Promise<Answer[]> {
  return Promise.all(armedAt(facts, minute).map((armed) => whySchedule(records, facts, armed, minute)));
}

/** What is armed since before holds as it is; else the newest version of the time says how it was. */
function armedAt(facts: PlaybookFacts, minute: Date): Armed[] {
  const end = endOf(minute);
  const known = new Map<string, Armed>();
  for (const trigger of triggersAt(facts, 'schedule', end)) {
    known.set(trigger.id, { triggerId: trigger.id, timing: trigger, schedule: null });
  }
  for (const schedule of facts.schedules) {
    const { triggerId } = schedule;
    const then = known.get(triggerId)?.timing;
    known.set(triggerId, { triggerId, schedule, timing: schedule.armedAt <= end || !then ? schedule : then });
  }
  return [...known.values()];
}

function endOf(minute: Date): Date {
  return new Date(minute.getTime() + MINUTE_MS - 1);
}

async function whySchedule(records: Records, facts: PlaybookFacts, armed: Armed, minute: Date): Promise<Answer> {
  const due = latestOccurrence(armed.timing, endOf(minute));
  return due !== null && due >= minute
    ? whyOccurrence(records, facts, armed, due)
    : whyNoOccurrence(records, facts, armed, minute, due);
}

async function whyOccurrence(records: Records, facts: PlaybookFacts, armed: Armed, due: Date): Promise<Answer> {
  const { time } = facts;
  const words = describeRecurrence(armed.timing);
  const expected = say(
    `A start was due at ${time(due)} (${words}).`,
    instant('Due', due, null),
    fact('Recurrence', `${armed.timing.cron} ${armed.timing.timezone}`, schedulePath(facts, armed)),
  );
  const clock = gapSentence(armed.timing, due);
  const found = await accountFor(records, facts, armed, due);
  const answer = found === null ? whyNothing(facts, armed, due) : fromRecord(facts, found, due);
  return { ...answer, sentences: [expected, ...clock, ...answer.sentences] };
}

/** A start whose hour the clocks left out is due when the gap ends. */
function gapSentence(timing: Timing, due: Date): Sentence[] {
  const cron = parseCron(timing.cron);
  const { before, after, change } = clockOfDay(dayIndexAt(due.getTime(), timing.timezone), timing.timezone);
  if (!cron.ok || change !== due.getTime() || after < before) return [];
  const shown = new Date(wallClock(due.getTime(), timing.timezone));
  if (cron.cron.hours.includes(shown.getUTCHours()) && cron.cron.minutes.includes(shown.getUTCMinutes())) return [];
  return [
    say(
      `Its own time of day did not exist that day: the clocks in ${timing.timezone} were put forward by ${lasting(after - before)}, so it was due right after the gap.`,
      instant('Clock change', due, null),
    ),
  ];
}

/** The execution of an occurrence, or the skipped one that stands for it. */
async function accountFor(
  { store }: Records,
  { orgId, playbookId }: PlaybookFacts,
  { triggerId }: Armed,
  scheduledFor: Date,
): Promise<KnownExecution | null> {
  const executionId = executionIdFor({ orgId, playbookId, occasion: { kind: 'schedule', triggerId, scheduledFor } });
  const own = await store.get(tenantPaths(orgId).execution(executionId));
  if (own !== null) return { executionId, execution: own.data };
  const skipped = await store.query(queries.skippedUntil(orgId, playbookId, scheduledFor, { limit: FOLDED }));
  for (const { id, data } of skipped) {
    if (data?.status !== 'skipped' || data.triggerId !== triggerId) continue;
    if (data.lastScheduledFor !== null && data.lastScheduledFor >= scheduledFor) {
      return { executionId: id, execution: data };
    }
  }
  return null;
}

function fromRecord({ time }: PlaybookFacts, { executionId, execution }: KnownExecution, due: Date): Answer {
  const path = executionPath(executionId);
  const told = [executionId];
  const link = executionLink('The execution', executionId);
  const recorded = instant('Recorded', execution.createdAt, path);
  if (execution.status === 'skipped') {
    const { error, occurrences } = execution;
    const headline = `It was skipped at ${time(due)}. ${error.message}`;
    const folded = occurrences > 1 ? ` The record stands for ${occurrences} starts in a row.` : '';
    const range = [instant('First', execution.scheduledFor, path), instant('Last', execution.lastScheduledFor, path)];
    const more = error.errors.map(({ path: at, message }) => fact(at, message, path));
    const evidence = [fact('Starts', occurrences, path), ...range, recorded, ...more];
    const sentence = say(`It was skipped. ${error.message}${folded}`, fact('Reason', error.code, path), ...evidence);
    const links = error.fix === null ? [link] : [link, { ...error.fix }];
    return { rank: 'skipped', headline, sentences: [sentence], links, told };
  }
  const late = execution.createdAt.getTime() - due.getTime();
  const when = late <= PUNCTUAL_MS ? 'on time' : `${lasting(late)} late`;
  const outcome = outcomeWords(execution, time);
  const sentence = say(
    sentenceOf(`It did start, ${when}; ${outcome}`),
    fact('Status', execution.status, path),
    recorded,
  );
  const headline = sentenceOf(`It did run: the start due at ${time(due)} began ${when}, and ${outcome}`);
  return { rank: 'ran', headline, sentences: [sentence], links: [link], told };
}

function whyNothing(facts: PlaybookFacts, armed: Armed, due: Date): Answer {
  const { time, now } = facts;
  const obstacle = obstacleFor(facts, armed, due);
  const none = { links: [], told: [] };
  if (due > now) {
    const text = `That is still to come${obstacle === null ? '' : ', and as things stand it will not happen'}.`;
    const headline = `${text} ${obstacle?.text ?? `It is due at ${time(due)}.`}`;
    const sentences = [say(text, instant('Now', now, null)), ...(obstacle === null ? [] : [obstacle])];
    return { rank: 'to_come', headline, sentences, ...none };
  }
  const isGone = executionExpiry(facts.tier, due) <= now;
  const reason = isGone ? expired(facts.tier, due) : (obstacle ?? whyNotFired(facts, armed, due));
  return { rank: 'did_not', headline: `It did not run at ${time(due)}. ${reason.text}`, sentences: [reason], ...none };
}

/** What kept the occurrence from starting before its schedule was asked at all, what is certain first. */
function obstacleFor(facts: PlaybookFacts, armed: Armed, due: Date): Sentence | null {
  const { schedule, triggerId: id } = armed;
  const later = madeLater(facts, due);
  if (later !== null) return later;
  if (schedule !== null && schedule.armedAt >= due) {
    return armedLater(facts, { id, path: schedulePath(facts, armed), armedAt: schedule.armedAt }, due);
  }
  return playbookObstacle(facts, due) ?? (schedule === null ? notArmed(facts, id) : null);
}

function expired(tier: Tier, due: Date): Sentence {
  const until = executionExpiry(tier, due);
  return say(
    `Executions are kept for ${TIERS[tier].keptDays} days, so it is not known any more whether it ran.`,
    instant('Kept until', until, null),
  );
}

/** The playbook is as it should be, but its trigger is not armed. */
function notArmed({ playbookId, playbook }: PlaybookFacts, triggerId: string): Sentence {
  return say(
    'Nothing is armed for this trigger: it is not in the playbook any more, or not armed yet.',
    fact('Schedule', null, `schedules/${playbookId}.${triggerId}`),
    fact('Arming', playbook?.arming?.state ?? null, `playbooks/${playbookId}`),
  );
}

/** The playbook and its trigger were ready; so it is a matter of the schedule. */
function whyNotFired(facts: PlaybookFacts, armed: Armed, due: Date): Sentence {
  const { time, now, tick } = facts;
  const path = schedulePath(facts, armed);
  const { scheduledFor = null, lastScheduledFor = null, armedAt = null, dueAt = null } = armed.schedule ?? {};
  const position = [
    instant('Next', scheduledFor, path),
    instant('Last accounted for', lastScheduledFor, path),
    instant('Armed', armedAt, path),
  ];
  if (scheduledFor !== null && scheduledFor <= due && dueAt !== null) {
    const ticked = tick === null ? 'has left no sign of having run' : `was last heard of at ${time(tick.at)}`;
    const waits = now <= dueAt ? 'it is only just due' : 'it is late';
    return say(
      `Nobody has started it yet: ${waits}. The tick, which looks after such starts from ${time(dueAt)} on, ${ticked}.`,
      instant('Looked at by', dueAt, path),
      instant('Last tick', tick?.at ?? null, null),
      ...position,
    );
  }
  return say(
    'It was armed, and the schedule has moved on, but there is no record of this start. The stored facts do not say why.',
    fact('Execution', null, null),
    ...position,
  );
}

/** Nothing was due in that minute: what comes before and after, and what became of the one before. */
async function whyNoOccurrence(
  records: Records,
  facts: PlaybookFacts,
  armed: Armed,
  minute: Date,
  before: Date | null,
): Promise<Answer> {
  const { time } = facts;
  const { timing } = armed;
  const after = nextOccurrence(timing, endOf(minute));
  const around = [
    before === null ? null : `the one before at ${time(before)}`,
    after === null ? null : `the next at ${time(after)}`,
  ];
  const told = around.filter((part) => part !== null).join(', ');
  const text = `Its schedule (${describeRecurrence(timing)}) has no start at ${time(minute)}: ${told === '' ? 'it has none at all' : told}.`;
  const sentences = [
    say(
      text,
      fact('Recurrence', `${timing.cron} ${timing.timezone}`, schedulePath(facts, armed)),
      instant('Before', before, null),
      instant('After', after, null),
    ),
    ...foldSentence(timing, minute, before),
  ];
  const base = { rank: 'nothing_due' as const, headline: text };
  if (before === null) return { ...base, sentences, links: [], told: [] };
  const found = await accountFor(records, facts, armed, before);
  if (found === null) return { ...base, sentences, links: [], told: [] };
  const path = executionPath(found.executionId);
  const became = say(
    sentenceOf(`Of the one before: ${outcomeWords(found.execution, time)}`),
    fact('Status', found.execution.status, path),
    instant('Recorded', found.execution.createdAt, path),
  );
  const links = [executionLink('The execution before', found.executionId)];
  return { ...base, sentences: [...sentences, became], links, told: [found.executionId] };
}

/** A fixed hour that the clocks show twice starts once, the first time. */
function foldSentence(timing: Timing, minute: Date, before: Date | null): Sentence[] {
  if (before === null || before.getTime() === minute.getTime()) return [];
  const shown = (at: Date) => wallClock(at.getTime(), timing.timezone);
  if (shown(before) !== shown(minute)) return [];
  return [
    say(
      `The clocks in ${timing.timezone} were put back, so this time of day came twice; it starts the first time only.`,
      instant('First time', before, null),
      instant('Second time', minute, null),
    ),
  ];
}

function schedulePath({ playbookId }: PlaybookFacts, { schedule, triggerId }: Armed): string {
  return schedule === null ? `playbooks/${playbookId}/versions` : `schedules/${playbookId}.${triggerId}`;
}

import type { Explanation, ExplanationLink } from '../../model/explanation.ts';
import { queries } from '../../model/query.ts';
import { readAskedTime } from './asked-time.ts';
import { executionPath, outcomeWords } from './execution-words.ts';
import { playbookObstacle } from './not-started.ts';
import { loadPlaybookFacts, type PlaybookFacts } from './playbook-facts.ts';
import {
  type Answer,
  executionLink,
  explanationOf,
  fact,
  instant,
  playbookLink,
  RANKS,
  type Records,
  say,
  sentenceOf,
} from './statement.ts';
import { whyEvents } from './why-event.ts';
import { whySchedules } from './why-schedule.ts';

const MINUTE_MS = 60_000;
const RECENT = 20;
const SHOWN = 5;

/**
 * Why a playbook did or did not run in the minute `at`: an ISO time, read in the tenant's zone when it has no offset.
 * What was due is worked out anew from the triggers as they were; what became of it is read. Null when there is no such
 * playbook.
 */
export async function whyAt(
  records: Records,
  orgId: string,
  playbookId: string,
  at: string,
): Promise<Explanation | null> {
  const facts = await loadPlaybookFacts(records, orgId, playbookId);
  if (facts === null) return null;
  const asked = readAskedTime(at, facts.zone, facts.time);
  const answers = await Promise.all(asked.minutes.map((minute) => answersFor(records, facts, minute)));
  const all = answers.flat();
  const best = all.toSorted((a, b) => RANKS.indexOf(a.rank) - RANKS.indexOf(b.rank))[0] ?? startsByNothing(facts);
  const links = [playbookLink('Open the playbook', playbookId)];
  const shown = all.length > 0 ? all : [best];
  return explanationOf(best.headline, [{ sentences: asked.notes, links }, ...shown], facts.time);
}

async function answersFor(records: Records, facts: PlaybookFacts, minute: Date): Promise<Answer[]> {
  const [schedules, events] = await Promise.all([
    whySchedules(records, facts, minute),
    whyEvents(records, facts, minute),
  ]);
  const triggers = [...schedules, ...events];
  const told = new Set(triggers.flatMap((answer) => answer.told));
  return [...triggers, ...(await otherExecutions(records, facts, minute, told))];
}

/** Executions that began in that minute or were under way, whoever started them. */
async function otherExecutions(
  { store }: Records,
  { orgId, playbookId, time }: PlaybookFacts,
  minute: Date,
  told: ReadonlySet<string>,
): Promise<Answer[]> {
  const end = new Date(minute.getTime() + MINUTE_MS);
  const before = await store.query(queries.executionsOf(orgId, playbookId, { limit: RECENT, after: [end] }));
  const others = before.flatMap(({ id, data }): Answer[] => {
    if (data === null || told.has(id) || data.status === 'skipped') return [];
    const began = data.createdAt >= minute;
    if (!began && data.completedAt !== null && data.completedAt <= minute) return [];
    const path = executionPath(id);
    const how = began ? 'was started in that minute' : `was under way, since ${time(data.createdAt)}`;
    const text = sentenceOf(
      `An execution started by ${STARTERS[data.triggeredBy]} ${how}; ${outcomeWords(data, time)}`,
    );
    const sentence = say(
      text,
      fact('Started by', data.triggeredBy, path),
      instant('Created', data.createdAt, path),
      instant('Ended', data.completedAt, path),
    );
    const links: ExplanationLink[] = [executionLink(began ? 'Another execution' : 'The execution under way', id)];
    return [{ rank: began ? 'ran' : 'nothing_due', headline: text, sentences: [sentence], links, told: [id] }];
  });
  return others.slice(0, SHOWN);
}

const STARTERS = {
  schedule: 'its schedule',
  event: 'an event',
  webhook: 'a webhook',
  manual: 'hand',
  agent: 'an agent',
  api: 'the API',
  playbook: 'another playbook',
  task: 'a task',
} as const;

/** No trigger of which anything is known: only people start it, or its triggers were never armed. */
function startsByNothing(facts: PlaybookFacts): Answer {
  const { playbook, playbookId, now } = facts;
  const path = `playbooks/${playbookId}`;
  const triggers = playbook?.triggers.filter(({ type }) => type !== 'manual').length ?? null;
  const text =
    triggers === 0
      ? 'Nothing starts this playbook by itself, and nobody started it at that time.'
      : 'It did not run: no trigger of it was ever armed, and nobody started it at that time.';
  const known = [
    fact('Triggers', triggers, path),
    fact('Versions', facts.versions.length, `${path}/versions`),
  ] as const;
  const obstacle = playbookObstacle(facts, now);
  const sentences = [say(text, ...known), ...(obstacle === null ? [] : [obstacle])];
  const headline = triggers === 0 || obstacle === null ? text : `${text} ${obstacle.text}`;
  return { rank: triggers === 0 ? 'nothing_due' : 'did_not', headline, sentences, links: [], told: [] };
}

import type { Card } from '../../../model/chat-part.ts';
import { type Contract, readContract } from '../../../model/contract.ts';
import type { Playbook, PlaybookContent } from '../../../model/playbook.ts';
import type { TriggerDraft } from '../../../model/trigger.ts';
import type { StepCatalog } from '../../engine/step-type.ts';
import { missingConnections, stepsOf } from '../../governance/connection-use.ts';
import { occurrencesBetween } from '../../triggering/next-occurrence.ts';
import { DAY_MS, zonedIso } from '../../triggering/zoned-time.ts';
import { openPoints } from '../compile-contract.ts';
import { disagreements, heldExamples } from '../contract-check.ts';
import { type ContractWords, contractInWords, explainContract } from '../explain-contract.ts';
import { type Forecast, forecastPlaybook } from '../forecast.ts';
import type { Saved } from '../save-playbook.ts';
import { normalizePlaybook } from '../validate-playbook.ts';
import { cardSteps, worstRisk } from './card-steps.ts';
import type { ToolContext } from './tool.ts';

const SHOWN_TIMES = 5;
const DAYS = 30;
/** A month of minutes. */
const MAX_OCCURRENCES = 50_000;

/** What a playbook would do, before anything runs; `changes` say what an edit has changed of it. */
export async function buildCard(
  context: ToolContext,
  { playbookId, playbook }: Saved,
  changes: readonly string[] = [],
): Promise<Card> {
  const { engine, orgId, connectors, secrets } = context;
  const facts = await context.facts();
  const contract = readContract(playbook.contractJson);
  const normalized = normalizePlaybook(playbook, engine.catalog);
  const content = 'problems' in normalized ? null : normalized.content;
  const [forecast, missing] = await Promise.all([
    forecastPlaybook(engine, orgId, playbookId, { ...playbook, status: 'active' }),
    missingConnections({ ...engine, connectors, secrets }, orgId, stepsOf(playbook)),
  ]);
  const words = contract === null || content === null ? null : wordsFor(contract, content, facts);
  const steps = content === null ? [] : cardSteps(content.steps, engine.catalog, words, facts);
  return {
    playbookId,
    versionId: 'problems' in normalized ? null : normalized.versionId,
    name: playbook.name,
    agent: playbook.agent ?? contract?.agent ?? 'pops',
    status: playbook.status,
    isWish: false,
    understood: understood(playbook, forecast, contract === null ? null : explainContract(contract, facts)),
    triggers: (words?.triggers ?? forecast.triggers.map((one) => one.words)).map(cut),
    nextTimes: nextTimes(forecast),
    steps,
    risk: worstRisk(steps.map(({ risk }) => risk)),
    cost: costOf(forecast),
    missingConnections: missing.slice(0, 20).map(({ connector, title }) => ({ vendor: connector, title })),
    simulation: content === null ? null : simulationOf(context, content, forecast),
    examples: contract === null || content === null ? [] : heldExamples(content, contract, engine.catalog),
    assumptions: contract === null ? [] : [...contract.assumptions],
    problems: problemsOf(playbook, contract, content, forecast, engine.catalog).slice(0, 20).map(cut),
    changes: changes.slice(0, 20).map(cut),
  };
}

function cut(text: string): string {
  return text.slice(0, 500);
}

/** The contract's own words; of triggers that were changed by hand the forecast tells. */
function wordsFor(
  contract: Contract,
  content: PlaybookContent,
  facts: Awaited<ReturnType<ToolContext['facts']>>,
): Omit<ContractWords, 'triggers'> & { readonly triggers: readonly string[] | null } {
  const isSame = startsOf(contract.triggers) === startsOf(content.triggers);
  const words = contractInWords(contract, facts);
  return { ...words, triggers: isSame ? words.triggers : null };
}

/** What starts it, whatever ids and filters its triggers have. */
function startsOf(triggers: readonly TriggerDraft[]): string {
  return triggers
    .map((one) => {
      if (one.type === 'schedule') {
        const { cron, timezone, every = 1, dayOfMonth = null, weekOfMonth = null, until = null } = one;
        return [cron, timezone, every, dayOfMonth, weekOfMonth, until].join('|');
      }
      return one.type === 'event' ? one.eventName : one.type;
    })
    .join('; ');
}

function understood({ description }: Playbook, forecast: Forecast, said: string | null): string {
  if (said !== null) return said.slice(0, 4_000);
  const starts = forecast.triggers.map(({ words }) => words).join('; ');
  return [description, starts === '' ? '' : `It starts ${starts}.`].filter((text) => text !== '').join(' ');
}

function nextTimes({ triggers }: Forecast): Card['nextTimes'] {
  return triggers
    .flatMap(({ next, timezone }) => next.map((one) => ({ ...one, zone: timezone ?? 'UTC' })))
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .slice(0, SHOWN_TIMES)
    .map(({ at, zone, local, note }) => ({
      at: zonedIso(at, zone),
      words: note === null ? local : `${local} (${note})`,
    }));
}

const MICRO = 1_000_000;

function costOf({ cost, executionsPerMonth, problems }: Forecast): Card['cost'] {
  // Once, or by something that has not happened lately: what a month of it costs says nothing then.
  if (problems.length > 0 || executionsPerMonth.max === 0) return null;
  const [lowUsd, highUsd] = [cost.min / MICRO, cost.max / MICRO];
  const [low, high] = [dollars(lowUsd), dollars(highUsd)];
  const range = low === high ? high : `${low} to ${high}`;
  const often = `${executionsPerMonth.max.toLocaleString('en-US')} ${executionsPerMonth.max === 1 ? 'time' : 'times'}`;
  return { lowUsd, highUsd, words: `${range} a month for up to ${often}, ${cost.basis}` };
}

function dollars(amount: number): string {
  return amount > 0 && amount < 0.01 ? 'less than $0.01' : `$${amount.toFixed(2)}`;
}

/** How often it would have started of late: by the clock, and by the events that the forecast has looked at. Nothing is rehearsed. */
function simulationOf({ engine }: ToolContext, { triggers }: PlaybookContent, forecast: Forecast): Card['simulation'] {
  const known = forecast.triggers.filter(({ type, perMonth }) => type !== 'manual' && perMonth !== null);
  if (known.length === 0) return null;
  const to = engine.clock.now();
  const from = new Date(to.getTime() - DAYS * DAY_MS);
  const byClock = triggers.map((one) =>
    one.type === 'schedule' ? occurrencesBetween(one, from, to, MAX_OCCURRENCES).length : 0,
  );
  const byEvents = known.map(({ type, perMonth }) => (type === 'schedule' ? 0 : (perMonth ?? 0)));
  const starts = [...byClock, ...byEvents].reduce((sum, count) => sum + count, 0);
  if (starts === 0 && triggers.every(({ type }) => type === 'schedule')) return null;
  const often = starts === 1 ? 'once' : `${starts.toLocaleString('en-US')} times`;
  const words =
    starts === 0
      ? `Nothing of the last ${DAYS} days would have started it.`
      : `In the last ${DAYS} days it would have started ${often}.`;
  return { days: DAYS, starts, words };
}

function problemsOf(
  { status, arming }: Playbook,
  contract: Contract | null,
  content: PlaybookContent | null,
  forecast: Forecast,
  catalog: StepCatalog,
): string[] {
  const armed = status === 'active' && arming !== null && arming.state !== 'armed' ? arming.problems : [];
  return [
    ...forecast.problems.map(({ message }) => message),
    ...(contract === null || content === null
      ? []
      : disagreements(content, contract, catalog).map(({ message }) => message)),
    ...(contract === null ? [] : openPoints(contract)),
    ...armed.map(({ message }) => message),
  ];
}

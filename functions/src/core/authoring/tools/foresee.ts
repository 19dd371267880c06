import { z } from 'zod';
import type { ChatPart } from '../../../model/chat-part.ts';
import { playbookIdSchema } from '../../../model/ids.ts';
import { localTime } from '../../triggering/describe-recurrence.ts';
import { type Simulation, simulateDays } from '../../triggering/simulate.ts';
import { forecastPlaybook } from '../forecast.ts';
import { callKey, clickFor, livePlaybookOf, playbookOf } from './stored-playbook.ts';
import { defineTool, found, type ToolContext, ToolError } from './tool.ts';

/** Events are kept for as long. */
const MAX_DAYS = 30;
const ROWS = 20;
const MICRO = 1_000_000;

const simulateParams = z.strictObject({ playbookId: playbookIdSchema, days: z.int().min(1).max(MAX_DAYS).optional() });

export const simulatePlaybook = defineTool<z.infer<typeof simulateParams>>({
  name: 'simulate_playbook',
  title: 'Try a playbook on the past',
  description:
    'What a playbook would have done of the last days (30 at most), by dry runs: nothing is sent or changed. Takes up to 20 seconds.',
  params: simulateParams,
  role: 'editor',
  scope: 'executions:run',
  writes: false,
  isFinal: false,
  // A dry run reads for real: an address can tell whoever owns it what stands in it.
  byClick: (context, { playbookId, days = MAX_DAYS }) =>
    clickFor(context, playbookId, 'Simulate', ` over the last ${days} days`),
  call: async (context, { playbookId, days = MAX_DAYS }) => {
    const { engine, orgId, actor, member } = context;
    const { name } = await livePlaybookOf(context, playbookId);
    const triggeredBy = member === null ? 'api' : 'manual';
    const how = { orgId, playbookId, startedBy: actor.id, member, triggeredBy, key: callKey(context) } as const;
    const simulation = await simulateDays(engine, how, days);
    if (simulation === null) throw new ToolError(`“${name}” has just been deleted`, 'not_found');
    const { counted, rehearsed, acts, notes } = simulation;
    // What it would have sent may quote strangers, so that is for people only.
    const told = acts.map(({ action, times }) => ({ action, times }));
    return found(
      { playbookId, name, days, counted, rehearsed, acts: told, notes: [...notes] },
      {
        parts: [startsTable(context, simulation, days)],
      },
    );
  },
});

function startsTable({ tenant }: ToolContext, { starts, summary }: Simulation, days: number): ChatPart {
  const rows = starts.slice(0, ROWS).map(({ at, outcome, wouldHave }) => ({
    cells: [localTime(at, tenant.timezone, tenant.locale), outcome, wouldHave.join('; ')].map((cell) =>
      cell.slice(0, 300),
    ),
  }));
  return {
    type: 'table',
    title: `The last ${days} days: ${summary}`.slice(0, 200),
    columns: ['When', 'Outcome', 'It would have'],
    rows,
    more: Math.max(0, starts.length - ROWS),
  };
}

const forecastParams = z.strictObject({ playbookId: playbookIdSchema });

export const forecastPlaybookTool = defineTool<z.infer<typeof forecastParams>>({
  name: 'forecast_playbook',
  title: 'Look ahead',
  description:
    'When a playbook starts next, how often a month, what that costs in US dollars, which limits it touches, and what will be unusual.',
  params: forecastParams,
  role: 'viewer',
  scope: 'playbooks:read',
  writes: false,
  isFinal: false,
  call: async (context, { playbookId }) => {
    const playbook = await playbookOf(context, playbookId);
    const forecast = await forecastPlaybook(context.engine, context.orgId, playbookId, playbook);
    const { triggers, executionsPerMonth, cost, limits, notes, problems } = forecast;
    const told = {
      playbookId,
      name: playbook.name,
      triggers: triggers.map(({ words, next, perMonth }) => ({
        words,
        next: next.map(({ local, note }) => (note === null ? local : `${local} (${note})`)),
        perMonth,
      })),
      executionsPerMonth: { ...executionsPerMonth },
      costUsd: { low: cost.min / MICRO, high: cost.max / MICRO, basis: cost.basis },
      limits: limits.filter(({ isTouched }) => isTouched).map(({ words }) => words),
      notes: [...notes],
      problems: problems.map(({ message }) => message),
    };
    return found(told, { isTainted: playbook.isTainted });
  },
});

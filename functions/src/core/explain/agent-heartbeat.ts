import { type AgentId, personas } from '../../model/agent.ts';
import type { Alert } from '../../model/alert.ts';
import type { CompetitiveAction } from '../../model/competitive-action.ts';
import type { Connection } from '../../model/connection.ts';
import { type JsonObject, jsonObject } from '../../model/json.ts';
import { queries } from '../../model/query.ts';
import type { Task } from '../../model/task.ts';
import type { Engine } from '../engine/engine.ts';
import { mayBegin } from '../engine/tasks/fresh-task.ts';
import { objectIn } from '../engine/tasks/handlers.ts';
import type { Stored } from '../ports.ts';
import { readable } from './readable.ts';

/** What a look at one thing comes to; `actions` are the things themselves. */
export type Look =
  | { readonly status: 'ok' }
  | {
      readonly status: 'alert';
      readonly message: string;
      readonly priority: 'low' | 'medium' | 'high';
      readonly actions: readonly JsonObject[];
    };
type AlertLook = Extract<Look, { status: 'alert' }>;

/** A look with the name of the check. */
export interface Checked {
  readonly check: string;
  readonly look: Look;
}

/** No look reads more of any of these. */
const MOST = { actions: 200, tasks: 200, connections: 100, alerts: 50 } as const;
/** So many of the things are shown with a look. */
const MOST_SHOWN = 20;

interface Facts {
  readonly pending: readonly Stored<CompetitiveAction>[];
  readonly tasks: readonly Stored<Task>[];
  readonly connections: readonly Stored<Connection>[];
  readonly alerts: readonly Stored<Alert>[];
  /** The agents whose step types speak through a connector. */
  readonly usersOf: (connector: string) => ReadonlySet<AgentId>;
}

interface Check {
  readonly check: string;
  /** Null where there is nothing that anybody has to see to. */
  readonly look: (facts: Facts, agent: AgentId) => AlertLook | null;
}

/** What each agent looks after: critical threats first, as the heartbeat that this one replaces did. */
const CHECKS: readonly Check[] = [
  {
    check: 'competitive_threats',
    // Who watches competitors watches all of them.
    look: ({ pending }, agent) => {
      const isOurs = ({ data }: Stored<CompetitiveAction>) => agent === 'ezal' || data.assignedAgent === agent;
      const critical = pending.filter((one) => one.data.priority === 'critical' && isOurs(one));
      const words = said(
        critical.length,
        'critical competitive threat requires',
        'critical competitive threats require',
      );
      return alertOf('high', `🚨 ${words} attention`, critical.map(shownAction));
    },
  },
  {
    check: 'suggestions',
    look: ({ pending }, agent) => {
      const own = pending.filter(({ data }) => data.assignedAgent === agent && data.priority !== 'critical');
      return alertOf(
        'low',
        `${said(own.length, 'suggestion waits', 'suggestions wait')} for an answer`,
        own.map(shownAction),
      );
    },
  },
  {
    check: 'failed_tasks',
    look: ({ tasks }, agent) => {
      const failed = tasks.filter(({ data }) => data.assignedAgent === agent && data.status === 'escalated');
      return alertOf('high', `${said(failed.length, 'task', 'tasks')} could not be done`, failed.map(shownTask));
    },
  },
  {
    check: 'waiting_tasks',
    look: ({ tasks }, agent) => {
      const asked = tasks.filter(
        ({ data }) => data.assignedAgent === agent && data.status === 'new' && !mayBegin(data),
      );
      return alertOf('medium', `${said(asked.length, 'task waits', 'tasks wait')} for a yes`, asked.map(shownTask));
    },
  },
  {
    check: 'connections',
    look: ({ connections, usersOf }, agent) => {
      const failing = connections.filter(({ data }) => data.status === 'failing' && usersOf(data.connector).has(agent));
      return alertOf(
        'medium',
        `${said(failing.length, 'connection fails', 'connections fail')} that the work goes through`,
        failing.map(({ id, data: { connector } }) => ({ connectionId: id, connector })),
      );
    },
  },
  {
    check: 'alerts',
    look: ({ alerts }, agent) => {
      const open = agent === 'pops' ? alerts.filter(({ data }) => data.resolvedAt === null) : [];
      const shown = open.map(({ id, data: { title, severity, link } }) => ({ alertId: id, title, severity, link }));
      const isUrgent = open.some(({ data }) => data.severity === 'critical');
      return alertOf(isUrgent ? 'high' : 'medium', `${said(open.length, 'problem is', 'problems are')} open`, shown);
    },
  },
];

/** What these agents find when they look now, each by every check; a few bounded reads, however many agents. */
export async function heartbeatOf(
  engine: Pick<Engine, 'store' | 'catalog'>,
  orgId: string,
  agents: readonly AgentId[],
): Promise<ReadonlyMap<AgentId, readonly Checked[]>> {
  const facts = await readFacts(engine, orgId);
  return new Map(
    agents.map((agent) => {
      const checked = CHECKS.map(({ check, look }) => ({
        check,
        look: look(facts, agent) ?? ({ status: 'ok' } as const),
      }));
      return [agent, checked];
    }),
  );
}

/** All that an agent has found as one look: the worst priority, the worst first. */
export function summedUp(checked: readonly Checked[]): Look {
  const alerts = checked
    .flatMap(({ look }) => (look.status === 'alert' ? [look] : []))
    .toSorted((a, b) => PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority));
  const [worst] = alerts;
  if (worst === undefined) return { status: 'ok' };
  const message = alerts.map((one) => one.message).join('; ');
  return { ...worst, message, actions: alerts.flatMap(({ actions }) => actions).slice(0, MOST_SHOWN) };
}
const PRIORITIES = ['high', 'medium', 'low'];

async function readFacts({ store, catalog }: Pick<Engine, 'store' | 'catalog'>, orgId: string): Promise<Facts> {
  const [pending, tasks, connections, alerts] = await Promise.all([
    store.query(queries.pendingCompetitiveActions(orgId, { limit: MOST.actions })),
    store.query(queries.openTasks(orgId, { limit: MOST.tasks })),
    store.query(queries.connections(orgId, { limit: MOST.connections })),
    store.query(queries.alerts(orgId, { limit: MOST.alerts })),
  ]);
  const usersOf = (connector: string) => {
    const through = catalog.all().filter((type) => type.kind === 'action' && type.connectors?.includes(connector));
    const categories = new Set(through.map(({ category }) => category));
    const users = Object.values(personas).filter(({ trades }) => trades.some((trade) => categories.has(trade)));
    return new Set(users.map(({ id }) => id));
  };
  return {
    pending: readable(pending),
    tasks: readable(tasks),
    connections: readable(connections),
    alerts: readable(alerts),
    usersOf,
  };
}

function alertOf(priority: AlertLook['priority'], message: string, things: readonly JsonObject[]): AlertLook | null {
  if (things.length === 0) return null;
  return { status: 'alert', message, priority, actions: things.slice(0, MOST_SHOWN) };
}

function said(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function shownAction({ id, data: { dataJson, expireAt, createdAt, updatedAt, ...rest } }: Stored<CompetitiveAction>) {
  const times = { createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() };
  return jsonObject.parse({ actionId: id, ...rest, ...times, data: objectIn(dataJson) });
}

function shownTask({ id, data: { title, status, priority } }: Stored<Task>): JsonObject {
  return { taskId: id, title, status, priority };
}

import { z } from 'zod';
import { type AgentId, agentIds, personas } from '../../../model/agent.ts';
import { type JsonObject, jsonObject } from '../../../model/json.ts';
import type { Handler, Task } from '../../../model/task.ts';
import { hasModel } from '../ask-model.ts';
import type { Engine } from '../engine.ts';
import type { AnyActionType } from '../step-type.ts';

/** Who a task is given to. */
interface Whose {
  readonly assignedAgent: AgentId;
  readonly handler: Handler | null;
}

const SEED_NAMES: Readonly<Record<string, Whose>> = {
  'email agent': { assignedAgent: 'craig', handler: 'email' },
  'social agent': { assignedAgent: 'craig', handler: 'social' },
  'marketing agent': { assignedAgent: 'craig', handler: 'marketing' },
  'seo agent': { assignedAgent: 'craig', handler: 'seo' },
  'ads agent': { assignedAgent: 'craig', handler: 'ads' },
  'pricing agent': { assignedAgent: 'money_mike', handler: 'pricing' },
  'operations agent': { assignedAgent: 'pops', handler: 'operations' },
};

/** Whom a name means: an agent's own, or one of the seeds'; in capitals or not. Null for nobody. */
export function agentNamed(name: string): Whose | null {
  const word = name.trim().toLowerCase();
  const id = agentIds.find((one) => one === word || personas[one].name.toLowerCase() === word);
  return id === undefined ? (SEED_NAMES[word] ?? null) : { assignedAgent: id, handler: null };
}

/** The names that a task may be given to, for people. */
export const agentNames = [...agentIds, ...Object.keys(SEED_NAMES)].join(', ');

/** A step type, and what has to be known before it is what is meant. */
interface Act {
  readonly action: string;
  readonly needs: readonly string[];
}

const ACTS: Readonly<Record<Handler, readonly Act[]>> = {
  email: [
    { action: 'reply_to_email', needs: ['id', 'to', 'body'] },
    { action: 'send_email', needs: ['to', 'subject', 'body'] },
  ],
  social: [{ action: 'publish_social_post', needs: ['network', 'text'] }],
  marketing: [
    { action: 'send_newsletter', needs: ['subject', 'body', 'postalAddress'] },
    { action: 'create_campaign', needs: ['name', 'message'] },
  ],
  seo: [{ action: 'apply_seo_fix', needs: ['page'] }],
  ads: [{ action: 'adjust_ad_bid', needs: ['adGroupId', 'criterionId'] }],
  pricing: [
    { action: 'suggest_price', needs: ['price', 'prices'] },
    { action: 'suggest_price', needs: ['gaps'] },
  ],
  operations: [{ action: 'check_stock', needs: ['coverDays'] }],
};

const HANDLERS: Readonly<Record<AgentId, readonly Handler[]>> = {
  craig: ['email', 'social', 'marketing', 'seo', 'ads'],
  ezal: [],
  pops: ['operations'],
  money_mike: ['pricing'],
};

/** What a task comes to: a step type, and its params as they were given. */
export interface Work {
  readonly action: string;
  readonly params: JsonObject;
}

type Asked = Pick<Task, 'title' | 'description' | 'assignedAgent' | 'handler' | 'action' | 'paramsJson'> &
  Pick<Task, 'metadataJson'>;

/**
 * What an agent is to do, by what is known: `to`, `subject` and `body` make a letter of the e-mail agent's task. Names
 * may be written `postal_address`, too. Null where nothing fits.
 */
export function actFor({ catalog }: Pick<Engine, 'catalog'>, whose: Whose, metadata: JsonObject): Work | null {
  const known = camelCased(metadata);
  const handlers = whose.handler === null ? HANDLERS[whose.assignedAgent] : [whose.handler];
  const fits = ({ needs }: Act) => needs.every((name) => known[name] !== undefined && known[name] !== null);
  const act = handlers.flatMap((handler) => ACTS[handler]).find(fits);
  const type = act === undefined ? undefined : catalog.get(act.action);
  if (act === undefined || type?.kind !== 'action') return null;
  const names = paramNames(type);
  return { action: act.action, params: Object.fromEntries(Object.entries(known).filter(([name]) => names.has(name))) };
}

/**
 * How a task is done. Where nothing says what to do, by what harms nobody: the agent looks and answers, where a language
 * model is set up; else what was asked for is put on record. Null for a task that is a person's.
 */
export async function workOf(engine: Pick<Engine, 'catalog' | 'services'>, task: Asked): Promise<Work | null> {
  const { assignedAgent, handler, action, title, description } = task;
  if (action !== null) return { action, params: objectIn(task.paramsJson) };
  if (assignedAgent === null) return null;
  const metadata = objectIn(task.metadataJson);
  const act = actFor(engine, { assignedAgent, handler }, metadata);
  if (act !== null) return act;
  if (!(await hasModel(engine))) {
    return { action: 'log_note', params: { message: (description || title).slice(0, 5_000), data: metadata } };
  }
  const goal = [title, description].filter((text) => text !== '').join('\n\n');
  const isBare = Object.keys(metadata).length === 0;
  return {
    action: 'run_agent',
    params: { agent: assignedAgent, goal: goal.slice(0, 4_000), ...(!isBare && { context: metadata }) },
  };
}

/** JSON text of a task as an object; an empty one where somebody has written something else there by hand. */
export function objectIn(json: string): JsonObject {
  try {
    return jsonObject.parse(JSON.parse(json));
  } catch {
    return {};
  }
}

function paramNames({ params }: AnyActionType): Set<string> {
  return new Set(params instanceof z.ZodObject ? Object.keys(params.shape) : []);
}

function camelCased(given: JsonObject): JsonObject {
  const camel = (name: string) => name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [camel(name), value]));
}

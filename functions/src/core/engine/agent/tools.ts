import { z } from 'zod';
import { canonicalJson, type JsonObject, jsonObject } from '../../../model/json.ts';
import { type Step, stepSchema } from '../../../model/step.ts';
import type { LlmCall, LlmTool } from '../../ports.ts';
import { type AnyStepType, isTool, type StepCatalog } from '../step-type.ts';
import { addressesIn, wantedIn } from './addresses.ts';
import type { AgentCall } from './protocol.ts';

/** Of the calls that a model makes at once, so many are done. */
export const MAX_AT_ONCE = 8;
/** A call that was made so often already says nothing new. */
const MAX_SAME = 2;
/** How a model names an output that it was told about: alone in a param, a path and nothing else. */
const RECALL = /^\{\{\s*outputs\.(c\d+_\d+)((?:\.[A-Za-z_]\w*)*)\s*\}\}$/;

/** What is known of a call that was made before. */
export interface Called {
  readonly tool: string;
  readonly params: JsonObject;
  readonly ok: boolean;
  /** Where the execution has it on record; null where it was not done. */
  readonly path: string | null;
  /** What came of it, for its model. */
  readonly text: string;
}

/** What an agent knows when it wants something called. */
export interface Known {
  readonly types: readonly AnyStepType[];
  readonly called: readonly Called[];
  /** What it was given, and has been told, to look for addresses in. */
  readonly given: readonly string[];
  readonly isTainted: boolean;
  /** Whether a person is asked before each act. */
  readonly confirm: boolean;
  readonly agent: Step['agent'];
  /** Addresses of outputs by the names that the model knows them by. */
  readonly outputs: Readonly<Record<string, string>>;
}

/** A call as a step, or why it is not made. */
export type Judged =
  | {
      readonly kind: 'made';
      readonly call: AgentCall;
      readonly params: JsonObject;
      readonly recalls: readonly string[];
    }
  | { readonly kind: 'refused'; readonly params: JsonObject; readonly isLoop: boolean; readonly text: string };

export function toolsOf(catalog: StepCatalog, ids: readonly string[]): readonly AnyStepType[] {
  const tools = catalog.all().filter(isTool);
  return ids.flatMap((id) => tools.find((type) => type.id === id) ?? []);
}

/** Every round asks for all of them, and a type does not change. */
const seen = new WeakMap<AnyStepType, LlmTool>();

/** A step type as a model sees it. */
export function toolFor(type: AnyStepType): LlmTool {
  const known = seen.get(type);
  if (known !== undefined) return known;
  const { $schema, ...schema } = z.toJSONSchema(type.params, { io: 'input', unrepresentable: 'any' });
  const params = jsonObject.parse(JSON.parse(JSON.stringify(schema)));
  const tool = { name: type.id, description: type.modelDescription, params };
  seen.set(type, tool);
  return tool;
}

/** What a model wants called, held against what it may. `name`: what its output can be named by later. */
export function judgeCall(known: Known, { tool, params }: LlmCall, key: string, name: string): Judged {
  const given = jsonObject.safeParse(params);
  const refused = (text: string, isLoop = false): Judged => {
    return { kind: 'refused', params: given.data ?? {}, isLoop, text: `It did not work: ${text}` };
  };
  const type = known.types.find(({ id }) => id === tool);
  if (type === undefined) return refused('there is no such tool');
  if (!given.success) return refused('the arguments are no JSON object');
  const odd = Object.keys(given.data).find((one) => !/^[A-Za-z]\w{0,63}$/.test(one));
  if (odd !== undefined) return refused('a param has a name that none of them has');
  const again = whyNotAgain(known, type, given.data);
  if (again !== null) return refused(again, true);
  const strange = strangeIn(known, type, given.data);
  if (strange !== null) return refused(strange);
  const literals = new Set(type.literals ?? []);
  const recalls: string[] = [];
  const written: JsonObject = {};
  const values: JsonObject = {};
  for (const [param, value] of Object.entries(given.data)) {
    const isTemplate = typeof value === 'string' && value.includes('{{');
    const [, recalled = '', rest = ''] = (isTemplate && RECALL.exec(value.trim())) || [];
    if (recalled !== '') {
      if (literals.has(param)) return refused(`'${param}' is taken as it is written; it cannot name an output`);
      if (known.outputs[recalled] === undefined) return refused(`there is no outputs.${recalled}`);
      recalls.push(recalled);
      written[param] = `{{outputs.${recalled}${rest}}}`;
    } else if (literals.has(param)) {
      if (isTemplate) return refused(`'${param}' is taken as it is written; it cannot hold a template`);
      written[param] = value;
    } else {
      values[param] = value;
      const isHtml = !known.isTainted && (type.htmlParams ?? []).includes(param);
      written[param] = isHtml ? `{{raw(call.${param})}}` : `{{call.${param}}}`;
    }
  }
  const requiresApproval = known.confirm && type.kind === 'action' && type.effect !== 'none';
  const step = stepSchema.parse({ id: tool, action: tool, params: written, agent: known.agent, requiresApproval });
  return { kind: 'made', call: { key, step, call: values, name }, params: given.data, recalls };
}

/** Whether it has no effect that people would have to agree to. */
export function onlyReads(type: AnyStepType): boolean {
  return type.kind === 'action' && type.effect === 'none' && type.isGuarded === undefined;
}

function whyNotAgain({ called }: Known, type: AnyStepType, params: JsonObject): string | null {
  const text = canonicalJson(params);
  const same = called.filter((one) => one.tool === type.id && canonicalJson(one.params) === text);
  if (!onlyReads(type) && same.some(({ ok }) => ok)) return 'this very thing was done already; it is not done twice';
  return same.length >= MAX_SAME
    ? 'this was called before, and what came of it stands above; try something else'
    : null;
}

/** Once strangers' words are in play, what a model makes up goes nowhere. */
function strangeIn({ given, called, isTainted }: Known, type: AnyStepType, params: JsonObject): string | null {
  if (!isTainted) return null;
  if (onlyReads(type)) {
    const known = new Set([...given, ...called.map(({ text }) => text)].flatMap(addressesIn));
    for (const one of called) for (const address of one.ok ? wantedIn(one.params) : []) known.add(address);
    const strange = wantedIn(params).find((address) => !known.has(address));
    return strange === undefined
      ? null
      : `${strange} was neither given nor found on a page: with strangers' words in play, no address is made up`;
  }
  const targets = type.kind === 'action' || type.kind === 'child' ? (type.targets ?? []) : [];
  const fixed = targets.find((name) => (type.literals ?? []).includes(name) && params[name] !== undefined);
  return fixed === undefined ? null : `with strangers' words in play, '${fixed}' is not for an agent to choose`;
}

import { z } from 'zod';
import { type JsonObject, jsonObject } from '../../model/json.ts';
import { DAILY_LIMITS } from '../../model/limit.ts';
import type { Risk } from '../../model/policy.ts';
import type { RetryPolicy } from '../../model/step.ts';
import type { AnyStepType, EffectClass, Kind } from '../engine/step-type.ts';
import { type Varying, varying } from './varying.ts';

/** A step type as data: for the form of the app, for agents, for the reference. */
export interface StepDescription {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly modelDescription: string;
  readonly category: string;
  readonly icon: string;
  readonly kind: Kind;
  readonly risk: Varying<Risk>;
  readonly effect: Varying<EffectClass>;
  /** The daily limit that it counts in, and how much that is where the tenant has no other. */
  readonly limit: { readonly name: string; readonly perDay: number } | null;
  /** Ids of the connectors that it speaks through; of several, any one will do. */
  readonly connectors: readonly string[];
  /** Whether what it gives may hold what strangers wrote, whatever it is given. */
  readonly isTainting: boolean;
  /** Null for words of the flow. */
  readonly timeoutMs: number | null;
  readonly retry: RetryPolicy | null;
  readonly example: JsonObject;
  /** JSON Schemas, 2020-12: what may be given, and what comes out. */
  readonly params: JsonObject;
  readonly output: JsonObject;
  readonly htmlParams: readonly string[];
  readonly literals: readonly string[];
  readonly wires: Readonly<Record<string, readonly string[]>>;
  readonly holds: 'steps' | 'branches' | null;
}

const described = new WeakMap<AnyStepType, StepDescription>();

/** What a step type says of itself; worked out once. */
export function describeStep(type: AnyStepType): StepDescription {
  const known = described.get(type);
  if (known) return known;
  const fresh = description(type);
  described.set(type, fresh);
  return fresh;
}

const RISKS: readonly Risk[] = ['safe', 'moderate', 'high'];
const EFFECTS: readonly EffectClass[] = ['none', 'idempotent', 'once'];

function description(type: AnyStepType): StepDescription {
  const { id, title, modelDescription, category, icon, kind, example } = type;
  const shape = z.toJSONSchema(type.params, { io: 'input', unrepresentable: 'any' });
  const told = { params: type.params, shape, example };
  const action = type.kind === 'action' ? type : null;
  const limit = action?.limit ?? null;
  return {
    id,
    title,
    description: type.description,
    modelDescription,
    category,
    icon,
    kind,
    risk: varying({ ...told, of: action?.risk ?? 'safe', order: RISKS }),
    effect: varying({ ...told, of: action?.effect ?? 'none', order: EFFECTS }),
    limit: limit === null ? null : { name: limit, perDay: DAILY_LIMITS[limit] },
    connectors: action?.connectors ?? [],
    isTainting: action?.isTainting ?? false,
    timeoutMs: action?.timeoutMs ?? null,
    retry: action?.retry ?? null,
    example,
    params: plain(shape),
    output: plain(z.toJSONSchema(type.output, { io: 'output', unrepresentable: 'any' })),
    htmlParams: type.htmlParams ?? [],
    // What several types share may name more params than each of them has.
    literals: (type.literals ?? []).filter((name) => shape.properties?.[name] !== undefined),
    wires: type.wires ?? {},
    holds: type.holds ?? null,
  };
}

function plain(schema: z.core.JSONSchema.BaseSchema): JsonObject {
  return jsonObject.parse(JSON.parse(JSON.stringify(schema)));
}

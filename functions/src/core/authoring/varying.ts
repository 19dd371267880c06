import type { z } from 'zod';
import type { JsonObject, JsonValue } from '../../model/json.ts';

/** What a step type says of itself: always the same, or by its params. */
export type Varying<T extends string> =
  | T
  | {
      /** The params that it depends on. */
      readonly dependsOn: readonly string[];
      /** The worst that it came to, as far as was tried. */
      readonly upTo: T;
      /** Where it depends on one param only, one of a few values: what each comes to. */
      readonly byValue: Readonly<Record<string, T>> | null;
      /** Where it depends on how many one param names: from how many on it is what. */
      readonly byCount: readonly (readonly [from: number, is: T])[] | null;
      /** What it is without that param. */
      readonly without: T | null;
    };

type Shape = z.core.JSONSchema.JSONSchema;
interface Told<T extends string> {
  readonly of: T | ((params: never) => T);
  /** From mild to strict. */
  readonly order: readonly T[];
  readonly params: z.ZodType;
  readonly shape: Shape;
  readonly example: JsonObject;
}

const COUNTS = [1, 2, 3, 4, 5, 6, 10, 11, 20, 21, 50, 51, 100, 101, 500];
const NUMBERS = [0, 1, 5, 6, 20, 50, 100, 1_000, 100_000];
const ADDRESS = 'ada@example.com';

/** Finds out what a function of the params depends on, and what it comes to, by trying it around the example. */
export function varying<T extends string>({ of, order, params, shape, example }: Told<T>): Varying<T> {
  if (typeof of !== 'function') return of;
  const names = Object.keys(shape.properties ?? {});
  const base = withoutTemplates(example);
  const read = new Set<string>();
  const told = (given: JsonObject): T | null => {
    const parsed = params.safeParse(given);
    return parsed.success ? of(watched(parsed.data, read) as never) : null;
  };
  const all = [
    base,
    ...names.flatMap((name) => variants(shapeOf(shape, name), base[name]).map((one) => ({ ...base, [name]: one }))),
  ];
  const seen = all.map(told).filter((one) => one !== null);
  const upTo = seen.reduce((a, b) => (order.indexOf(b) > order.indexOf(a) ? b : a), order[0] as T);
  const dependsOn = names.filter((name) => read.has(name));
  const [only, ...others] = dependsOn;
  if (only === undefined) return upTo;
  if (others.length > 0) return { dependsOn, upTo, byValue: null, byCount: null, without: null };
  const { [only]: given, ...rest } = base;
  const values = valuesOf(shapeOf(shape, only));
  const byValue = values.flatMap((value) => {
    const is = told({ ...rest, [only]: value });
    return is === null ? [] : [[String(value), is] as const];
  });
  const byCount =
    values.length > 0 ? [] : steps(COUNTS.map((count) => [count, told({ ...rest, [only]: many(given, count) })]));
  return {
    dependsOn,
    upTo,
    byValue: byValue.length > 0 ? (Object.fromEntries(byValue) as Record<string, T>) : null,
    byCount: byCount.length > 0 ? byCount : null,
    without: told(rest),
  };
}

function steps<T>(tried: readonly (readonly [number, T | null])[]): (readonly [number, T])[] {
  const found = tried.flatMap(([count, is]) => (is === null ? [] : [[count, is] as const]));
  return found.filter(([, is], index) => index === 0 || found[index - 1]?.[1] !== is);
}

/** Notes which params are looked at. */
function watched(params: unknown, read: Set<string>): unknown {
  if (params === null || typeof params !== 'object') return params;
  return new Proxy(params, {
    get(target, name) {
      if (typeof name === 'string') read.add(name);
      return Reflect.get(target, name);
    },
  });
}

function variants(shape: Shape, given: JsonValue | undefined): JsonValue[] {
  const values = valuesOf(shape);
  if (values.length > 0) return values;
  if (kindsOf(shape).includes('number')) return NUMBERS;
  return COUNTS.map((count) => many(given, count));
}

/** The few values that a param can have; none where there are many. */
function valuesOf(shape: Shape): JsonValue[] {
  const inner = shape.anyOf ?? shape.oneOf;
  if (inner)
    return inner.some((one) => valuesOf(one).length === 0 && one.type !== 'null') ? [] : inner.flatMap(valuesOf);
  if (shape.const !== undefined) return [shape.const as JsonValue];
  if (shape.enum) return shape.enum as JsonValue[];
  return shape.type === 'boolean' ? [true, false] : [];
}

function kindsOf(shape: Shape): string[] {
  const inner = shape.anyOf ?? shape.oneOf;
  if (inner) return inner.flatMap(kindsOf);
  return [shape.type ?? []].flat().map((type) => (type === 'integer' ? 'number' : type));
}

function many(given: JsonValue | undefined, count: number): JsonValue {
  const one = Array.isArray(given) ? given[0] : given;
  return Array.from({ length: count }, (_, index) => {
    return typeof one === 'string' || one === undefined ? `${index}.${ADDRESS}` : one;
  });
}

function shapeOf(shape: Shape, name: string): Shape {
  const own = shape.properties?.[name];
  return typeof own === 'object' ? own : {};
}

/** With something that can be anything in the place of each template. */
export function withoutTemplates(example: JsonObject): JsonObject {
  const filled = JSON.stringify(example).replaceAll(/\{\{.*?\}\}/g, ADDRESS);
  return JSON.parse(filled) as JsonObject;
}

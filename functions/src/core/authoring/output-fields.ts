import { z } from 'zod';
import type { AnyStepType } from '../engine/step-type.ts';

type Shape = z.core.JSONSchema.JSONSchema;

/** Whatever gives something that is known by its schema: a step type, or an event. */
type Giver = Pick<AnyStepType, 'output'>;

const shapes = new WeakMap<z.ZodType, Shape>();

function outputShape({ output }: Giver): Shape {
  const known = shapes.get(output);
  if (known) return known;
  const shape = z.toJSONSchema(output, { io: 'output', unrepresentable: 'any' });
  shapes.set(output, shape);
  return shape;
}

/** What is wrong with reading `fields` of an output; null when it can be there. `name` is how the author calls it. */
export function missingField(type: Giver, fields: readonly string[], name: string): MissingField | null {
  let options = [outputShape(type)];
  let reached = name;
  for (const field of fields) {
    const maps = options.flatMap(branches);
    if (maps.some(isOpen)) return null;
    const names = [...new Set(maps.flatMap((map) => Object.keys(map.properties ?? {})))];
    const next = maps.flatMap((map) => shapeOfField(map, field));
    if (next.length === 0) return { at: reached, field, names };
    reached = `${reached}.${field}`;
    options = next;
  }
  return null;
}

export interface MissingField {
  /** How far the path was right. */
  readonly at: string;
  readonly field: string;
  /** What is there instead; empty where a value has no fields at all. */
  readonly names: readonly string[];
}

/** The names of the fields that a step's output has for certain or perhaps. */
export function outputFieldNames(type: AnyStepType): string[] {
  return branches(outputShape(type)).flatMap((map) => Object.keys(map.properties ?? {}));
}

function branches(shape: Shape): Shape[] {
  const inner = shape.anyOf ?? shape.oneOf ?? shape.allOf;
  return inner ? inner.flatMap(branches) : [shape];
}

/** Nothing is known of it, so everything may be in it. */
function isOpen(shape: Shape): boolean {
  if (shape.$ref !== undefined) return true;
  return shape.type === undefined ? shape.properties === undefined : false;
}

function shapeOfField({ type, properties, additionalProperties: rest }: Shape, field: string): Shape[] {
  const named = properties?.[field] ?? (type === 'object' ? rest : undefined);
  if (named === undefined || named === false) return [];
  return [named === true ? {} : named];
}

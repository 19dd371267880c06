import { z } from 'zod';

export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
export type JsonObject = { [key: string]: JsonValue };

export const jsonValue: z.ZodType<JsonValue> = z.json() as z.ZodType<JsonValue>;
export const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), jsonValue);

/**
 * A document of the shop's own, as JSON: times become ISO text, references their path, places latitude and longitude;
 * bytes become null. So a document is never left out for holding something that JSON does not know.
 */
export const documentJson: z.ZodType<JsonObject> = z.preprocess(plain, jsonObject);

function plain(value: unknown): unknown {
  if (value === undefined || typeof value === 'bigint' || typeof value === 'symbol') return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Uint8Array) return null;
  if ('latitude' in value && 'longitude' in value) return { latitude: value.latitude, longitude: value.longitude };
  if ('firestore' in value && 'path' in value) return value.path;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}

/** Object keys sorted at every depth, so that equal values always give equal text (and equal hashes). */
export function canonicalJson(value: JsonValue): string {
  return JSON.stringify(sortKeys(value));
}

function sortKeys(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  const sorted: JsonObject = {};
  for (const key of Object.keys(value).sort()) sorted[key] = sortKeys(value[key] as JsonValue);
  return sorted;
}

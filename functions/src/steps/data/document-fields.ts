import { z } from 'zod';
import { type JsonValue, jsonValue } from '../../model/json.ts';

const RESERVED = ['lastWrite', 'id'];
/** Of a document, as JSON. Firestore takes 1 MiB, and twenty levels. */
const MAX_BYTES = 900_000;
const MAX_LEVELS = 15;

/** The fields of a document, as Firestore and the product can keep them. */
export const fields = z
  .record(
    z.string().regex(/^(?!__.*__$)[^.\s`[\]*/~]{1,100}$/, 'A field is a plain name, without dots and __'),
    jsonValue,
  )
  .refine((given) => Object.keys(given).length > 0, 'Give at least one field')
  .refine((given) => Object.keys(given).length <= 100, 'A document has 100 fields at most')
  .refine(
    (given) => RESERVED.every((name) => !Object.hasOwn(given, name)),
    `${RESERVED.join(' and ')} are set by the product`,
  )
  .refine(
    (given) => !Object.values(given).some(hasListInList),
    'Firestore keeps no lists inside of lists; put an object between',
  )
  .refine(
    (given) => Object.values(given).every((value) => isKeepable(value, 1)),
    `Inside of a field, names are not empty and not in __; there are ${MAX_LEVELS} levels at most`,
  )
  .refine(
    (given) => Buffer.byteLength(JSON.stringify(given)) <= MAX_BYTES,
    `A document has ${MAX_BYTES / 1000} KB at most`,
  );

function hasListInList(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.some((inner) => Array.isArray(inner) || hasListInList(inner));
  return value !== null && typeof value === 'object' && Object.values(value).some(hasListInList);
}

function isKeepable(value: JsonValue, level: number): boolean {
  if (value === null || typeof value !== 'object') return true;
  if (level > MAX_LEVELS) return false;
  const names = Array.isArray(value) ? [] : Object.keys(value);
  const inside = Object.values(value);
  return names.every((name) => /^(?!__.*__$)./s.test(name)) && inside.every((one) => isKeepable(one, level + 1));
}

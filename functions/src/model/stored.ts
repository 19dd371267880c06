import type { DocRef } from './paths.ts';

/** Raised when a stored document does not have the shape of its schema; names the document and the field. */
export class StoredShapeError extends Error {
  override readonly name = 'StoredShapeError';
  readonly path: string;
  readonly errors: readonly { path: string; message: string }[];

  constructor(path: string, errors: readonly { path: string; message: string }[]) {
    super(`${path}: ${errors.map((e) => `${e.path || '(document)'}: ${e.message}`).join('; ')}`);
    this.path = path;
    this.errors = errors;
  }
}

/** Parses what Firestore gave: its timestamps become dates, then the schema of the document decides. */
export function parseStored<T>(ref: DocRef<T>, data: unknown): T {
  const parsed = ref.schema.safeParse(datesIn(data));
  if (parsed.success) return parsed.data;
  throw new StoredShapeError(
    ref.path,
    parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })),
  );
}

/** Firestore's Timestamp (of the admin or the web SDK) → Date, at every depth. */
function datesIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(datesIn);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  if ('toDate' in value && typeof value.toDate === 'function') return value.toDate() as Date;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, datesIn(inner)]));
}

import type { z } from 'zod';

/** A document's address, with the schema that everything read from it is parsed by. */
export interface DocRef<T> {
  readonly path: string;
  readonly schema: z.ZodType<T>;
}

/** A collection (or, with `group`, every collection of that name) and the schema of its documents. */
export interface CollectionRef<T> {
  readonly path: string;
  readonly group: boolean;
  readonly schema: z.ZodType<T>;
}

/** Makes the collections of one tenant. */
export type InTenant = <T>(name: string, schema: z.ZodType<T>) => CollectionRef<T>;

export function collection<T>(path: string, schema: z.ZodType<T>): CollectionRef<T> {
  return { path, group: false, schema };
}

export function docIn<T>(parent: CollectionRef<T>, id: string): DocRef<T> {
  if (id === '' || id.includes('/')) throw new Error(`'${id}' cannot be a document id`);
  return { path: `${parent.path}/${id}`, schema: parent.schema };
}

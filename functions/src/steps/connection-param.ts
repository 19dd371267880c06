import { connectionIdSchema } from '../model/connection.ts';

/** Which connection a step speaks through; left out, the default one. A literal: nobody chooses it at run time. */
export const connectionParam = connectionIdSchema.nullable().default(null);

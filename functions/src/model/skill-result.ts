import { z } from 'zod';
import { jsonObject } from './json.ts';

/** What a cell of a table holds. */
const cellSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/**
 * What came out of an execution, as people read it: a text in Markdown, a table, files. Files have a content (their
 * text) or an address where they lie.
 */
export const skillResultSchema = z.object({
  text: z.string().nullable(),
  table: z
    .object({
      columns: z.array(z.string()),
      rows: z.array(z.array(cellSchema)),
      /** False where there are more rows than are shown. */
      isWhole: z.boolean(),
    })
    .nullable(),
  files: z.array(
    z.object({ name: z.string(), type: z.string(), content: z.string().nullable(), url: z.string().nullable() }),
  ),
  /** As the step that brought it put it out; null where it gave nothing, or too much to be kept with the execution. */
  output: jsonObject.nullable(),
});
export type SkillResult = z.infer<typeof skillResultSchema>;

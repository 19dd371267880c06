import { z } from 'zod';

/** One thing that is wrong: where (a path such as `steps.1.params.to`) and what to do about it. */
export const problemDetailSchema = z.strictObject({ path: z.string(), message: z.string() });
export type ProblemDetail = z.infer<typeof problemDetailSchema>;

/** RFC 9457 problem details, as every failed request answers. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z.array(problemDetailSchema).default([]),
});
export type Problem = z.infer<typeof problemSchema>;

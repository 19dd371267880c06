import { z } from 'zod';

/** What a language model answered to a routine question, for whoever asks the same again soon. */
export const modelAnswerSchema = z.object({
  answerJson: z.string(),
  model: z.string(),
  createdAt: z.date(),
  expireAt: z.date(),
});
export type ModelAnswer = z.infer<typeof modelAnswerSchema>;

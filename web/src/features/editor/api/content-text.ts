import { contentOf, writtenContentSchema } from '@model/written-content.ts';
import { linesOf, readText, type TextForm, type TextProblem, textOfValue } from '../../../lib/text-form.ts';
import type { Edited } from './edited.ts';
import { withIds } from './step-tree.ts';

export type FromText = { readonly edited: Edited } | { readonly problems: readonly TextProblem[] };

export function textOf(edited: Edited, form: TextForm): string {
  return textOfValue(contentOf(edited), form);
}

/** What a text says that a playbook does, or every line that is wrong. */
export function editedFrom(text: string, form: TextForm): FromText {
  const read = readText(text, form);
  if ('problems' in read) return read;
  const parsed = writtenContentSchema.safeParse(read.value);
  return parsed.success ? { edited: withIds(parsed.data) } : { problems: linesOf(parsed.error, read.lineOf) };
}

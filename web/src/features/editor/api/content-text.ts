import { agentIdSchema } from '@model/agent.ts';
import { editedContentSchema } from '@model/edited-draft.ts';
import { overlapSchema, playbookInputSchema } from '@model/playbook.ts';
import { stepDraftSchema } from '@model/step.ts';
import { triggerDraftSchema } from '@model/trigger.ts';
import { type Document, LineCounter, parseDocument, stringify } from 'yaml';
import { z } from 'zod';
import type { Edited } from './edited.ts';
import { contentOf } from './read-edited.ts';
import { withIds } from './step-tree.ts';

export type TextForm = 'json' | 'yaml';

/** Something that is wrong with a text; `line` counts from 1, null where it cannot be told. */
export interface TextProblem {
  readonly line: number | null;
  readonly message: string;
}
export type FromText = { readonly edited: Edited } | { readonly problems: readonly TextProblem[] };

/** What is in a form has to be what is meant; names and categories may still be wrong. */
const writtenSchema = editedContentSchema.extend({
  agent: agentIdSchema.nullable().default(null),
  overlap: overlapSchema.nullable().default(null),
  triggers: z.array(triggerDraftSchema).max(20).default([]),
  inputs: z.array(playbookInputSchema).max(30).default([]),
  steps: z.array(stepDraftSchema).max(500).default([]),
  onFailure: z.array(stepDraftSchema).max(50).default([]),
});

/** A value as text that reads back as exactly that value. */
export function textOfValue(value: unknown, form: TextForm): string {
  if (form === 'json') return `${JSON.stringify(value, null, 2)}\n`;
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}

export function textOf(edited: Edited, form: TextForm): string {
  return textOfValue(contentOf(edited), form);
}

type Value = { readonly value: unknown; readonly lineOf: (path: readonly PropertyKey[]) => number | null };

/** The value that a text says, or where it cannot be read. */
export function readText(text: string, form: TextForm): Value | { readonly problems: readonly TextProblem[] } {
  const lines = new LineCounter();
  // JSON is YAML, too; so the one reader tells the lines of both.
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const problems = document.errors.map(({ message, pos }) => ({
    line: lines.linePos(pos[0]).line,
    message: message.split(' at line ')[0] ?? message,
  }));
  const lineOf = (path: readonly PropertyKey[]) => lineAt(document, lines, path);
  try {
    if (form === 'json') return { value: JSON.parse(text), lineOf };
    if (problems.length === 0) return { value: document.toJS({ maxAliasCount: 50 }), lineOf };
  } catch (error) {
    if (problems.length === 0)
      problems.push({ line: 1, message: error instanceof Error ? error.message : 'Not readable' });
  }
  return { problems };
}

/** The line of the innermost part of a path that is there. */
function lineAt(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number | null {
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (node === null || typeof node !== 'object' || !('range' in node) || !Array.isArray(node.range)) continue;
    return lines.linePos(Number(node.range[0])).line;
  }
  return null;
}

/** What a text says that a playbook does, or every line that is wrong. */
export function editedFrom(text: string, form: TextForm): FromText {
  const read = readText(text, form);
  if ('problems' in read) return read;
  const parsed = writtenSchema.safeParse(read.value);
  if (parsed.success) return { edited: withIds(parsed.data) };
  const problems = parsed.error.issues.map(({ path, message, ...issue }) => ({
    line: read.lineOf(issue.code === 'unrecognized_keys' ? [...path, issue.keys[0] ?? ''] : path),
    message: path.length === 0 ? message : `${path.join('.')}: ${message}`,
  }));
  return { problems };
}

import { z } from 'zod';
import { ACTIVATE_IT } from '../../../model/chat-part.ts';
import type { JsonValue } from '../../../model/json.ts';
import type { ChatStep, ChatTurn } from '../chat-model.ts';
import { lookUpWords } from './planner-answers.ts';
import { lookedUp } from './planner-coach.ts';
import { type Done, offered, text } from './planner-steps.ts';

const failed = z.object({ error: z.string() });
const proposed = z.object({
  name: z.string(),
  status: z.string(),
  understood: z.string(),
  changes: z.array(z.string()).default([]),
  problems: z.array(z.string()).default([]),
});
const switched = z.object({
  name: z.string(),
  before: z.string().optional(),
  until: z.string().nullable().optional(),
  arming: z.string().optional(),
  problems: z.array(z.string()).default([]),
});
const executed = z.object({ name: z.string(), status: z.string(), why: z.string().optional() });

/** What is said, or called next, once tools have brought something. Nothing is claimed but what they say. */
export function wordsFor(rounds: readonly (readonly Done[])[], turn: ChatTurn): readonly ChatStep[] {
  const last = rounds.at(-1) ?? [];
  const [first] = last;
  if (first === undefined) return [];
  if (last.length > 1) return [text(last.map((one) => `- ${written(one)}`).join('\n'))];
  const error = failed.safeParse(first.result).data?.error;
  if (error !== undefined) return [text(troubleWith(first.call.tool, error))];
  return lookedUp(first, turn) ?? lookUpWords(first, turn) ?? [text(written(first)), ...choicesAfter(first)];
}

const PROPOSING = new Set(['propose_playbook', 'edit_playbook']);

function troubleWith(tool: string, error: string): string {
  const why = /[.!?]$/.test(error) ? error : `${error}.`;
  return PROPOSING.has(tool)
    ? `I understood you, but that would not work, so I saved nothing: ${why}`
    : `I could not do that: ${why}`;
}

/** What a call that changes something has come to. */
function written({ call, result }: Done): string {
  const error = failed.safeParse(result).data?.error;
  if (error !== undefined) return `I could not do that: ${error}`;
  switch (call.tool) {
    case 'propose_playbook':
      return tell(proposed, result, proposal);
    case 'edit_playbook':
      return tell(proposed, result, edited);
    case 'activate_playbook':
    case 'resume_playbook':
      return tell(switched, result, started);
    case 'pause_playbook':
      return tell(switched, result, ({ name, until }) => {
        const end = until ? `until ${until}; then it goes on by itself` : 'until you resume it';
        return `“${name}” is paused ${end}. It starts nothing, and what comes meanwhile is held.`;
      });
    case 'archive_playbook':
      return tell(
        switched,
        result,
        ({ name }) => `“${name}” is archived: it starts nothing any more. Say “undo” to have it back.`,
      );
    case 'execute_playbook':
      return tell(executed, result, execution);
    default:
      return tell(z.object({ words: z.string() }), result, ({ words }) => words);
  }
}

function tell<T>(schema: z.ZodType<T>, result: JsonValue, words: (found: T) => string): string {
  const parsed = schema.safeParse(result);
  return parsed.success ? words(parsed.data) : 'Done.';
}

function proposal({ name, status, understood, problems }: z.infer<typeof proposed>): string {
  if (status === 'active') {
    return `✅ Done! I've set up “${name}”. ${understood} You can view or pause it under Playbooks.`;
  }
  const end =
    problems.length === 0
      ? `Nothing runs yet: activate “${name}” on its card, or tell me what to change.`
      : `“${name}” is a draft. Before it can be activated:\n${listed(problems)}`;
  return `Here is what I understood: ${understood}\n\n${end}`;
}

function edited({ name, status, understood, changes, problems }: z.infer<typeof proposed>): string {
  const what = changes.length === 0 ? `“${name}” is as it was.` : `I've changed “${name}”:\n${listed(changes)}`;
  const end =
    problems.length > 0
      ? `Before it can be activated:\n${listed(problems)}`
      : status === 'draft'
        ? 'It is still a draft: activate it on its card, or tell me what else to change.'
        : '';
  return [what, understood, end].filter((part) => part !== '').join('\n\n');
}

function started({ name, before, arming, problems }: z.infer<typeof switched>): string {
  if (before === 'active') return `“${name}” is active already.`;
  if (arming === 'armed') return `✅ Done! “${name}” is active${before === 'paused' ? ' again' : ''} and armed.`;
  if (problems.length > 0) return `“${name}” is active, but not armed yet:\n${listed(problems)}`;
  return `“${name}” is active. It is still being armed; its card shows when it is ready.`;
}

function execution({ name, status, why }: z.infer<typeof executed>): string {
  if (why !== undefined) return `“${name}” was not run: ${why}`;
  const where =
    status === 'waiting'
      ? 'waits: a pause or a limit holds it, and it begins by itself once that is over'
      : 'is running';
  return `“${name}” ${where}. You can follow it here.`;
}

function choicesAfter({ call, result }: Done): readonly ChatStep[] {
  if (call.tool !== 'propose_playbook' && call.tool !== 'edit_playbook') return [];
  const made = proposed.safeParse(result).data;
  return made?.status === 'draft' && made.problems.length === 0 ? offered([ACTIVATE_IT]) : [];
}

function listed(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

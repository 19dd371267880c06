import { z } from 'zod';
import type { ChatStep } from '../chat-model.ts';
import type { Command } from './commands.ts';
import { ask, call, type Done, text } from './planner-steps.ts';

const waiting = z.object({
  approvals: z.array(z.object({ approvalId: z.string(), title: z.string(), playbook: z.string() })),
});
const decided = z.object({
  title: z.string().optional(),
  status: z.string().optional(),
  votes: z.number().optional(),
  needed: z.number().optional(),
  words: z.string().optional(),
});

/** What follows from the list of what waits for a yes, given what was ordered, and from a decision. */
export function approvalSteps({ call: made, result }: Done, order: Command | null): readonly ChatStep[] {
  if (made.tool === 'decide_approval') return [text(outcome(decided.safeParse(result).data ?? {}))];
  const open = waiting.safeParse(result).data?.approvals ?? [];
  if (open.length === 0) return [text('Nothing waits for a decision.')];
  const isOrder = order?.verb === 'approve' || order?.verb === 'reject';
  if (!isOrder)
    return [text(`${open.length === 1 ? 'One thing waits' : `${open.length} things wait`} for a decision.`)];
  const { what } = order.args;
  const fitting = what === null ? open : open.filter((one) => isMeant(what, `${one.title} ${one.playbook}`));
  const [only, another] = fitting;
  if (only && !another) {
    const decision = order.verb === 'approve' ? 'approved' : 'rejected';
    return [call('decide_approval', { approvalId: only.approvalId, decision })];
  }
  const verb = order.verb === 'approve' ? 'Approve' : 'Reject';
  const candidates = only === undefined ? open : fitting;
  const why = only === undefined ? 'I find none that is called so.' : 'More than one waits.';
  const choices = [...new Set(candidates.map(({ title }) => `${verb} ${title}`))].slice(0, 8);
  // Words cannot tell apart what is called the same: the cards above do.
  if (only && choices.length === 1) return [text(`${why} Decide on the card of the one that you mean.`)];
  return [ask(`${why} Which one do you mean?`, choices, 'which', null)];
}

/** It has every word of it. */
export function isMeant(what: string, name: string): boolean {
  const words = new Set(wordsOf(name));
  return wordsOf(what).every((word) => words.has(word));
}

function wordsOf(text: string): string[] {
  const words = text
    .toLowerCase()
    .replaceAll('e-mail', 'email')
    .split(/[^\p{L}\d]+/u);
  return words.filter((word) => word !== '');
}

function outcome({ title = 'It', status, votes, needed, words }: z.infer<typeof decided>): string {
  if (words !== undefined) return words;
  if (status === 'pending') return `Your vote on “${title}” is counted: ${votes} of ${needed} so far.`;
  return `“${title}” is ${status}.`;
}

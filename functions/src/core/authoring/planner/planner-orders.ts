import { z } from 'zod';
import type { Contract } from '../../../model/contract.ts';
import { jsonObject } from '../../../model/json.ts';
import type { ChatStep, ChatTurn } from '../chat-model.ts';
import { applyChange } from '../contract-change.ts';
import { askUser } from '../own-tools.ts';
import type { Understanding } from '../understanding.ts';
import { commandSteps } from './planner-commands.ts';
import { ask, call, handTo, meant, offered, text } from './planner-steps.ts';

type Edit = Extract<Understanding, { kind: 'edit' }>;

/** What is to be called or said, now that a sentence is understood. */
export function stepsFor(understood: Understanding, said: string, turn: ChatTurn): readonly ChatStep[] {
  switch (understood.kind) {
    case 'create':
      return propose(understood.contract, turn);
    case 'edit':
      return change(understood, turn);
    case 'command':
      return commandSteps(understood.command, said, turn);
    case 'ask':
      return [ask(understood.question, understood.choices, understood.about, understood.open)];
    case 'refuse':
    case 'unknown':
    case 'talk':
      return [text(understood.message), ...offered(understood.examples)];
  }
}

/** What a plain yes is made of, and what of it says yes. */
const OF_YES = new Set(
  "yes yep yeah yup ok okay sure perfect great good right please do it that this that's looks look fine go ahead for activate start turn switch on now thanks exactly correct all so the playbook".split(
    ' ',
  ),
);
const SAYS_YES =
  /^(?:yes|yep|yeah|yup|ok|okay|sure|perfect|great|good|right|do|go|activate|start|fine|exactly|correct|turn|switch)$/;

/** A plain yes, in up to seven words. */
export function isYes(said: string): boolean {
  const words = said
    .toLowerCase()
    .split(/[^\p{L}'?]+/u)
    .filter((word) => word !== '');
  return words.length <= 7 && words.every((word) => OF_YES.has(word)) && words.some((word) => SAYS_YES.test(word));
}

const NO = /^(?:no|nope|no,? thanks|no,? thank you|not now|never ?mind|cancel|forget it|leave it)[.! ]*$/i;

/** A yes to what was just proposed activates it, a no leaves it; null where nothing was, or something else is said. */
export function answerToProposal(said: string, { entries, facts }: ChatTurn): readonly ChatStep[] | null {
  const [yes, no] = [isYes(said), NO.test(said.trim())];
  if (!yes && !no) return null;
  const now = entries.findLastIndex(({ role }) => role === 'user');
  const from = entries.slice(0, now).findLastIndex(({ role }) => role === 'user');
  const before = entries.slice(from + 1, now);
  const proposal = before.findLast(
    (entry) => entry.role === 'tool' && (entry.tool === 'propose_playbook' || entry.tool === 'edit_playbook'),
  );
  const shown = proposedSchema.safeParse(proposal?.role === 'tool' ? proposal.result : null).data;
  const isAsked = before.some((entry) => entry.role === 'tool' && entry.tool === askUser.name);
  const draft = facts.playbooks.find(({ id, status }) => id === shown?.playbookId && status === 'draft');
  if (isAsked || !draft) return null;
  if (yes) return [call('activate_playbook', { playbookId: draft.id })];
  return [text(`“${draft.name}” stays a draft, and nothing runs. Say what to change, or “delete it”.`)];
}

/** What a card has shown, as far as a yes is about it. */
const proposedSchema = z.object({ playbookId: z.string() });

/** Whose work it is proposes it. */
function propose(contract: Contract, turn: ChatTurn): readonly ChatStep[] {
  if (contract.agent !== turn.agent) return [handTo(contract.agent)];
  return [call('propose_playbook', { contract: jsonObject.parse(contract) })];
}

/** A change of what was asked for, one after the other; nothing is changed where one of them is not clear. */
function change({ target, changes, sentence }: Edit, turn: ChatTurn): readonly ChatStep[] {
  const found = meant(target, turn, (one) => one.contract !== null);
  if ('steps' in found) return found.steps((name) => name, 'change', sentence);
  const { id, name, contract } = found.playbook;
  if (contract === null) {
    return [
      text(`“${name}” was not made by a sentence, so I cannot change it by one. Change its steps under Playbooks.`),
    ];
  }
  let [next, newName] = [contract, null as string | null];
  for (const one of changes) {
    const made = applyChange(next, one, sentence, turn.facts);
    if (made.kind === 'refuse') return [text(made.message)];
    if (made.kind === 'ask') {
      const { question, about, choices = [] } = made;
      const offer = choices.length === 1 ? (choices[0] ?? null) : null;
      return [ask(question, choices, about, { sentences: [sentence], about, offer })];
    }
    next = made.contract;
    newName = made.name ?? newName;
  }
  const params = { playbookId: id, contract: jsonObject.parse(next), ...(newName !== null && { name: newName }) };
  return [call('edit_playbook', params)];
}

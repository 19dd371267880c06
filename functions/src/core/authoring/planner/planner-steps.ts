import { type AgentId, personas } from '../../../model/agent.ts';
import { type JsonObject, type JsonValue, jsonObject } from '../../../model/json.ts';
import type { KnownPlaybook } from '../authoring-facts.ts';
import type { ChatStep, ChatTurn, ToolCall } from '../chat-model.ts';
import { findPlaybook } from '../find-playbook.ts';
import { askUser, delegate } from '../own-tools.ts';
import type { About, OpenQuestion } from '../understanding.ts';

// What the planner says and calls, and which playbook is meant.

/** A call of this turn with what it brought. */
export interface Done {
  readonly call: ToolCall;
  readonly result: JsonValue;
}

/** The choices of a question which one is meant: each a sentence that names one. */
type Naming = (name: string) => string;
type Meant =
  | { readonly playbook: KnownPlaybook }
  | { readonly steps: (naming: Naming, verb: string, said: string) => readonly ChatStep[] };

/**
 * The playbook that is meant. "It" is the one that was spoken of last, or else the only one for which it can be meant
 * (`fits`). Otherwise it is asked, or said that there is none.
 */
export function meant(target: string | null, turn: ChatTurn, fits: (one: KnownPlaybook) => boolean): Meant {
  const { playbooks } = turn.facts;
  const last = playbooks.find(({ id }) => id === turn.playbookId);
  if (target === null && last) return { playbook: last };
  const fitting = playbooks.filter(fits);
  const found = findPlaybook(target, target === null && fitting.length > 0 ? fitting : playbooks);
  if (found.kind === 'one') return { playbook: found.playbook };
  const clear = found.kind === 'several' ? found.candidates.filter(fits) : [];
  const [only, another] = clear;
  if (only && !another) return { playbook: only };
  return { steps: (naming, verb, said) => unclear(target, found, { naming, verb, said }) };
}

function unclear(
  target: string | null,
  found: Exclude<ReturnType<typeof findPlaybook<KnownPlaybook>>, { kind: 'one' }>,
  { naming, verb, said }: { readonly naming: Naming; readonly verb: string; readonly said: string },
): readonly ChatStep[] {
  if (found.candidates.length === 0) {
    return [text(`You have no playbook to ${verb} yet. Tell me what it should do, and I propose one.`)];
  }
  const why =
    found.kind === 'several' ? 'More than one playbook fits.' : `I know no playbook called “${target ?? 'it'}”.`;
  const choices = found.candidates.slice(0, 8).map(({ name, label = name }) => naming(label));
  return [ask(`${why} Which one do you mean?`, choices, 'which', { sentences: [said], about: 'which', offer: null })];
}

export function text(delta: string): ChatStep {
  return { type: 'text', delta };
}

export function offered(choices: readonly string[]): readonly ChatStep[] {
  return choices.length === 0 ? [] : [{ type: 'choices', choices }];
}

export function ask(question: string, choices: readonly string[], about: About, open: OpenQuestion | null): ChatStep {
  return call(askUser.name, { question, choices: [...choices], about, open: open && jsonObject.parse(open) });
}

/** The loop gives calls their ids. */
export function call(tool: string, params: JsonObject): ChatStep {
  return { type: 'call', call: { callId: '', tool, params } };
}

export function handTo(agent: AgentId): ChatStep {
  return call(delegate.name, { agent, why: personas[agent].role.split(':')[0] ?? personas[agent].role });
}

import type { AuthoringFacts, KnownPlaybook } from '../../functions/src/core/authoring/authoring-facts.ts';
import { checkContract } from '../../functions/src/core/authoring/check-examples.ts';
import { applyChange } from '../../functions/src/core/authoring/contract-change.ts';
import { findPlaybook } from '../../functions/src/core/authoring/find-playbook.ts';
import { makeExamples } from '../../functions/src/core/authoring/make-examples.ts';
import type { Command } from '../../functions/src/core/authoring/planner/commands.ts';
import { isYes } from '../../functions/src/core/authoring/planner/planner-orders.ts';
import { understand } from '../../functions/src/core/authoring/planner/understand.ts';
import { namedPlaybook } from '../../functions/src/core/authoring/planner/which-playbook.ts';
import type { OpenQuestion, Understanding } from '../../functions/src/core/authoring/understanding.ts';
import type { Contract } from '../../functions/src/model/contract.ts';
import type { Outcome, Understander } from './outcome.ts';
import type { Facts, Row } from './row.ts';

/** The built-in planner. */
export const planner: Understander = {
  name: 'planner',
  understand: async ({ say, facts }: Row) => {
    const dialogue: Dialogue = { facts: authoringFacts(facts), proposed: null, open: null };
    let last: Outcome = { kind: 'refuse', message: 'Nothing was said' };
    for (const sentence of say) {
      if (dialogue.proposed !== null && dialogue.open === null && isYes(sentence)) {
        last = { kind: 'command', verb: 'resume', target: null, contract: null };
        continue;
      }
      const known = withProposal(dialogue);
      const which = dialogue.open === null ? null : namedPlaybook(sentence, dialogue.open, known);
      const understood = which ?? understand(sentence, known, dialogue.open);
      last = outcome(understood, dialogue);
      dialogue.open = understood.kind === 'ask' ? understood.open : openAfter(last, sentence);
      if (last.kind === 'create') dialogue.proposed = last.contract;
      // What was proposed is what the next turn changes again.
      if (last.kind === 'command' && last.contract !== null && dialogue.proposed !== null && last.target === null)
        dialogue.proposed = last.contract;
    }
    return last;
  },
  agrees: (contract, facts) => {
    const examples = makeExamples(contract, authoringFacts(facts));
    if (examples.length === 0) return null;
    const checks = checkContract({ ...contract, examples });
    return checks.length > 0 && checks.every((one) => one.agrees);
  },
};

interface Dialogue {
  readonly facts: AuthoringFacts;
  /** What was proposed last. */
  proposed: Contract | null;
  open: OpenQuestion | null;
}

const PROPOSAL = 'what was proposed';

function proposalOf(contract: Contract): KnownPlaybook {
  return { id: PROPOSAL, name: PROPOSAL, status: 'draft', contract };
}

/** What was proposed is a playbook that can be changed, and the one that "it" is. */
function withProposal({ facts, proposed }: Dialogue): AuthoringFacts {
  if (proposed === null) return facts;
  return {
    ...facts,
    playbooks: [proposalOf(proposed), ...facts.playbooks],
  };
}

/** The facts of a row as a conversation has them; a playbook's id is its name. */
export function authoringFacts({ competitors, products, playbooks, connections, ...facts }: Facts): AuthoringFacts {
  return {
    orgName: facts.orgName,
    timezone: facts.timezone,
    currency: facts.currency,
    locale: facts.locale,
    now: facts.now,
    user: facts.user,
    competitors: competitors.flatMap(({ name, url }) => (url === undefined ? [] : [{ name, url }])),
    products,
    connections,
    people: [],
    playbooks: playbooks.map(({ name, status, contract }) => ({
      id: name,
      name,
      status: status === 'paused' || status === 'draft' ? status : 'active',
      contract: contract ?? null,
    })),
  };
}

/** Which playbook an order or a change is for is asked as any other thing. */
function openAfter(asked: Outcome, sentence: string): OpenQuestion | null {
  const isWhich = asked.kind === 'ask' && asked.about === 'which';
  return isWhich ? { sentences: [sentence], about: 'which', offer: null } : null;
}

function outcome(understood: Understanding, dialogue: Dialogue): Outcome {
  switch (understood.kind) {
    case 'create':
      return { kind: 'create', contract: understood.contract };
    case 'edit':
      return edited(understood, dialogue);
    case 'command':
      return ordered(understood.command, dialogue.facts);
    case 'ask':
      return { kind: 'ask', about: understood.about, question: understood.question };
    case 'refuse':
    case 'unknown':
    case 'talk':
      return { kind: 'refuse', message: understood.message };
  }
}

/** The order as the chat takes it: at the one playbook that is meant, or else it is asked which. */
function ordered({ verb, target }: Command, { playbooks }: AuthoringFacts): Outcome {
  if (target === null || playbooks.length === 0) return { kind: 'command', verb, target, contract: null };
  const found = findPlaybook(target, playbooks);
  const fitting = found.kind === 'several' ? found.candidates.filter(({ status }) => status === FITS[verb]) : [];
  const meant = found.kind === 'one' ? found.playbook : fitting.length === 1 ? fitting[0] : undefined;
  if (meant === undefined) return { kind: 'ask', about: 'which', question: 'Which playbook?' };
  return { kind: 'command', verb, target: meant.name, contract: null };
}
const FITS: Partial<Readonly<Record<Command['verb'], KnownPlaybook['status']>>> = {
  run: 'active',
  pause: 'active',
  resume: 'paused',
};

/** The change as the chat applies it: to the playbook that is meant, or to what was proposed last. */
function edited(
  { target, changes, sentence }: Extract<Understanding, { kind: 'edit' }>,
  { facts, proposed }: Dialogue,
): Outcome {
  const known: readonly KnownPlaybook[] = proposed === null ? facts.playbooks : [proposalOf(proposed)];
  const found = findPlaybook(target, target === null ? known : facts.playbooks);
  if (found.kind !== 'one') return { kind: 'ask', about: 'which', question: 'Which playbook?' };
  let { contract } = found.playbook;
  if (contract === null) return { kind: 'refuse', message: 'It was not made by a sentence' };
  for (const change of changes) {
    const made = applyChange(contract, change, sentence, facts);
    if (made.kind === 'ask') return { kind: 'ask', about: made.about, question: made.question };
    if (made.kind === 'refuse') return { kind: 'refuse', message: made.message };
    contract = made.contract;
  }
  return { kind: 'command', verb: 'edit', target: target === null ? null : found.playbook.name, contract };
}

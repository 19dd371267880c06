import type { AuthoringFacts } from '../authoring-facts.ts';
import { findPlaybook } from '../find-playbook.ts';
import type { OpenQuestion, Understanding } from '../understanding.ts';
import { aimedAt } from './planner-commands.ts';
import { understand } from './understand.ts';

/** What was said before about a playbook that was not clear, now that its name is the answer; null where it is another answer. */
export function namedPlaybook(
  words: string,
  { about, sentences }: OpenQuestion,
  facts: AuthoringFacts,
): Understanding | null {
  const found = about === 'which' ? findPlaybook(words, facts.playbooks) : null;
  if (found?.kind !== 'one') return null;
  const { id: target } = found.playbook;
  const before = understand(sentences.join(' '), facts, null);
  if (before.kind === 'edit') return { ...before, target };
  const command = before.kind === 'command' ? aimedAt(before.command, target) : null;
  return command && { kind: 'command', command };
}

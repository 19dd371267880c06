import type { JsonValue } from '../../model/json.ts';
import type { PlaybookContent } from '../../model/playbook.ts';
import type { ProblemDetail } from '../../model/problem.ts';
import { allSteps } from '../../model/step.ts';
import type { StepCatalog } from '../engine/step-type.ts';
import type { PrivateFacts } from './private-facts.ts';
import { ADDRESS, EMAIL, isPrivateAddress, KEY, PHONE, randomWords, wordsPattern } from './private-words.ts';

/** What everybody would read of an item beside its steps. */
export type SaidOf = Readonly<Record<string, string>>;

/**
 * The second look, which changes nothing: whatever of a tenant is still in what would be published, wherever it stands,
 * in expressions, names and texts too. Each problem names the place and what to do.
 */
export function findPrivate(
  content: PlaybookContent,
  said: SaidOf,
  facts: PrivateFacts,
  catalog: StepCatalog,
): ProblemDetail[] {
  const { steps, onFailure, triggers, inputs } = content;
  const problems: ProblemDetail[] = [];
  const look = (value: JsonValue, path: string) => {
    for (const [at, text] of leavesOf(value, path)) {
      const message = worst(text, facts);
      if (message !== null) problems.push({ path: at, message });
    }
  };
  for (const [name, text] of Object.entries(said)) look(text, name);
  look(plain(triggers), 'triggers');
  look(plain(inputs), 'inputs');
  look(plain(steps), 'steps');
  look(plain(onFailure), 'onFailure');
  return [...problems, ...leadElsewhere([...allSteps(steps), ...allSteps(onFailure)], catalog)];
}

function leadElsewhere(steps: PlaybookContent['steps'], catalog: StepCatalog): ProblemDetail[] {
  return steps
    .filter(({ action }) => catalog.get(action)?.kind === 'child')
    .map(({ id }) => ({
      path: `steps.${id}`,
      message: 'It calls another playbook of yours, which nobody else has; put its steps here instead',
    }));
}

const plain = (value: unknown): JsonValue => JSON.parse(JSON.stringify(value)) as JsonValue;

/** Every text and every number, under the names of steps rather than their places in a list. */
function* leavesOf(value: JsonValue, path: string): Generator<[string, string]> {
  if (typeof value === 'string') yield [path, value];
  else if (typeof value === 'number') yield [path, String(value)];
  else if (value !== null && typeof value === 'object') {
    const isList = Array.isArray(value);
    for (const [key, inner] of Object.entries(value)) {
      if (!isList) yield [`${path}.${key}`, key];
      const id = isList && inner !== null && typeof inner === 'object' && 'id' in inner ? inner.id : null;
      yield* leavesOf(inner, `${path}.${typeof id === 'string' ? id : key}`);
    }
  }
}

/** What is most wrong with a text; null where nothing is. */
function worst(text: string, { ids, names, hosts, business }: PrivateFacts): string | null {
  if (text.match(KEY) !== null) return 'This looks like a key; take it out, or use a connection';
  if (text.match(EMAIL) !== null) return 'There is an e-mail address in it; take it out, or ask for it by an input';
  const addresses = text.match(ADDRESS) ?? [];
  if (addresses.some((one) => isPrivateAddress(one, hosts)))
    return 'This web address is your own, or opens something; ask for it by an input';
  if (text.match(PHONE) !== null) return 'There is a phone number in it; take it out, or ask for it by an input';
  if (ids.some((id) => text.includes(id)))
    return 'There is something of your own in it (an id, or what you entered for a connection); take it out';
  if (randomWords(text).length > 0)
    return 'This looks like a key, or the id of a document of yours; ask for it by an input';
  const lower = text.toLowerCase();
  if (hosts.some((host) => lower.includes(host))) return 'There is the name of your own website in it; take it out';
  // One word alone may be anything in small letters.
  const isIn = (one: string) => {
    const isOne = !one.includes(' ');
    const isThere = isOne ? text.includes(one) : lower.includes(one.toLowerCase());
    return one.length > 2 && isThere && wordsPattern(one, isOne ? 'u' : 'iu').test(text);
  };
  const name = [business, ...names].find(isIn);
  return name === undefined ? null : `“${name}” is in it; say it without names`;
}

/** The web addresses that stay. */
export function addressesIn(content: PlaybookContent): string[] {
  return [...new Set(JSON.stringify(content).match(ADDRESS) ?? [])].map((one) => one.replace(/\\+$/, '')).slice(0, 100);
}

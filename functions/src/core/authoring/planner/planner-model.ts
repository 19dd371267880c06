import type { AuthoringFacts } from '../authoring-facts.ts';
import type { ChatEntry, ChatModel, ChatStep, ChatTurn } from '../chat-model.ts';
import { askUser, askUserParams, delegate } from '../own-tools.ts';
import type { About, OpenQuestion, Understanding } from '../understanding.ts';
import { coachSteps } from './planner-coach.ts';
import { commandSteps, namedOrder } from './planner-commands.ts';
import { answerToProposal, isYes, stepsFor } from './planner-orders.ts';
import type { Done } from './planner-steps.ts';
import { wordsFor } from './planner-words.ts';
import { understand } from './understand.ts';
import { namedPlaybook } from './which-playbook.ts';

/**
 * The built-in planner as whoever answers in the chat: understands by grammar, calls tools, and says what they brought.
 * Needs no key and no network. Reads only the entries: what it asked, and what was done, is in them.
 */
export const plannerModel: ChatModel = {
  name: 'planner',
  kind: 'planner',
  title: null,
  respond: async function* (turn) {
    const rounds = roundsOf(turn.entries);
    const last = rounds.at(-1) ?? [];
    const isNew = last.every(({ call }) => call.tool === delegate.name);
    yield* isNew ? begin(turn) : wordsFor(rounds, turn);
  },
};

function begin(turn: ChatTurn): readonly ChatStep[] {
  const said = turn.entries.findLast((entry) => entry.role === 'user')?.text ?? '';
  const asked = questionOf(turn.entries);
  const words = (asked && chosen(said, asked.choices)) ?? said;
  const coached = coachSteps(words, turn, asked !== null);
  if (coached !== null) return coached;
  const order = namedOrder(words, turn.facts);
  if (order !== null) return commandSteps(order, words, turn);
  const which = asked?.open ? namedPlaybook(words, asked.open, turn.facts) : null;
  if (which !== null) return stepsFor(which, words, turn);
  return answerToProposal(words, turn) ?? stepsFor(understood(words, asked, turn.facts), words, turn);
}

type Asked = NonNullable<ReturnType<typeof questionOf>>;

/** As the answer to what was asked, or as something new where it is none. */
function understood(words: string, asked: Asked | null, facts: AuthoringFacts): Understanding {
  const open = asked?.open ?? null;
  if (asked === null || open === null) return understand(words, facts);
  const answer = answerToChange(words, open, facts) ?? understand(words, facts, open);
  if (answer.kind !== 'ask' || answer.about !== open.about) return answer;
  const isStuck = answer.question === asked.question || answer.question.startsWith(DID_NOT);
  // It has not led on: an order, a change, or a sentence of some length was no answer.
  const fresh = understand(words, facts);
  const length = words.trim().split(/\s+/).length;
  const isTime = open.about === 'time' || open.about === 'zone';
  const isChange = fresh.kind === 'edit' && isStuck && (!isTime || length > 3);
  return fresh.kind === 'command' || isChange || (isStuck && length > 4) ? fresh : answer;
}
/** How the grammar begins to say which words it does not know. */
const DID_NOT = 'I did not understand';

const AS_A_CHANGE: Partial<Readonly<Record<About, (words: string) => string>>> = {
  time: (words) => `Run it ${words} instead`,
  threshold: (words) => `Change the limit to ${words}`,
  unit: (words) => `Change the limit to ${words}`,
  recipient: (words) => `Send it to ${words} instead`,
};

/** The answer to a question about a change, as a change; null where something else was asked, or is said now. */
function answerToChange(words: string, { sentences, about, offer }: OpenQuestion, facts: AuthoringFacts) {
  const [change = '', ...more] = sentences;
  if (more.length > 0 || understand(change, facts).kind !== 'edit') return null;
  const fresh = understand(isYes(words) && offer !== null ? offer : words, facts);
  const isClear = !['ask', 'unknown', 'talk'].includes(fresh.kind) || words.trim().split(/\s+/).length > 5;
  const said = [AS_A_CHANGE[about]?.(words), `${change} ${words}`].flatMap((text) => text ?? []);
  const as = isClear ? [] : said.map((text) => understand(text, facts)).filter(({ kind }) => kind === 'edit');
  return as[0] ?? fresh;
}

/** The calls since the person spoke, round by round. */
function roundsOf(entries: readonly ChatEntry[]): (readonly Done[])[] {
  const from = entries.findLastIndex(({ role }) => role === 'user');
  const results = new Map(entries.flatMap((one) => (one.role === 'tool' ? [[one.callId, one.result] as const] : [])));
  return entries.slice(from + 1).flatMap((entry) => {
    if (entry.role !== 'assistant' || entry.calls.length === 0) return [];
    return [entry.calls.map((call) => ({ call, result: results.get(call.callId) ?? null }))];
  });
}

/** What was asked last, if nothing has been said since but what is answered now. */
function questionOf(
  entries: readonly ChatEntry[],
): { readonly question: string; readonly choices: readonly string[]; readonly open: OpenQuestion | null } | null {
  const now = entries.findLastIndex(({ role }) => role === 'user');
  const before = entries.slice(0, now).findLast(({ role }) => role !== 'tool');
  if (before?.role !== 'assistant') return null;
  const call = before.calls.findLast(({ tool }) => tool === askUser.name);
  return call === undefined ? null : (askUserParams.safeParse(call.params).data ?? null);
}

const ORDINALS: readonly RegExp[] = [
  /^(?:the )?(?:first|1st|former|1|a)(?: (?:one|option|choice))?$/,
  /^(?:the )?(?:second|2nd|latter|2|b)(?: (?:one|option|choice))?$/,
  /^(?:the )?(?:third|3rd|3|c)(?: (?:one|option|choice))?$/,
  /^(?:the )?(?:fourth|4th|4|d)(?: (?:one|option|choice))?$/,
  /^(?:the )?(?:fifth|5th|5|e)(?: (?:one|option|choice))?$/,
];
const LAST = /^(?:the )?last(?: (?:one|option|choice))?$/;
const BARE = /^[1-5a-e]$/;

/** The choice that is meant by its place, or by words that only it has; null where it is an answer of another kind. */
function chosen(said: string, choices: readonly string[]): string | null {
  const words = said
    .toLowerCase()
    .replace(/[.!?]+$/, '')
    .trim();
  if (choices.length < 2) return null;
  // A bare number may be what was asked for.
  if (BARE.test(words) && choices.some((choice) => /\d/.test(choice))) return null;
  if (LAST.test(words)) return choices.at(-1) ?? null;
  const place = ORDINALS.findIndex((pattern) => pattern.test(words));
  if (place >= 0) return choices[place] ?? null;
  const named = choices.filter((choice) => choice.toLowerCase().includes(words));
  return words.length >= 4 && named.length === 1 ? (named[0] ?? null) : null;
}

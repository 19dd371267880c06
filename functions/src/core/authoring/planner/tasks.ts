import { both, longest, map, maybe, type Parser, phrase } from './grammar.ts';
import { type Context, doing, type Maker, type Making } from './making.ts';
import { starts, tail } from './messages.ts';
import { forPeople, type People, recipient } from './recipients.ts';
import { linkAt } from './text-link.ts';
import type { Token } from './tokens.ts';

const det = 'a|an|the|our|my|some|another|new|it|this|that';
const agents: readonly (readonly [string, Parser<string>])[] = [
  ['craig', phrase('craig')],
  ['ezal', phrase('ezal')],
  ['pops', phrase('pops')],
  ['money_mike', phrase('money? mike')],
];
const agent: Parser<string> = longest(...agents.map(([id, parser]) => map(parser, () => id)));

const taskNoun = 'task|tasks|todo|to-do|todos|ticket|tickets|follow-up|to-dos|work-item|assignment|errand';
const taskPhrase = longest(
  phrase(
    `create|make|open|add|file|log|set|raise|assign|start|put|enter|write|schedule|generate|give|need|want up|in|me|us|down* ${det}* high|low|normal|urgent|priority|high-priority|follow-up|quick* ${taskNoun} item?`,
  ),
  phrase('add|put it|this|that? to|on my|our|the to-do|todo|task list|lists'),
  phrase('to do list'),
);
const taskAlone = phrase(`${det}* ${taskNoun}`);

/** `create a task for Craig to win them back`, `-> task: call them`, `have Pops reorder`. */
export const task: Maker = (tokens, at, context) => {
  const opened = taskPhrase(tokens, at) ?? (starts(tokens, at) ? taskAlone(tokens, at) : null) ?? assigned(tokens, at);
  const isOfOthers = tokens[at]?.gap === '' && OTHERS.has(tokens[at - 1]?.text ?? '');
  const idle = starts(tokens, at) || !isOfOthers ? asked(tokens, at) : null;
  if (idle && acts(tokens, idle[1])) return { doings: [], used: [[at, idle[1]]], next: idle[1] };
  const given = givenTask(context.facts)(tokens, at) ?? getsTask(context.facts)(tokens, at) ?? idle;
  if (given) return taskOf(tokens, at, given[1], given[0], context);
  if (!opened) return null;
  const person = forWhom(tokens, opened[1], context);
  return taskOf(tokens, at, person?.[1] ?? opened[1], person?.[0] ?? null, context);
};

const assigned = both(phrase('assign a|the? task|tasks?'), maybe(phrase('to')));
/** "Give Pops a task", "have Craig write …": who does it stands first. */
const givenTask = forPeople((facts) =>
  map(both(phrase('give|assign'), both(longest(agent, somebodyOf(facts)), taskAlone)), ([, [who]]) => who),
);
const asked: Parser<string> = longest(
  map(both(phrase('have|let'), agent), ([, id]) => id),
  map(both(phrase('ask|tell|get|remind|task|instruct'), both(agent, phrase('to|with'))), ([, [id]]) => id),
);

/** "We have Craig, who …". */
const OTHERS = new Set(['i', 'we', 'they', 'you', 'who', 'to']);
/** What an agent does by a playbook: "have Ezal check …" says who looks; people, and all other work, get a task. */
const acts = longest(
  phrase(
    'check|watch|track|monitor|scan|compare|observe|follow|look|find|analyze|analyse|keep|warn|notify|alert|email',
  ),
  phrase('send|tell|give|text|forward|show|report me|us|to|a|an|the'),
  phrase('let me|us know'),
  phrase(
    'write|prepare|make|compile|generate|create|draft|do a|an|the|our|my|weekly|daily|monthly|competitor|price* report|summary|overview|digest',
  ),
);

/** "Maria gets a task", "Craig should get a task to answer it". */
const getsTask = forPeople((facts) => {
  const gets = phrase('should|must|will|can|to* get|gets|receive|receives|has|have|needs|need');
  return map(both(longest(agent, somebodyOf(facts)), both(gets, taskAlone)), ([who]) => who);
});

function somebodyOf(facts: People): Parser<string> {
  return map(recipient(facts), (to) => (to.kind === 'email' || to.kind === 'person' ? to.name : null));
}

const forAgent = map(both(phrase('for|to'), agent), ([, id]) => id);
const forSomebody = forPeople((facts) =>
  map(both(phrase('for'), recipient(facts)), ([, to]) =>
    to.kind === 'user' ? 'me' : to.kind === 'email' || to.kind === 'person' ? to.name : null,
  ),
);

function forWhom(tokens: readonly Token[], at: number, { facts }: Context): readonly [string, number] | null {
  return forAgent(tokens, at) ?? forSomebody(facts)(tokens, at);
}

const titleLink = longest(
  phrase('called|titled|named|saying|about|for'),
  phrase('to|that|which? says|to|reminding|remind|me*'),
  phrase('with the? title|text|subject'),
);
/** Why a task is wanted is no title of it. */
const reason = phrase('so that? i|we|they|somebody|someone|you can|could|may|will|know|have');

function taskOf(tokens: readonly Token[], at: number, next: number, person: string | null, context: Context): Making {
  const why = reason(tokens, next);
  const isNamed = tokens[next]?.kind === 'quote' || isVerbOf(tokens, at, next);
  const own = why ?? titleLink(tokens, next);
  // "… every Monday at 8 to print the list": what was said about when may stand between.
  const link = own ? { from: next, to: own[1] } : isNamed ? { from: next, to: next } : linkAt(tokens, next);
  const text = link ? tail(context.sentence, tokens, link.to, context.begins) : null;
  const isReason = why !== null && text !== null;
  // "Add a task "count the till" for Maria".
  const behind =
    person === null && text && link && tokens[link.to]?.kind === 'quote' ? forWhom(tokens, text.to, context) : null;
  const priority = PRIORITIES.find((one) => tokens.slice(at, next).some(({ text: said }) => said === one));
  const details = {
    ...(priority ? { priority } : {}),
    ...(text && !isReason ? { title: text.text } : {}),
    ...(person === null && behind === null ? {} : { person: person ?? behind?.[0] ?? '' }),
  };
  const used: [number, number][] =
    text && link
      ? [
          [at, next],
          [link.from, behind?.[1] ?? text.to],
        ]
      : [[at, next]];
  return { doings: [doing('create_task', details)], used, next: behind?.[1] ?? text?.to ?? next };
}

const PRIORITIES = ['urgent', 'high', 'low'];

/** After "have Craig" the work follows at once. */
function isVerbOf(tokens: readonly Token[], at: number, next: number): boolean {
  return (
    ['have', 'let', 'ask', 'tell', 'get', 'remind', 'task', 'instruct'].includes(tokens[at]?.text ?? '') &&
    tokens[next] !== undefined
  );
}

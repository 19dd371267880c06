import type { ContractAction, ContractCondition, SubjectId } from '../../../model/contract.ts';
import type { AuthoringFacts } from '../authoring-facts.ts';
import { type Answer, ask, refuse } from './answers.ts';
import { askWhere } from './channels.ts';
import type { PlacedCondition } from './decide-conditions.ts';
import type { Hints } from './hints.ts';
import { arrange } from './markers.ts';
import type { SaidDoing, Wish } from './wish.ts';

const MAX_RECIPIENTS = 20;

export interface DecidedActions {
  readonly actions: readonly ContractAction[];
  /** Those that hold for all of it. */
  readonly conditions: readonly ContractCondition[];
}

/** What is done, to whom and when; or the question to whom. */
export function decideActions(
  subject: SubjectId,
  wish: Wish,
  conditions: readonly PlacedCondition[],
  hints: Hints,
  facts: AuthoringFacts,
): DecidedActions | Answer {
  if (wish.doings.length === 0) return nothingToDo(subject, wish);
  const arranged = arrange(wish.tokens, wish.doings, conditions);
  const actions: ContractAction[] = [];
  for (const { doing, when, also } of arranged) {
    const reached = withRecipients(doing, wish, hints, facts);
    if ('kind' in reached) return reached;
    const only = also.flatMap((index) => conditions[index]?.condition ?? []);
    actions.push({ action: reached.action, to: [...reached.to], when, also: only, details: { ...doing.details } });
  }
  const special = new Set(arranged.flatMap(({ also }) => also));
  const shared = conditions.flatMap(({ condition }, index) => (special.has(index) ? [] : [condition]));
  return { actions, conditions: shared };
}

export function askAction(sentence: string): Answer {
  const said = sentence.trim().replace(/[.!?]+$/, '');
  return ask(sentence, 'action', 'And what shall I do then: e-mail you, or post it somewhere?', [
    `${said}, email me`,
    `${said}, post it to Slack`,
  ]);
}

function nothingToDo(subject: SubjectId, { sentence, schedule, leftover }: Wish): Answer {
  if (subject === 'nothing' && schedule === null && leftover.length > 0) {
    return ask(sentence, 'subject', 'What shall I do, and when?');
  }
  return askAction(sentence);
}

const TEXTS = new Set(['send_sms']);
const MAILS = new Set(['notify', 'send_email']);

/** With the addresses that were answered, where there were none. */
function withRecipients(
  doing: SaidDoing,
  { sentence }: Wish,
  { recipient }: Hints,
  facts: AuthoringFacts,
): Pick<SaidDoing, 'action' | 'to'> | Answer {
  const { action, to, who } = doing;
  if (to.length > MAX_RECIPIENTS) return refuse(`I can reach ${MAX_RECIPIENTS} people in one playbook.`);
  const lacksNumber = TEXTS.has(action) && (to.length === 0 || to.includes('user'));
  const lacksPerson = who !== null;
  if (!lacksNumber && !lacksPerson) return doing;
  const said = (recipient ?? []).flatMap(({ kind, text, raw }) =>
    kind === 'phone' || kind === 'email'
      ? [text]
      : kind === 'channel'
        ? [raw]
        : MAILS.has(action) && ['me', 'myself', 'us'].includes(text)
          ? ['user']
          : [],
  );
  const known = (recipient ?? []).flatMap(({ text }) =>
    facts.people.filter(({ name }) => name.toLowerCase().split(' ').includes(text)).map(({ email }) => email),
  );
  const answered = [...said, ...known];
  if (answered.length === 0) {
    return ask(sentence, 'recipient', askWhere(doing));
  }
  const kept = to.filter((one) => one !== 'user' || MAILS.has(action));
  const channel = answered.find((one) => one.startsWith('#'));
  if (channel !== undefined && MAILS.has(action)) return { action: 'post_slack_message', to: [channel] };
  if (action === 'notify' && answered.every((one) => one === 'user')) return { action, to: ['user'] };
  if (action === 'notify') return { action: 'send_email', to: [...kept, ...answered] };
  return { action, to: [...kept, ...answered] };
}

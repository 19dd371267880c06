import type { Contract } from '../../model/contract.ts';
import { isReport } from './subjects/competitor-prices.ts';
import { sourceOf } from './subjects/subjects.ts';

const MAX_NAME = 120;

/** What a contract's playbook is called: `Competitor Price Alert`, `Low Stock Alert: Blue Dream`, `Reminder: call Tom`. */
export function nameOf(contract: Contract): string {
  const [of] = contract.conditions.flatMap((condition) => (condition.of === null ? [] : [condition.of]));
  return `${plainName(contract)}${of === undefined ? '' : `: ${of}`}`.slice(0, MAX_NAME);
}

function plainName(contract: Contract): string {
  const source = sourceOf(contract);
  if (source.by === 'event') return source.events[0]?.name ?? 'Alert';
  if (source.by === 'time') return taskName(contract);
  if (contract.subject === 'competitor_prices' && isReport(contract)) return 'Competitor Report';
  return source.look.name;
}

/** By what is done, where it is about nothing else. */
function taskName({ actions }: Contract): string {
  const [first] = actions;
  const text = first?.details.title ?? first?.details.text ?? first?.details.name;
  const what = NAMES[first?.action ?? ''] ?? 'Reminder';
  return text === undefined ? what : `${what}: ${text.replaceAll(/\s+/g, ' ')}`;
}

const NAMES: Readonly<Record<string, string>> = {
  create_task: 'Task',
  create_calendar_event: 'Calendar',
  publish_social_post: 'Post',
  send_newsletter: 'Newsletter',
  post_slack_message: 'Message',
  post_discord_message: 'Message',
  post_teams_message: 'Message',
  send_telegram_message: 'Message',
  send_sms: 'Text',
  send_email: 'E-mail',
};

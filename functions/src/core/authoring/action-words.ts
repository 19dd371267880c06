import { personas } from '../../model/agent.ts';
import type { ContractAction } from '../../model/contract.ts';
import { joinWords } from '../triggering/describe-recurrence.ts';
import type { AuthoringFacts } from './authoring-facts.ts';

/** What one action does, after "I'll": `e-mail you (a@b.c)`, `post to #ops on Slack`. */
export function actionInWords(action: ContractAction, facts: AuthoringFacts, isReport = false): string {
  const words = WORDS[action.action];
  const whom = toWhom(action, facts);
  if (words) return words(whom, action.details, isReport);
  return `${action.action.replaceAll('_', ' ')}${whom === '' ? '' : ` (${whom})`}`;
}

/** Who gets it, by name and address. */
export function addressees({ to }: ContractAction, { user }: AuthoringFacts): string[] {
  return to.map((one) => (one === 'user' ? user.email : one));
}

function toWhom({ action, to }: ContractAction, { user }: AuthoringFacts): string {
  const isMail = action === 'notify' || action === 'send_email';
  const list = isMail && to.length === 0 ? ['user'] : to;
  return joinWords(list.map((one) => (one === 'user' ? (isMail ? `you (${user.email})` : 'you') : one)));
}

type Words = (whom: string, details: ContractAction['details'], isReport: boolean) => string;

const quoted = ({ text, title }: ContractAction['details']) => {
  const said = title ?? text;
  return said === undefined ? '' : ` “${said.length > 80 ? `${said.slice(0, 79)}…` : said}”`;
};

const mail: Words = (whom, details, isReport) =>
  details.text !== undefined
    ? `e-mail ${whom}${quoted(details)}`
    : isReport
      ? `e-mail it to ${whom}`
      : `e-mail ${whom}`;

function posting(where: string): Words {
  return (whom, details) =>
    `post${quoted(details)} to ${whom === '' || whom === 'you' ? where : `${whom} on ${where}`}`;
}

function agentName(said: string | undefined): string {
  if (said === undefined) return '';
  const [known] = Object.values(personas).filter(({ id }) => id === said);
  return ` for ${said === 'user' || said === 'me' ? 'you' : (known?.name ?? said)}`;
}

const WORDS: Readonly<Record<string, Words>> = {
  notify: mail,
  send_email: mail,
  post_slack_message: posting('Slack'),
  post_discord_message: posting('Discord'),
  post_teams_message: posting('Microsoft Teams'),
  send_telegram_message: (whom, details) =>
    `send${quoted(details)} by Telegram${whom === '' || whom === 'you' ? '' : ` to ${whom}`}`,
  send_sms: (whom, details) => `text ${whom}${quoted(details)}`,
  send_push: (whom, details) => `send a push message${quoted(details)} to ${whom === '' ? 'you' : whom}`,
  ask_human: (_, details) => `ask${quoted(details)} and wait for the answer`,
  request_approval: () => 'ask you first and wait for your yes',
  create_task: (_, details) => `create a task${quoted(details)}${agentName(details.person)}`,
  delegate: (_, details) => `hand it over${agentName(details.person)}`,
  raise_alert: () => 'raise an alert',
  append_sheet_row: (_, { sheet }) =>
    `add a row to ${sheet === undefined ? 'your Google sheet' : `the Google sheet “${sheet}”`}`,
  save_to_drive: (_, details, isReport) =>
    `save ${isReport ? 'it' : 'this'}${quoted({ ...(details.name === undefined ? {} : { title: details.name }) })} to Google Drive`,
  create_calendar_event: (_, details) => `put${quoted(details) || ' it'} on the calendar`,
  send_payment_reminder: (_, { tone }) => `send the customer a ${tone ?? 'polite'} payment reminder`,
  create_purchase_order: () => 'draft a purchase order (nothing is ordered yet)',
  publish_social_post: (_, details) => `publish${quoted(details) || ' a post'} on ${details.network ?? 'Mastodon'}`,
  send_newsletter: (_, { audience }) => `send a newsletter to your ${audience ?? 'customers'}`,
  generate_competitor_report: () => 'write a report',
  summarize_text: () => 'sum it up',
  generate_text: () => 'write a text about it',
  suggest_price: () => 'suggest a price',
  apply_price_change: () => 'change your price to the one that fits (within 20%)',
  run_playbook: (_, { name }) => `run the playbook “${name ?? ''}”`,
};

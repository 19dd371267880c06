import { agentIdSchema } from '../../model/agent.ts';
import type { Contract, ContractAction } from '../../model/contract.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import type { StepDraft } from '../../model/step.ts';
import type { AuthoringFacts } from './authoring-facts.ts';
import { type News, REMINDER } from './contract-news.ts';
import { asTemplate } from './subjects/cel.ts';
import { ContractError } from './subjects/conditions.ts';
import type { Source } from './subjects/subjects.ts';

/** A step as a person would write it; the rest is as usual. */
export type StepWish = Pick<StepDraft, 'action'> & Partial<StepDraft>;

/** What an action is made of. */
export interface Making {
  readonly action: ContractAction;
  readonly news: News;
  readonly source: Source;
  readonly contract: Contract;
  readonly facts: AuthoringFacts;
}

/** What is missing is asked for as an input of the playbook, which a person fills in. */
export const SHEET_INPUT = 'spreadsheet';
export const ADDRESS_INPUT = 'postal_address';

/** The steps that do one of the things that were asked for. Texts of the person's own are taken as texts. */
export function stepsFor(making: Making): StepWish[] {
  const { action, details } = making.action;
  const own = makers[action];
  if (own) return own(making);
  // Anything else by its params, as they were given.
  return [
    { action, params: Object.fromEntries(Object.entries(details).map(([name, text]) => [name, asTemplate(text)])) },
  ];
}

function textOf({ action: { details }, news }: Making): string {
  return details.text === undefined ? news.text : asTemplate(details.text);
}

function titleOf({ action: { details }, news }: Making): string {
  // A reminder is recognised in a list of mails by what it reminds of.
  const reminder = news.title === REMINDER && details.text !== undefined ? `${REMINDER}: ${details.text}` : undefined;
  const own = details.subject ?? details.title ?? reminder;
  return own === undefined ? news.title : asTemplate(own.replaceAll(/\s+/g, ' ').slice(0, 150));
}

/** E-mail addresses; the one who asked is whoever the playbook works for. */
function mailTo({ action: { to } }: Making): string | string[] {
  const addresses = [...new Set(to.map((one) => (one === 'user' ? '{{user.email}}' : one)))];
  const [only = '{{user.email}}', ...more] = addresses;
  return more.length === 0 ? only : addresses;
}

/** One step for each place that it goes to; without any, for that of the connection. */
function each(making: Making, name: string, place: (said: string) => JsonValue, params: JsonObject): StepWish[] {
  const { action, to } = making.action;
  const places = to.filter((one) => one !== 'user').map(place);
  if (places.length === 0) return [{ action, params }];
  return places.map((one) => ({ action, params: one === null ? params : { [name]: one, ...params } }));
}

const channel = (said: string) => {
  const plain = said.toLowerCase();
  return /^[CGDU][A-Z0-9]{6,20}$/.test(said) ? said : plain.startsWith('#') ? plain : `#${plain}`;
};
const chat = (said: string) => (/^(-?\d{1,20}|@[A-Za-z]\w{3,31})$/.test(said) ? said : null);

/** With its country code; ten digits in North America have that of it. */
function phone(said: string, { timezone, currency }: AuthoringFacts): string {
  const digits = said.replaceAll(/[^\d+]/g, '');
  const isAmerican = timezone.startsWith('America/') && (currency === 'USD' || currency === 'CAD');
  return isAmerican && /^\d{10}$/.test(digits) ? `+1${digits}` : digits;
}

const message = (making: Making): JsonObject => ({ title: titleOf(making), text: textOf(making) });

function mail(making: Making): StepWish[] {
  const { news, action } = making;
  const subject = titleOf(making);
  const { text } = action.details;
  if (news.report !== null && text === undefined) {
    const { markdown: body, html } = news.report;
    return [{ action: 'send_email', params: { to: mailTo(making), subject, body, html } }];
  }
  const own = textOf(making);
  return action.action === 'notify'
    ? [{ action: 'notify', params: { to: mailTo(making), subject, message: own } }]
    : [{ action: 'send_email', params: { to: mailTo(making), subject, body: own } }];
}

const makers: Readonly<Record<string, (making: Making) => StepWish[]>> = {
  notify: mail,
  send_email: mail,
  post_slack_message: (making) => each(making, 'channel', channel, message(making)),
  send_telegram_message: (making) => each(making, 'chatId', chat, message(making)),
  post_discord_message: (making) => [{ action: 'post_discord_message', params: message(making) }],
  post_teams_message: (making) => [{ action: 'post_teams_message', params: message(making) }],
  send_sms: (making) => {
    if (making.action.to.every((one) => one === 'user')) throw new ContractError('To which number shall the text go?');
    return each(making, 'to', (said) => phone(said, making.facts), { text: textOf(making) });
  },
  send_push: (making) => {
    const to = making.action.to.filter((one) => one.includes('@'));
    return [{ action: 'send_push', params: { ...(to.length > 0 && { to }), ...message(making) } }];
  },
  ask_human: (making) => [{ action: 'ask_human', params: { question: textOf(making) } }],
  request_approval: (making) => [
    { action: 'request_approval', params: { title: titleOf(making), message: textOf(making) } },
  ],
  create_task: (making) => [{ action: 'create_task', params: taskOf(making) }],
  delegate: (making) => {
    const agent = agentIdSchema.safeParse(making.action.details.person).data ?? making.contract.agent;
    return [{ action: 'delegate', params: { agent, title: titleOf(making), description: textOf(making) } }];
  },
  raise_alert: (making) => {
    const isCritical = making.action.details.severity === 'critical';
    const params = { title: titleOf(making), message: textOf(making), ...(isCritical && { severity: 'critical' }) };
    return [{ action: 'raise_alert', params }];
  },
  append_sheet_row: rows,
  save_to_drive: (making) => {
    const { news, action } = making;
    const named = action.details.name ?? action.details.title;
    if (news.report !== null) return [{ action: 'save_to_drive', params: named === undefined ? {} : { name: named } }];
    const name = `${asTemplate(named ?? 'News')} {{date(now, org.timezone)}}.md`;
    return [{ action: 'save_to_drive', params: { name, content: textOf(making) } }];
  },
  create_calendar_event: (making) => {
    const start = making.action.details.start ?? '{{date(now, org.timezone)}}';
    return [
      { action: 'create_calendar_event', params: { title: titleOf(making), start, description: textOf(making) } },
    ];
  },
  send_payment_reminder: reminders,
  create_purchase_order: purchaseOrder,
  publish_social_post: (making) => {
    const { network = 'mastodon' } = making.action.details;
    return [{ action: 'publish_social_post', params: { network, text: textOf(making) } }];
  },
  send_newsletter: (making) => {
    const { audience = 'customers' } = making.action.details;
    const subject = titleOf(making);
    const postalAddress = `{{inputs.${ADDRESS_INPUT}}}`;
    return [{ action: 'send_newsletter', params: { audience, subject, body: textOf(making), postalAddress } }];
  },
  generate_competitor_report: () => [],
  summarize_text: (making) => [{ action: 'summarize_text', params: { text: making.news.text, format: 'bullets' } }],
  generate_text: (making) => [
    { action: 'generate_text', params: { prompt: `${textOf(making)}\n\n${making.news.text}`.trim() } },
  ],
  suggest_price: (making) => [suggestion(making)],
  apply_price_change: (making) => {
    const isSuggested = making.contract.actions.some(({ action }) => action === 'suggest_price');
    return [...(isSuggested ? [] : [suggestion(making)]), { action: 'apply_price_change', params: {} }];
  },
  run_playbook: (making) => {
    const { name, playbookId } = making.action.details;
    const { playbooks } = making.facts;
    const found = playbooks.find((one) => one.id === playbookId || one.name.toLowerCase() === name?.toLowerCase());
    if (found === undefined) throw new ContractError(`There is no playbook “${name ?? playbookId ?? ''}”.`);
    return [{ action: 'run_playbook', params: { playbookId: found.id } }];
  },
};

const PRIORITIES = ['low', 'normal', 'high', 'urgent'];

function taskOf(making: Making): JsonObject {
  const { to, details } = making.action;
  const said = details.person ?? to[0];
  const isMe = said === 'user' || said === 'me';
  const isKnown = said !== undefined && (agentIdSchema.safeParse(said).success || said.includes('@'));
  const title = details.title ?? details.text;
  return {
    title: title === undefined ? making.news.title : asTemplate(title.slice(0, 150)),
    description: making.news.text,
    ...(isMe ? { assignee: 'me' } : isKnown ? { assignee: said } : {}),
    ...(PRIORITIES.includes(details.priority ?? '') && { priority: details.priority }),
  };
}

/** A row of the event's fields, or one for each thing that was found. */
function rows(making: Making): StepWish[] {
  const { details } = making.action;
  const { source, news } = making;
  const spreadsheetId = isSheetId(details.sheet) ? details.sheet : `{{inputs.${SHEET_INPUT}}}`;
  const base = { spreadsheetId, ...(details.tab !== undefined && { sheet: details.tab }) };
  const row = (values: JsonObject): StepWish => ({
    action: 'append_sheet_row',
    params: { ...base, values: { date: '{{date(now, org.timezone)}}', ...values } },
  });
  if (source.by === 'event') {
    const fields = source.events.map(({ example }) => Object.keys(example));
    const common = (fields[0] ?? []).filter((name) => fields.every((one) => one.includes(name)));
    return [row(Object.fromEntries(common.map((name) => [name, `{{event.${name}}}`])))];
  }
  if (source.by === 'time' || news.things === null) return [row({ text: textOf(making) })];
  const fields = Object.entries(source.look.example).filter(([, value]) => value === null || typeof value !== 'object');
  const values = Object.fromEntries(fields.map(([name]) => [name, `{{fallback(item.${name}, "")}}`]));
  return [{ action: 'for_each', params: { items: `{{${news.things}}}` }, steps: [asDraft(row(values))] }];
}

export function isSheetId(said: string | undefined): said is string {
  return said !== undefined && (/\/spreadsheets\/d\//.test(said) || /^(?=.*\d)[A-Za-z0-9_-]{25,128}$/.test(said));
}

/** Of the invoice of the event, or of each that was found. */
function reminders({ action: { details }, contract, source, news }: Making): StepWish[] {
  const isOne = source.by === 'event';
  if (contract.subject !== 'invoices' || source.by === 'time') {
    throw new ContractError('A payment reminder needs an invoice: say when an invoice is past due.');
  }
  const { tone } = details;
  const invoiceId = isOne ? '{{event.invoiceId}}' : '{{item.id}}';
  const step: StepWish = {
    action: 'send_payment_reminder',
    params: { invoiceId, ...(tone !== undefined && { tone }) },
  };
  if (isOne) return [step];
  return [{ action: 'for_each', params: { items: `{{${news.things ?? '[]'}}}` }, steps: [asDraft(step)] }];
}

const SUPPLIER = 'To be chosen';

/** Twice the reorder point, less what is there. */
function purchaseOrder({ action: { details }, contract, source, news }: Making): StepWish[] {
  if (contract.subject !== 'stock' || source.by === 'time') {
    throw new ContractError('A purchase order needs an item of the stock: say when stock is low.');
  }
  const supplier = asTemplate(details.supplier ?? details.name ?? SUPPLIER);
  const quantity = (it: string) => `max([1, fallback(${it}.reorderPoint, 5) * 2 - ${it}.quantity])`;
  if (source.by === 'event') {
    const line = { itemId: '{{event.itemId}}', name: '{{event.name}}', quantity: `{{${quantity('event')}}}` };
    return [{ action: 'create_purchase_order', params: { supplier, lines: [line] } }];
  }
  const line = `{"itemId": item.id, "name": fallback(item.name, item.id), "quantity": ${quantity('item')}}`;
  const isWired = source.look.list(contract).startsWith('steps.check_stock');
  const lines = isWired ? {} : { lines: `{{${news.things ?? '[]'}.map(item, ${line})}}` };
  return [{ action: 'create_purchase_order', params: { supplier, ...lines } }];
}

const STRATEGIES = ['match', 'undercut', 'premium', 'margin'];

function suggestion({ action: { details }, contract, source }: Making): StepWish {
  if (contract.subject !== 'competitor_prices' || source.by !== 'look') {
    throw new ContractError(
      'A new price is worked out from what competitors ask: say when I shall look at their prices.',
    );
  }
  const { strategy = '' } = details;
  const [product] = contract.conditions.flatMap(({ of }) => (of === null ? [] : [of]));
  return {
    action: 'suggest_price',
    params: {
      ...(STRATEGIES.includes(strategy) && { strategy }),
      ...(product !== undefined && { product: asTemplate(product) }),
    },
  };
}

/** A step inside another. */
export function asDraft(wish: StepWish): StepDraft {
  return {
    params: {},
    condition: null,
    agent: null,
    retry: null,
    timeoutMs: null,
    onError: 'fail',
    onUnknown: 'ask',
    requiresApproval: false,
    approval: null,
    steps: [],
    branches: [],
    errorSteps: [],
    ...wish,
  };
}

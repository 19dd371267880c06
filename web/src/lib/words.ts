import type { AgentId } from '@model/agent.ts';
import { eventCatalog } from '@model/event-catalog.ts';
import type { Execution, TriggeredBy, Wait } from '@model/execution.ts';
import type { JsonValue } from '@model/json.ts';
import type { StepDraft } from '@model/step.ts';
import type { Priority } from '@model/task.ts';
import stepFacts from './step-facts.json' with { type: 'json' };

export const agentNames: Record<AgentId, string> = {
  craig: 'Craig',
  ezal: 'Ezal',
  pops: 'Pops',
  money_mike: 'Money Mike',
};
export const agentRoles: Record<AgentId, string> = {
  craig: 'Marketing',
  ezal: 'Competitive intelligence',
  pops: 'Operations',
  money_mike: 'Pricing and margin',
};

export const priorityWords: Readonly<Record<Priority, string>> = {
  low: 'Low',
  normal: 'Normal',
  high: 'High',
  urgent: 'Urgent',
};

export const triggeredByWords: Record<TriggeredBy, string> = {
  schedule: 'By its schedule',
  event: 'By an event',
  webhook: 'By a webhook',
  manual: 'By hand',
  agent: 'By an agent',
  api: 'Through the API',
  playbook: 'By another playbook',
  task: 'For a task',
};

/** What was at its beginning, in words. */
export function startedWords(execution: Pick<Execution, 'isForeign' | 'isScheduled' | 'triggeredBy'>): string {
  const { isForeign, isScheduled, triggeredBy } = execution;
  if (isForeign) return 'Made elsewhere';
  return isScheduled ? triggeredByWords.schedule : triggeredByWords[triggeredBy];
}

export const waitWords: Record<Wait['kind'], string> = {
  timer: 'Waiting until its time',
  retry: 'Waiting before it tries again',
  event: 'Waiting for an event',
  callback: 'Waiting for an answer from outside',
  approval: 'Waiting for an approval',
  child: 'Waiting for other executions',
  turn: 'Waiting for the one before it',
  limit: 'Held by a limit',
  pause: 'Held by a pause',
};

/** `send_email` → `Send email`, `scheduledFor` → `Scheduled for`. */
export function humanize(name: string): string {
  const words = name
    .replaceAll(/[_.-]+/g, ' ')
    .replaceAll(/([a-z])([A-Z])(?=[a-z])/g, (_, end: string, start: string) => `${end} ${start.toLowerCase()}`)
    .trim();
  return sentence(words);
}

/** With a capital letter, and else as it is. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What an event is called: by the catalogue, or by its name. */
export function eventTitle(eventName: string): string {
  return eventCatalog.find(({ name }) => name === eventName)?.title ?? humanize(eventName);
}

/** A name inside an expression as people say it: `money_mike.price_gap` → `Money Mike’s price gap`. */
export function nameWords(path: string): string {
  const [root = '', ...rest] = path.split('.');
  const agent = Object.entries(agentNames).find(([id]) => id === root)?.[1];
  const tail = (root === 'steps' ? rest.slice(1) : rest).map(fieldWords).join(' ');
  if (root === 'steps' && rest[0] !== undefined) return `${tail || 'result'} of ${rest[0].replaceAll('_', ' ')}`;
  if (agent !== undefined) return tail === '' ? agent : `${agent}’s ${tail}`;
  if (root === 'event' && tail !== '') return `the event’s ${tail}`;
  if (root === 'item') return tail === '' ? 'the item' : `the item’s ${tail}`;
  if (root === 'inputs' && tail !== '') return tail;
  if (root === 'user' && tail !== '') return `your ${tail}`;
  if (root === 'org' && tail !== '') return `your business’s ${tail}`;
  return [root.replaceAll('_', ' '), tail].filter((part) => part !== '').join(' ');
}

/** `order_id`, `orderId` → `order id`. */
function fieldWords(name: string): string {
  const words = name.replaceAll('_', ' ').replaceAll(/([a-z])([A-Z])/g, '$1 $2');
  return words === words.toUpperCase() ? words : words.toLowerCase();
}

/** Text with its `{{ … }}` said in words; in brackets, unless there is nothing else. */
export function templateWords(text: string): string {
  const lone = /^\{\{\s*([\w.]+)\s*\}\}$/.exec(text.trim())?.[1];
  if (lone !== undefined) return nameWords(lone);
  return text.replaceAll(/\{\{\s*(.+?)\s*\}\}/g, (_all, inner: string) =>
    /^[\w.]+$/.test(inner) ? `[${nameWords(inner)}]` : `[${inner}]`,
  );
}

/** What a step does, as a sentence, with the detail that matters most. */
export interface StepWords {
  readonly title: string;
  readonly detail: string | null;
}

const titles = stepFacts as Readonly<Record<string, { readonly title: string }>>;
/** Where a sentence says more than the title of the step type. */
const TITLES: Readonly<Record<string, string>> = {
  scan_competitors: 'Read the prices on competitors’ pages',
  analyze_pricing: 'Compare their prices with ours',
  generate_competitor_report: 'Write a price report',
  save_to_drive: 'Save it to Google Drive',
  send_email: 'Send an e-mail',
  notify: 'Notify the team',
  http_request: 'Call a web address',
  delegate: 'Hand a task to an agent',
  set_variables: 'Note some values',
  generate_text: 'Write a text',
  run_agent: 'Give an agent a task',
  agent_turn: 'Think about what comes next',
  agent_calls: 'Use tools',
};

/** What a step type is called. */
export function stepTitle(action: string): string {
  return TITLES[action] ?? titles[action]?.title ?? humanize(action);
}

/** What kinds of step types are called, in the order in which people need them. */
export const stepCategories: Readonly<Record<string, string>> = {
  messaging: 'Tell people',
  data: 'Your data',
  flow: 'Order, repeat, wait',
  ai: 'Write and understand',
  commerce: 'Shop and stock',
  pricing: 'Prices',
  competitors: 'Competitors',
  marketing: 'Marketing',
  work: 'Work and tasks',
  insights: 'Insights',
  mail: 'E-mail that comes in',
  google: 'Google',
  web: 'The web',
};

export function categoryTitle(category: string): string {
  return stepCategories[category] ?? humanize(category);
}

/** The params worth a line, most telling first. */
const TELLING = [
  ...['to', 'channel', 'competitors', 'url', 'subject', 'title', 'task', 'name', 'message', 'prompt', 'recipients'],
  ...['collection', 'text'],
];

export function stepWords({ action, params }: Pick<StepDraft, 'action'> & { params?: StepDraft['params'] }): StepWords {
  const details = TELLING.flatMap((name) => {
    const value = params?.[name];
    const text = value === undefined ? '' : valueWords(value);
    return text === '' ? [] : [text];
  });
  return {
    title: stepTitle(action),
    detail: details.slice(0, 2).join(' · ') || null,
  };
}

function valueWords(value: JsonValue): string {
  // What comes whole from an earlier step goes without saying.
  if (typeof value === 'string') return /^\{\{\s*steps\.[\w.]+\s*\}\}$/.test(value) ? '' : cut(templateWords(value));
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return cut(value.map(valueWords).filter(Boolean).join(', '));
  if (value !== null) return valueWords(value.name ?? value.url ?? value.title ?? null);
  return '';
}

function cut(text: string): string {
  const line = text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(/^https?:\/\//, '');
  return line.length > 140 ? `${line.slice(0, 139)}…` : line;
}

const FAULTS = { user: 'Yours to fix', vendor: 'Another service failed', system: 'Our fault' } as const;

/** Whose turn it is after a failure. */
export function faultWords(fault: keyof typeof FAULTS): string {
  return FAULTS[fault];
}

/** True once nothing more will happen to it. */
export function isFinished(execution: Pick<Execution, 'completedAt'>): boolean {
  return execution.completedAt !== null;
}

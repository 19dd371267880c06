import { labelOf } from '../../../lib/json-schema.ts';
import { humanize } from '../../../lib/words.ts';

interface ParamWords {
  readonly label?: string;
  readonly help?: string;
}

/** What params are called where their names do not say enough: by name, or by step type and name. */
const WORDS: Readonly<Record<string, ParamWords>> = {
  connection: { help: 'Which of your connections to use' },
  to: { help: 'One or several, separated by commas' },
  html: { label: 'Designed version (HTML)', help: 'Shown instead of the text where the reader can' },
  timeout: { label: 'Wait at most', help: 'Such as 2 h, 3 days' },
  cursor: { label: 'Go on after', help: 'Where an earlier look ended' },
  limit: { label: 'At most' },
  where: { label: 'Only those where' },
  by: { label: 'By' },
  as: { label: 'Called' },
  onItemError: { label: 'If it fails for one' },
  ifMissing: { label: 'If there is none' },
  on_expiry: { label: 'If nobody answers' },
  concurrency: { label: 'How many at once' },
  approvers: { label: 'Who is asked', help: 'Nobody chosen: everybody who may decide' },
  needed: { label: 'How many have to say yes' },
  collection: { label: 'Where it is kept' },
  items: { label: 'The list' },
  cache: { label: 'Remember the answer', help: 'Asks only once for the same text' },
  'set_door_access.allowed': { label: 'May come in' },
  'set_variables.': { label: 'Values to note' },
  'for_each.items': { label: 'For each of' },
  'for_each.as': { label: 'Each of them is called', help: 'Steps inside read it by this name' },
  'wait.for': { label: 'For how long', help: 'Such as 30 min, 2 h, 3 days' },
  'wait.until': { label: 'Until when', help: 'A day and time, such as 2026-12-01T09:00:00Z' },
  'wait.callback': { label: 'Or until the outside answers' },
  'filter_list.where': { label: 'Keep those where', help: 'Such as item.quantity < 5' },
  'run_playbook.playbookId': { label: 'Which playbook' },
  'run_playbook.wait': { label: 'Wait until it is done' },
  'wait_for_event.eventName': { label: 'Which event' },
  'wait_for_event.filter': { label: 'Only where', help: 'Such as event.quantity < 5' },
  'wait_for_event.match': { label: 'Only with these values' },
  'query_documents.where': { label: 'Only those where' },
  'stop_execution.status': { label: 'It ends as' },
};

/** The label and the help of a param; what its schema says comes first. */
export function paramWords(
  action: string,
  name: string,
  { title, description }: { readonly title?: string | undefined; readonly description?: string | undefined },
): { readonly label: string; readonly help: string | null } {
  const known = { ...WORDS[name], ...WORDS[`${action}.${name}`] };
  return { label: title ?? known.label ?? labelOf(name), help: description ?? known.help ?? null };
}

/** `GET`, `de-DE` as they are; `at_most` as `At most`. */
export function choiceWords(choice: string): string {
  return /^[a-z][a-z_]*$/.test(choice) ? humanize(choice) : choice;
}

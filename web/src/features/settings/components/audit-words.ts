import type { Actor } from '@model/audit.ts';
import type { JsonValue } from '@model/json.ts';
import { nameOf, type Person } from '../../../lib/people.ts';
import { humanize, sentence } from '../../../lib/words.ts';

/** One field that changed, both ways as text; null where there was or is nothing. */
export interface Change {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

const LONG = 300;

/** What differs between two values, field by field. */
export function changesOf(before: JsonValue, after: JsonValue): readonly Change[] {
  const [was, is] = [leavesOf(before), leavesOf(after)];
  const paths = [...new Set([...was.keys(), ...is.keys()])];
  return paths.flatMap((path) => {
    const change = { path, before: was.get(path) ?? null, after: is.get(path) ?? null };
    return change.before === change.after ? [] : [change];
  });
}

/** The texts of a value by their places; what is empty or null says nothing. Text that is JSON is read as such. */
function leavesOf(value: JsonValue, path = ''): Map<string, string> {
  if (value === null || value === '') return new Map();
  if (typeof value !== 'object') return new Map([[path, shortened(String(value))]]);
  if (Array.isArray(value) && value.every((item) => item === null || typeof item !== 'object')) {
    return value.length === 0 ? new Map() : new Map([[path, shortened(value.map(String).join(', '))]]);
  }
  const inner = Object.entries(value).map(([name, one]) => leavesOf(one, path === '' ? name : `${path}.${name}`));
  return new Map(inner.flatMap((leaves) => [...leaves]));
}

function shortened(text: string): string {
  return text.length > LONG ? `${text.slice(0, LONG)}…` : text;
}

const NOUNS: Readonly<Record<string, string>> = { api_key: 'API key', tenant: 'Business', member: 'Team member' };

/** What it is about, in a word: `API key`. */
export function nounOf(kind: string): string {
  return NOUNS[kind] ?? humanize(kind);
}

/** The name of what it is about, where the change tells it. */
export function nameIn(value: JsonValue): string | null {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null;
  return typeof value.name === 'string' && value.name !== '' ? value.name : null;
}

/** `playbook.paused` → `Playbook paused`. */
export function actionWords(action: string): string {
  const [noun = '', ...verb] = action.split('.');
  return [nounOf(noun), ...verb.map((word) => word.replaceAll('_', ' '))].join(' ');
}

/** The place of a field: `limits.monthlyCost` → `limits, monthly cost`. */
export function placeWords(path: string): string {
  if (path === '') return 'value';
  const names = path.split('.').map((name) => name.replaceAll('_', ' ').replaceAll(/([a-z])([A-Z])/g, '$1 $2'));
  return names.join(', ').toLowerCase();
}

const KINDS: Record<Exclude<Actor['kind'], 'link'>, string> = {
  user: 'someone who has left',
  key: 'An API key',
  scheduler: 'Cloud Scheduler',
  system: 'Playbooks',
};

export function actorName({ kind, id, name }: Actor, ownUid: string, people: readonly Person[] | null): string {
  if (kind === 'link') return `${sentence(nameOf(id, people, ownUid))}, by a link`;
  return id === ownUid ? 'You' : (name ?? (kind === 'user' ? id : KINDS[kind]));
}

/** Browsers name each other: the first that is found is the one. */
const BROWSERS = [
  ['Edg/', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const;

/** Where it came from: the address, and the program in a word. */
export function fromWords(from: Actor['from']): string | null {
  if (from === null) return null;
  const agent = from.userAgent ?? '';
  const browser = BROWSERS.find(([mark]) => agent.includes(mark))?.[1];
  const plain = browser ?? (agent.split(/[\s/]/)[0] || null);
  const parts = [from.ip, plain].filter((part) => part !== null);
  return parts.length === 0 ? null : `from ${parts.join(', ')}`;
}

/** The page of what an entry is about; null where there is none. */
export function targetHref({ kind, id }: { readonly kind: string; readonly id: string }): string | null {
  switch (kind) {
    case 'playbook':
      return `/playbooks/${encodeURIComponent(id)}`;
    case 'execution':
      return `/executions/${encodeURIComponent(id)}`;
    case 'approval':
      return `/approvals/${encodeURIComponent(id)}`;
    case 'tenant':
      return '/settings/safety';
    case 'member':
    case 'invitation':
      return '/settings/team';
    case 'api_key':
      return '/settings/keys';
    default:
      return null;
  }
}

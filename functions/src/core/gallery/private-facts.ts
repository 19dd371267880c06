import { top } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';
import type { Store } from '../ports.ts';
import { hostOf } from './private-words.ts';

/** What of a tenant must not get out, as far as it can be told from what is stored. */
export interface PrivateFacts {
  readonly business: string;
  /** Uids, ids of the tenant and of its playbooks, and what was entered for connections: nowhere by chance. */
  readonly ids: readonly string[];
  /** Of the team, its customers and its competitors, the longest first. */
  readonly names: readonly string[];
  /** Where it is at home on the web, and its competitors are: without `www.`. */
  readonly hosts: readonly string[];
}

const PEOPLE = ['customers', 'members', 'prospects'] as const;
/** So many of each are looked at; what is not known of the rest is found by its look. */
const MOST = 500;
const MIN_VALUE = 6;
/** Shorter ones were chosen by people and may be words. */
const MIN_ID = 12;
/** Whose domain says nothing of a business. */
const FOR_ALL =
  /^(gmail|googlemail|outlook|hotmail|live|msn|yahoo|icloud|me|mac|aol|gmx|web|proton|protonmail|fastmail|zoho)\./;

export async function privateFacts(store: Store, orgId: string): Promise<PrivateFacts> {
  const page = { limit: MOST };
  const [tenant, team, connections, playbooks, ...people] = await Promise.all([
    store.find(top.tenant(orgId)),
    store.query(queries.team(orgId)),
    store.query(queries.connections(orgId, { limit: 100 })),
    store.query(queries.playbooks(orgId, page)),
    ...PEOPLE.map((name) => store.query(queries.peopleIn(orgId, name, page))),
  ]);
  const members = team.flatMap(({ data }) => data ?? []);
  const settings = connections.flatMap(({ data }) => leaves(data?.settings ?? {}));
  const competitors = tenant?.data?.competitors ?? [];
  const domains = members.map(({ email }) => email.split('@')[1]?.toLowerCase() ?? '');
  const hosts = [...settings, ...competitors.map(({ url }) => url)].flatMap(
    (text) => hostOf(text) ?? hostAlone(text) ?? [],
  );
  const customers = people.flat().flatMap(({ data }) => fullName(data?.name));
  const names = [...members.flatMap(({ name }) => ownName(name)), ...competitors.map(({ name }) => name), ...customers];
  const ids = [orgId, ...members.map(({ uid }) => uid), ...playbooks.map(({ id }) => id)].filter(
    (id) => id.length >= MIN_ID,
  );
  return {
    business: tenant?.data?.name ?? '',
    ids: longestFirst([...ids, ...settings.filter((text) => text.length >= MIN_VALUE && /[\d./@:_-]/.test(text))]),
    names: longestFirst(names.filter((name) => name.length > 2)),
    hosts: [
      ...new Set(
        [...domains.filter((one) => one !== '' && !FOR_ALL.test(one)), ...hosts].map((one) =>
          one.replace(/^www\./, ''),
        ),
      ),
    ],
  };
}

function longestFirst(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort((a, b) => b.length - a.length);
}

function leaves(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(leaves) : [];
}

function hostAlone(text: string): string | null {
  return /^[\w-]+(\.[\w-]+)*\.[a-z]{2,}$/i.test(text) ? text.toLowerCase() : null;
}

/** Of a customer only a whole name is one: `Rose` alone may be anything. */
function fullName(name: unknown): string[] {
  return typeof name === 'string' && /^\S+(\s+\S+)+$/.test(name.trim()) ? [name.trim()] : [];
}

function ownName(name: string): string[] {
  const plain = name.trim();
  return [...fullName(plain), ...(/^\p{Lu}\p{L}{3,}$/u.test(plain) ? [plain] : [])];
}

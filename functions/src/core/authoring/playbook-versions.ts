import type { Actor } from '../../model/audit.ts';
import { tenantPaths } from '../../model/paths.ts';
import {
  type Playbook,
  type PlaybookContent,
  type PlaybookVersion,
  playbookContentSchema,
} from '../../model/playbook.ts';
import { type PageArgs, queries } from '../../model/query.ts';
import type { Engine } from '../engine/engine.ts';
import type { Found } from '../ports.ts';
import { explainContentChange } from './explain-content-change.ts';
import { liveVersionOf } from './playbook-draft.ts';
import { ChangedMeanwhileError, InvalidPlaybookError, type Saved, updatePlaybook } from './save-playbook.ts';
import { normalizePlaybook } from './validate-playbook.ts';

/** A version with what it changed against the one before it. */
export interface ToldVersion {
  readonly versionId: string;
  readonly createdAt: Date;
  /** The name of who made it; null where nobody knows it. */
  readonly createdBy: string | null;
  readonly content: unknown;
  readonly changes: readonly string[];
  /** Whether it is what the playbook does now. */
  readonly isLive: boolean;
  /** What restoring it would change. */
  readonly fromLive: readonly string[];
}

/**
 * A page of the versions of a playbook, the newest first, `last` being where the next page begins; null on the last
 * one. The one behind the page is read, too, since the oldest on it is told against that.
 */
export async function tellVersions(
  { store, catalog }: Pick<Engine, 'store' | 'catalog'>,
  orgId: string,
  playbookId: string,
  page: PageArgs,
): Promise<{ readonly items: readonly ToldVersion[]; readonly last: Date | null }> {
  const paths = tenantPaths(orgId);
  const [found, playbook] = await Promise.all([
    store.query(queries.versions(orgId, playbookId, { ...page, limit: page.limit + 1 })),
    store.find(paths.playbook(playbookId)),
  ]);
  const shown = found.slice(0, page.limit);
  const live = playbook?.data ? normalizePlaybook(playbook.data, catalog) : null;
  const [liveId, liveContent] = live && 'content' in live ? [live.versionId, live.content] : [null, null];
  const names = await namesOf(store, orgId, shown);
  const items = shown.flatMap(({ id, data }, index): ToldVersion[] => {
    if (data === null) return [];
    const content = contentIn(data);
    const before = found.slice(index + 1).find((one) => one.data !== null)?.data ?? null;
    return [
      {
        versionId: id,
        createdAt: data.createdAt,
        createdBy: data.createdBy === null ? null : (names.get(data.createdBy) ?? null),
        content: JSON.parse(data.contentJson) as unknown,
        changes: content === null ? [UNREADABLE] : explainContentChange(before && contentIn(before), content, catalog),
        isLive: id === liveId,
        fromLive: content === null || liveContent === null ? [] : explainContentChange(liveContent, content, catalog),
      },
    ];
  });
  return { items, last: found.length > page.limit ? (shown.at(-1)?.data?.createdAt ?? null) : null };
}

const UNREADABLE = 'It is from long ago and can no longer be read.';

/**
 * Makes a version what the playbook does again; its name, status and contract stay. What strangers had a say in counts
 * as such again, until somebody activates it. Null where there is no such playbook or version. Throws `ChangedMeanwhileError` where it does something else by now than `seen` (a version id),
 * and `InvalidPlaybookError` where the version is no longer right, or, for an active one, not what was asked for.
 */
export async function restoreVersion(
  engine: Engine,
  orgId: string,
  { playbookId, versionId, seen, assertMay }: Restoring,
  actor: Actor,
): Promise<Saved | null> {
  const stored = await engine.store.get(tenantPaths(orgId).version(playbookId, versionId));
  if (stored === null) return null;
  const content = contentIn(stored.data);
  if (content === null) throw new InvalidPlaybookError([{ path: 'versionId', message: UNREADABLE }]);
  const { isTainted } = stored.data;
  return updatePlaybook(engine, orgId, playbookId, content, actor, {
    isTainted,
    beside: (_, before) => {
      if (before !== null) assertMay(before);
      const isSeen = before === null || seen === null || liveVersionOf(before, engine.catalog) === seen;
      if (!isSeen) throw new ChangedMeanwhileError(before.name);
      return [];
    },
  });
}

interface Restoring {
  readonly playbookId: string;
  readonly versionId: string;
  readonly seen: string | null;
  /** Throws where whoever asks may not change what the playbook is by then. */
  assertMay(before: Playbook): void;
}

function contentIn({ contentJson }: PlaybookVersion): PlaybookContent | null {
  const parsed = playbookContentSchema.safeParse(JSON.parse(contentJson));
  return parsed.success ? parsed.data : null;
}

async function namesOf(
  store: Engine['store'],
  orgId: string,
  versions: readonly Found<PlaybookVersion>[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(versions.flatMap(({ data }) => data?.createdBy ?? []))];
  const people = ids.filter((id) => !id.includes(':'));
  const members = await store.findAll(people.map((uid) => tenantPaths(orgId).member(uid)));
  const names = people.flatMap((uid, index): [string, string][] => {
    const name = members[index]?.data?.name;
    return name === undefined ? [] : [[uid, name]];
  });
  return new Map([
    ...names,
    ...ids.filter((id) => id.startsWith('key:')).map((id): [string, string] => [id, 'an API key']),
  ]);
}

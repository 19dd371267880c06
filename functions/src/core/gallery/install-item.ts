import type { Actor } from '../../model/audit.ts';
import type { EditedDraft } from '../../model/edited-draft.ts';
import { editedContentSchema } from '../../model/edited-draft.ts';
import type { Entitlement, GalleryInstall, GalleryItem } from '../../model/gallery.ts';
import type { JsonObject } from '../../model/json.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import { type Playbook, type PlaybookInput, playbookDraftSchema } from '../../model/playbook.ts';
import { liveVersionOf, saveDraft } from '../authoring/playbook-draft.ts';
import { createPlaybook } from '../authoring/save-playbook.ts';
import type { Engine } from '../engine/engine.ts';
import { parseInputs } from '../engine/inputs.ts';
import { retryConflicts } from '../governance/retry-conflicts.ts';
import { AlreadyExistsError, ConflictError, Increment, type Store, type Stored, type Write } from '../ports.ts';
import { type ItemContent, readItemContent } from './item-content.ts';
import { GalleryRefusedError, itemMissing } from './refusal.ts';

const MOST_PLAYBOOKS = 20;
const MOST_CONFLICTS = 30;

interface Installing {
  readonly orgId: string;
  readonly itemId: string;
  readonly actor: Actor;
  readonly ownerId: string;
  /** Answers to what it asks for; they become the defaults of its inputs. */
  readonly inputs: JsonObject;
}
export interface Installed {
  readonly playbookId: string;
  readonly playbook: Playbook;
  readonly version: number;
  /** Whether this tenant had not installed it before. */
  readonly isFirst: boolean;
}

/** What a tenant has of an item, and whether he may install it: it is free, or paid for. */
export async function standingOf(
  store: Store,
  orgId: string,
  itemId: string,
): Promise<{ readonly install: Stored<GalleryInstall> | null; readonly entitlement: Stored<Entitlement> | null }> {
  const paths = tenantPaths(orgId);
  const [install, entitlement] = await Promise.all([
    store.get(paths.galleryInstall(itemId)),
    store.get(paths.entitlement(itemId)),
  ]);
  return { install, entitlement };
}

export function isEntitled({ price }: Pick<GalleryItem, 'price'>, entitlement: Entitlement | null): boolean {
  return price === null || (entitlement !== null && entitlement.revokedAt === null);
}

/** Makes a playbook of an item, as a draft that a person activates; the tenant is counted once. Throws `GalleryRefusedError`. */
export function installItem(engine: Engine, installing: Installing): Promise<Installed> {
  const { orgId, itemId, actor, ownerId, inputs } = installing;
  return retryConflicts(async () => {
    const { item, version, content, install, words } = await offered(engine, orgId, itemId);
    const filled = filledInputs(content.inputs, inputs);
    const here = await athome(engine.store, orgId, content);
    const draft = playbookDraftSchema.parse({ ...words, ...here, inputs: filled, status: 'draft' });
    const now = engine.clock.now();
    const beside = ({ playbookId }: { readonly playbookId: string }): Write[] => [
      installWrite(orgId, itemId, install, { version, playbookId, uid: actor.id, now }),
      ...(install === null
        ? [{ op: 'update' as const, path: item.ref.path, fields: { installs: new Increment(1) } }]
        : []),
    ];
    // Strangers wrote it: what it says counts as theirs until somebody activates it.
    const how = { actor, ownerId, beside, isTainted: true, fromGallery: { itemId, version } };
    const saved = await createPlaybook(engine, orgId, draft, how).catch(takenIsConflict);
    return { ...saved, version, isFirst: install === null };
  }, MOST_CONFLICTS);
}

interface Offer {
  readonly item: Stored<GalleryItem>;
  readonly version: number;
  readonly content: ItemContent;
  readonly words: Pick<GalleryItem, 'name' | 'description' | 'category'>;
  readonly install: Stored<GalleryInstall> | null;
}

/** What this tenant gets of an item: that which is in the gallery, or was when he paid for it. */
async function offered({ store }: Engine, orgId: string, itemId: string): Promise<Offer> {
  const [item, { install, entitlement }] = await Promise.all([
    store.get(top.galleryItem(itemId)),
    standingOf(store, orgId, itemId),
  ]);
  const isPaid = entitlement !== null && entitlement.data.revokedAt === null;
  const isThere = item?.data.status === 'published' || (item?.data.status === 'withdrawn' && isPaid);
  if (item === null || !isThere || item.data.version === null) throw itemMissing(itemId);
  if (item.data.orgId === orgId) throw new GalleryRefusedError('own', 'It is your own: you have the playbook');
  if (!isEntitled(item.data, entitlement?.data ?? null)) {
    throw new GalleryRefusedError('payment_needed', 'It costs money: buy it first');
  }
  const { version } = item.data;
  const stored = await store.get(top.galleryVersion(itemId, version));
  const content = stored && readItemContent(stored.data.contentJson);
  if (!stored || !content) throw new GalleryRefusedError('invalid', 'This version cannot be read any more');
  const { name, description, category } = stored.data;
  return { item, version, content, words: { name, description, category }, install };
}

/** Answers become defaults; what is not answered is asked for by whoever starts it. Throws `GalleryRefusedError`. */
function filledInputs(inputs: readonly PlaybookInput[], given: JsonObject): PlaybookInput[] {
  const optional = inputs.map((input) => ({ ...input, required: false }));
  const parsed = parseInputs(optional, given);
  if ('problems' in parsed) throw new GalleryRefusedError('invalid', 'An answer does not fit', parsed.problems);
  return inputs.map((input) => ({ ...input, default: given[input.name] ?? input.default }));
}

/** Its schedules go by the clock of the tenant. */
async function athome(store: Store, orgId: string, content: ItemContent): Promise<ItemContent> {
  const tenant = await store.get(top.tenant(orgId));
  const timezone = tenant?.data.timezone ?? 'UTC';
  const triggers = content.triggers.map((one) => (one.type === 'schedule' ? { ...one, timezone } : one));
  return { ...content, triggers };
}

function installWrite(
  orgId: string,
  itemId: string,
  install: Stored<GalleryInstall> | null,
  { version, playbookId, uid, now }: { version: number; playbookId: string; uid: string; now: Date },
): Write {
  const { path } = tenantPaths(orgId).galleryInstall(itemId);
  const playbookIds = [playbookId, ...(install?.data.playbookIds ?? [])].slice(0, MOST_PLAYBOOKS);
  if (install !== null) {
    return { op: 'update', path, fields: { version, playbookIds, updatedAt: now }, ifVersion: install.version };
  }
  const data: GalleryInstall = { itemId, version, playbookIds, installedBy: uid, installedAt: now, updatedAt: now };
  return { op: 'create', path, data };
}

/** Somebody else of the team has installed it at the same moment. */
function takenIsConflict(error: unknown): never {
  if (error instanceof AlreadyExistsError) throw new ConflictError(error.message);
  throw error;
}

/**
 * Puts the version of the gallery up as the draft of a playbook that was installed before: what is live goes on as it is
 * until somebody publishes that. Its answers stay. Throws `GalleryRefusedError`, `DraftChangedError`.
 */
export async function updateInstalled(
  engine: Engine,
  { orgId, itemId, actor }: Pick<Installing, 'orgId' | 'itemId' | 'actor'>,
  playbookId: string,
): Promise<Installed> {
  const { store, catalog } = engine;
  const paths = tenantPaths(orgId);
  const [offer, playbook, draft] = await Promise.all([
    offered(engine, orgId, itemId),
    store.get(paths.playbook(playbookId)),
    store.get<EditedDraft>(paths.draft(playbookId)),
  ]);
  if (playbook?.data.fromGallery?.itemId !== itemId) {
    throw new GalleryRefusedError('not_found', 'This playbook was not installed from this item');
  }
  if (draft !== null) {
    throw new GalleryRefusedError('has_draft', 'Somebody is editing this playbook: publish or discard that first');
  }
  const { name, description, category, inputs: before } = playbook.data;
  const here = await athome(store, orgId, offer.content);
  const answers = new Map(before.map((input) => [input.name, input.default]));
  const inputs = here.inputs.map((input) => ({ ...input, default: answers.get(input.name) ?? input.default }));
  const content = editedContentSchema.parse(
    JSON.parse(JSON.stringify({ ...here, inputs, name, description, category })),
  );
  const baseVersionId = liveVersionOf(playbook.data, catalog);
  await saveDraft(engine, orgId, playbookId, { content, revision: 0, baseVersionId }, actor);
  const { version, install } = offer;
  await store.commit([
    { op: 'update', path: playbook.ref.path, fields: { fromGallery: { itemId, version } } },
    ...(install ? [{ op: 'update' as const, path: install.ref.path, fields: { version } }] : []),
  ]);
  return { playbookId, playbook: playbook.data, version, isFirst: false };
}

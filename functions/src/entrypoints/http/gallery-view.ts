import type { z } from 'zod';
import type { App } from '../../app.ts';
import { describeStep } from '../../core/authoring/describe-step.ts';
import { startWords } from '../../core/authoring/templates/start-words.ts';
import type { StepCatalog } from '../../core/engine/step-type.ts';
import { averageOf, ratingsOf } from '../../core/gallery/facets.ts';
import { isEntitled, standingOf } from '../../core/gallery/install-item.ts';
import { wholeContent } from '../../core/gallery/item-content.ts';
import { reviewHurdle, reviewIdFor } from '../../core/gallery/review.ts';
import { neededConnections } from '../../core/governance/connection-use.ts';
import type { Found, Stored } from '../../core/ports.ts';
import type { GalleryItem, GalleryReview, GalleryVersion } from '../../model/gallery.ts';
import type {
  galleryCardView,
  galleryItemView,
  galleryReviewView,
  galleryVersionView,
  galleryWhatView,
  ownItemView,
} from '../../model/gallery-views.ts';
import { top } from '../../model/paths.ts';
import type { PlaybookContent } from '../../model/playbook.ts';
import type { Risk } from '../../model/policy.ts';
import { queries } from '../../model/query.ts';
import { blocksOf, type Step } from '../../model/step.ts';

const SHOWN_REVIEWS = 10;
/** The newest; each holds a whole playbook. */
const MOST_VERSIONS = 20;

export function toCard(itemId: string, item: GalleryItem): z.input<typeof galleryCardView> {
  const { name, description, category, publisher, price, installs, stars, version, publishedAt } = item;
  return {
    ...{ itemId, name, description, category, publisher, price, installs, version },
    ...{ average: averageOf(stars), ratings: ratingsOf(stars).count, stars: [...stars] },
    publishedAt: publishedAt?.toISOString() ?? null,
  };
}

export function toOwnItem(itemId: string, item: GalleryItem, waiting: number | null): z.input<typeof ownItemView> {
  const { status, reason, playbookId, lastVersion, updatedAt } = item;
  return {
    ...toCard(itemId, item),
    status,
    reason,
    playbookId,
    lastVersion,
    waiting,
    updatedAt: updatedAt.toISOString(),
  };
}

export function toReview(orgId: string, reviewId: string, review: GalleryReview): z.input<typeof galleryReviewView> {
  const { name, stars, text, version, reply, createdAt, updatedAt } = review;
  return {
    ...{ reviewId, name, stars, text, version, isOwn: review.orgId === orgId },
    reply: reply && { text: reply.text, at: reply.at.toISOString() },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

export function toReviews(orgId: string, found: readonly Found<GalleryReview>[]): z.input<typeof galleryReviewView>[] {
  return found.flatMap(({ id, data }) => (data === null ? [] : [toReview(orgId, id, data)]));
}

function toVersion(version: GalleryVersion): z.input<typeof galleryVersionView> {
  const { number, changes, status, reason, createdAt, decidedAt } = version;
  return {
    number,
    changes,
    status,
    reason,
    createdAt: createdAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
  };
}

type What = z.input<typeof galleryWhatView>;

/** What starts it, its steps and what it asks for, in words. */
export function inWords(content: PlaybookContent, catalog: StepCatalog, locale: string): Omit<What, 'needs'> {
  return {
    starts: content.triggers.map((trigger) => ({ type: trigger.type, words: startWords(trigger, locale) })),
    steps: [...stepsIn(content.steps, catalog, 0), ...stepsIn(content.onFailure, catalog, 0)],
    asks: [...content.inputs],
  };
}

/** The same, and what this tenant has to connect for it. */
export async function whatOf(app: App, orgId: string, content: PlaybookContent): Promise<What> {
  const { engine, connectors, secrets } = app;
  const [tenant, [needs = []]] = await Promise.all([
    engine.store.get(top.tenant(orgId)),
    neededConnections({ ...engine, connectors, secrets }, orgId, [[...content.steps, ...content.onFailure]]),
  ]);
  return { ...inWords(content, engine.catalog, tenant?.data.locale ?? 'en-US'), needs };
}

function stepsIn(steps: readonly Step[], catalog: StepCatalog, within: number): What['steps'] {
  return steps.flatMap((step) => {
    const type = catalog.get(step.action);
    const risk: Risk = type === undefined ? 'safe' : worstOf(describeStep(type).risk);
    const here = { action: step.action, title: type?.title ?? step.action, risk, within };
    return [here, ...blocksOf(step).flatMap((block) => stepsIn(block.steps, catalog, within + 1))];
  });
}

function worstOf(risk: ReturnType<typeof describeStep>['risk']): Risk {
  const text = JSON.stringify(risk);
  return text.includes('high') ? 'high' : text.includes('moderate') ? 'moderate' : 'safe';
}

/** An item as a tenant sees it, whose own it may be. */
export async function toItemView(
  app: App,
  orgId: string,
  { id: itemId, data: item }: Stored<GalleryItem>,
): Promise<z.input<typeof galleryItemView>> {
  const { store, catalog } = app.engine;
  const isOwn = item.orgId === orgId;
  const [found, shown, reviews, own, { install, entitlement }] = await Promise.all([
    store.query(queries.galleryVersions(itemId, { limit: MOST_VERSIONS })),
    store.get(top.galleryVersion(itemId, item.version ?? item.lastVersion)),
    store.query(queries.galleryReviews(itemId, { limit: SHOWN_REVIEWS })),
    store.get(top.galleryReview(itemId, reviewIdFor(orgId, itemId))),
    standingOf(store, orgId, itemId),
  ]);
  const versions = found.flatMap(({ data }) => (data !== null && (isOwn || data.status === 'published') ? [data] : []));
  const content = shown ? wholeContent(shown.data.contentJson, catalog) : null;
  const nothing = { starts: [], steps: [], asks: [], needs: [] };
  const installed = install?.data ?? null;
  return {
    ...toCard(itemId, item),
    ...(content === null ? nothing : await whatOf(app, orgId, content)),
    ...{ status: item.status, reason: isOwn ? item.reason : null, isOwn, versions: versions.map(toVersion) },
    reviews: toReviews(orgId, reviews),
    install: installed && {
      version: installed.version,
      playbookIds: [...installed.playbookIds],
      installedAt: installed.installedAt.toISOString(),
      isNewer: item.status === 'published' && installed.version < (item.version ?? 0),
    },
    isEntitled: isOwn || isEntitled(item, entitlement?.data ?? null),
    ownReview: own && toReview(orgId, own.id, own.data),
    reviewHurdle: await reviewHurdle(store, orgId, item, installed),
  };
}

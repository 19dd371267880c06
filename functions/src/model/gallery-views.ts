import { z } from 'zod';
import {
  galleryReviewSchema,
  galleryVersionSchema,
  itemPriceSchema,
  itemStatusSchema,
  itemWordsSchema,
  MAX_CHANGES,
  MAX_REPLY,
  MAX_REVIEW,
  orderStatusSchema,
  publicNameSchema,
  reportReasonSchema,
} from './gallery.ts';
import { executionIdSchema, playbookIdSchema } from './ids.ts';
import { jsonObject, jsonValue } from './json.ts';
import { playbookInputSchema } from './playbook.ts';
import { riskSchema } from './policy.ts';
import { problemDetailSchema } from './problem.ts';

const time = z.iso.datetime();
/** How those of a list come: most installed, newest, or best rated first. */
export const GALLERY_SORTS = ['popular', 'new', 'rating'] as const;

/** A card. `stars` is how many gave one to five; `average` is null where nobody has rated. */
export const galleryCardView = z
  .object({
    ...itemWordsSchema.shape,
    itemId: z.string(),
    price: itemPriceSchema.nullable(),
    installs: z.int(),
    average: z.number().nullable(),
    ratings: z.int(),
    stars: z.array(z.int()),
    version: z.int().nullable(),
    publishedAt: time.nullable(),
  })
  .meta({ id: 'GalleryCard' });
export type GalleryCard = z.infer<typeof galleryCardView>;

export const galleryNeedView = z.object({
  connector: z.string(),
  title: z.string(),
  connection: z.string().nullable(),
  href: z.string(),
  isThere: z.boolean(),
});

/** A step in words: `within` is how deep it lies in others. */
export const galleryStepView = z.object({ action: z.string(), title: z.string(), risk: riskSchema, within: z.int() });

/** What a version is, in words; nothing of what is paid for is in it. */
export const galleryWhatView = z.object({
  starts: z.array(z.object({ type: z.string(), words: z.string() })),
  steps: z.array(galleryStepView),
  /** What it asks for when it is installed or run. */
  asks: z.array(playbookInputSchema),
  needs: z.array(galleryNeedView),
});

export const galleryVersionView = galleryVersionSchema
  .pick({ number: true, changes: true, status: true, reason: true })
  .extend({ createdAt: time, decidedAt: time.nullable() })
  .meta({ id: 'GalleryVersion' });
export type GalleryVersionView = z.infer<typeof galleryVersionView>;

/** `isOwn`: this tenant wrote it. */
export const galleryReviewView = galleryReviewSchema
  .pick({ name: true, stars: true, text: true, version: true })
  .extend({
    reviewId: z.string(),
    isOwn: z.boolean(),
    reply: z.object({ text: z.string(), at: time }).nullable(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'GalleryReview' });
export type GalleryReviewView = z.infer<typeof galleryReviewView>;

/** Why this tenant may not rate an item: `own` it has published it. */
export const reviewHurdleSchema = z.enum(['own', 'not_installed', 'not_run']);

/** One item as this tenant sees it. Of an own one, or where it waits, `status` says so; others see published ones only. */
export const galleryItemView = galleryCardView
  .extend({
    ...galleryWhatView.shape,
    status: itemStatusSchema,
    reason: z.string().nullable(),
    isOwn: z.boolean(),
    /** The newest first; of another tenant's item those that were let in. */
    versions: z.array(galleryVersionView),
    /** The newest; more by `GET …/reviews`. */
    reviews: z.array(galleryReviewView),
    install: z
      .object({ version: z.int(), playbookIds: z.array(z.string()), installedAt: time, isNewer: z.boolean() })
      .nullable(),
    /** Whether it may be installed: free, own, or paid for. */
    isEntitled: z.boolean(),
    ownReview: galleryReviewView.nullable(),
    /** Null where this tenant may rate it. */
    reviewHurdle: reviewHurdleSchema.nullable(),
  })
  .meta({ id: 'GalleryItem' });
export type GalleryItemView = z.infer<typeof galleryItemView>;

/** An item of one's own in a list. `waiting` is the version that no moderator has looked at. */
export const ownItemView = galleryCardView
  .extend({
    status: itemStatusSchema,
    reason: z.string().nullable(),
    playbookId: z.string(),
    lastVersion: z.int(),
    waiting: z.int().nullable(),
    updatedAt: time,
  })
  .meta({ id: 'OwnGalleryItem' });
export type OwnItemView = z.infer<typeof ownItemView>;

/** What was taken out of a playbook, where (`steps.notify.params.to`), and the input that asks for it instead. */
export const takenOutView = z.object({
  path: z.string(),
  what: z.enum(['connection', 'email', 'phone', 'address', 'person', 'id', 'secret', 'name']),
  /** The name of the input; null where nothing is asked for. */
  input: z.string().nullable(),
});
export type TakenOut = z.infer<typeof takenOutView>;

/** What would be published. It can be where `problems` is empty; each says where, and what to do. */
export const galleryPreviewView = z
  .object({
    /** To be sent along with the publication: so that what is published is what was seen. */
    versionId: z.string(),
    takenOut: z.array(takenOutView),
    /** Web addresses that stay in it for all to see. */
    kept: z.array(z.string()),
    problems: z.array(problemDetailSchema),
    content: jsonObject,
    /** The item that the playbook is published as already; null: it would be a new one. */
    itemId: z.string().nullable(),
    ...galleryWhatView.shape,
  })
  .meta({ id: 'GalleryPreview' });
export type GalleryPreview = z.infer<typeof galleryPreviewView>;

export const previewBody = z.strictObject({ playbookId: playbookIdSchema });
const changes = z.string().trim().max(MAX_CHANGES).default('');
const said = {
  ...itemWordsSchema.shape,
  price: itemPriceSchema.nullable().default(null),
  /** Of the preview. */
  versionId: z.string().min(1).max(64),
};
export const publishBody = z.strictObject({ ...said, playbookId: playbookIdSchema, changes });
export const newVersionBody = z.strictObject({
  ...said,
  changes: changes.unwrap().min(1, 'Say what is new in this version'),
});
/** `inputs`: answers that the new playbook keeps as the defaults of its inputs. */
export const installBody = z.strictObject({ inputs: z.record(z.string().max(64), jsonValue).default({}) });
export const updateBody = z.strictObject({ playbookId: playbookIdSchema });
export const reviewBody = z.strictObject({
  stars: z.int('Give one to five stars').min(1).max(5),
  text: z.string().trim().max(MAX_REVIEW).default(''),
  name: z.union([z.literal(''), publicNameSchema]).default(''),
});
/** An empty text takes the reply back. */
export const replyBody = z.strictObject({ text: z.string().trim().max(MAX_REPLY) });
export const reportBody = z
  .strictObject({
    reason: reportReasonSchema,
    text: z.string().trim().max(1_000).default(''),
    reviewId: executionIdSchema.nullable().default(null),
  })
  .refine(({ reason, text }) => reason !== 'other' || text !== '', { path: ['text'], message: 'Say what is wrong' });

export const installedView = z.object({ playbookId: z.string(), version: z.int(), isFirst: z.boolean() });
/** The page to pay on, and the order to look at afterwards. */
export const checkoutView = z.object({ orderId: z.string(), url: z.string() });
export const orderView = z
  .object({
    orderId: z.string(),
    itemId: z.string(),
    status: orderStatusSchema,
    price: itemPriceSchema,
    createdAt: time,
    paidAt: time.nullable(),
  })
  .meta({ id: 'GalleryOrder' });
export type OrderView = z.infer<typeof orderView>;

/** A version that waits for a moderator; `content` is all that is in it, `before` what is in the gallery now. */
export const waitingView = z
  .object({
    ...itemWordsSchema.shape,
    ...galleryWhatView.omit({ needs: true }).shape,
    itemId: z.string(),
    number: z.int(),
    changes: z.string(),
    price: itemPriceSchema.nullable(),
    createdAt: time,
    content: jsonObject,
    /** What differs from the version in the gallery, in words; null where there is none. */
    differences: z.array(z.string()).nullable(),
  })
  .meta({ id: 'GalleryWaiting' });
export type GalleryWaiting = z.infer<typeof waitingView>;

export const reportView = z
  .object({
    reportId: z.string(),
    itemId: z.string(),
    itemName: z.string(),
    reviewId: z.string().nullable(),
    /** The text of the review that is meant. */
    reviewText: z.string().nullable(),
    reason: reportReasonSchema,
    text: z.string(),
    createdAt: time,
  })
  .meta({ id: 'GalleryReport' });
export type GalleryReportView = z.infer<typeof reportView>;

/** What waits for the moderators, the oldest first; empty for everybody else. */
export const moderationView = z
  .object({ isModerator: z.boolean(), waiting: z.array(waitingView), reports: z.array(reportView) })
  .meta({ id: 'GalleryModeration' });
export type ModerationView = z.infer<typeof moderationView>;

const reason = z.string().trim().max(500).default('');
/** `let_in` and `refuse` are about the version `number` that waits; `remove` takes the item down. */
export const moderateBody = z
  .discriminatedUnion('decision', [
    z.strictObject({ decision: z.literal('let_in'), number: z.int().min(1) }),
    z.strictObject({ decision: z.literal('refuse'), number: z.int().min(1), reason }),
    z.strictObject({ decision: z.literal('remove'), reason }),
  ])
  .refine((body) => body.decision === 'let_in' || body.reason !== '', {
    path: ['reason'],
    message: 'Say why, for the publisher',
  });
/** `remove_review` takes the review down that a report is about; `dismiss` finds nothing wrong. */
export const settleReportBody = z.strictObject({ decision: z.enum(['dismiss', 'remove_review']) });

import { z } from 'zod';
import { executionIdSchema, orgIdSchema, playbookIdSchema, uidSchema } from './ids.ts';

/** Which version of which item. */
export const galleryOriginSchema = z.strictObject({ itemId: executionIdSchema, version: z.int().min(1) });
export type GalleryOrigin = z.infer<typeof galleryOriginSchema>;

/** What somebody says of it, in a word or two, to everybody. */
export const publicNameSchema = z.string().trim().min(2).max(60);

export const MAX_REVIEW = 2_000;
export const MAX_REPLY = 1_000;
export const MAX_CHANGES = 1_000;

/** In the smallest unit of the currency: 900 is $9.00. */
export const itemPriceSchema = z.strictObject({
  amount: z.int().min(100, 'The least is 1.00').max(100_000, 'The most is 1,000.00'),
  currency: z.enum(['USD', 'EUR', 'GBP']),
});
export type ItemPrice = z.infer<typeof itemPriceSchema>;

/** `pending`: waits for a moderator; `removed`: a moderator has taken it down; `withdrawn`: its publisher has. */
export const itemStatusSchema = z.enum(['pending', 'published', 'refused', 'removed', 'withdrawn']);
export type ItemStatus = z.infer<typeof itemStatusSchema>;

/** How many have given one to five stars. */
const starsSchema = z.tuple([z.int(), z.int(), z.int(), z.int(), z.int()]);

/** What everybody sees of an item: the words of the version that is in the gallery, or of the first one. */
export const itemWordsSchema = z.strictObject({
  name: z.string().trim().min(1).max(120),
  description: z.string().trim().min(20, 'Say in a sentence or two what it does').max(2_000),
  category: z.string().regex(/^[a-z][a-z0-9_]{0,31}$/, 'A category is one lower-case word'),
  /** By which the business is shown; nothing else of it is. */
  publisher: publicNameSchema,
});
export type ItemWords = z.infer<typeof itemWordsSchema>;

/** A playbook that a tenant shares with all others. Its id follows from tenant and playbook. */
export const galleryItemSchema = z.object({
  ...itemWordsSchema.shape,
  orgId: orgIdSchema,
  playbookId: playbookIdSchema,
  createdBy: uidSchema,
  status: itemStatusSchema,
  /** Why it was refused or removed, for its publisher. */
  reason: z.string().max(500).nullable(),
  price: itemPriceSchema.nullable(),
  /** The version that is in the gallery; null before the first was let in. */
  version: z.int().min(1).nullable(),
  /** The newest version, whatever became of it. */
  lastVersion: z.int().min(1),
  /** Under what it is found: `*`, its category, its words, each alone and in its category. Empty while it is not shown. */
  facets: z.array(z.string()).max(140),
  installs: z.int().min(0),
  stars: starsSchema,
  /** By which items are ranked: the average, drawn towards 3.5 while few have rated. */
  score: z.number(),
  /** Reports that no moderator has looked at. */
  openReports: z.int().min(0),
  publishedAt: z.date().nullable(),
  createdAt: z.date(),
  updatedAt: z.date(),
});
export type GalleryItem = z.infer<typeof galleryItemSchema>;

/** One version of an item; what it holds never changes. Its id is its number. */
export const galleryVersionSchema = z.object({
  ...itemWordsSchema.shape,
  number: z.int().min(1),
  /** The version of the playbook that it was made from. */
  versionId: z.string(),
  contentJson: z.string(),
  price: itemPriceSchema.nullable(),
  /** What is new in it, in the publisher's words. */
  changes: z.string().max(MAX_CHANGES),
  status: z.enum(['pending', 'published', 'refused', 'withdrawn']),
  reason: z.string().max(500).nullable(),
  createdBy: uidSchema,
  createdAt: z.date(),
  decidedBy: uidSchema.nullable(),
  decidedAt: z.date().nullable(),
});
export type GalleryVersion = z.infer<typeof galleryVersionSchema>;

/** What one tenant says of an item, after it has run. Its id tells nobody which tenant. */
export const galleryReviewSchema = z.object({
  orgId: orgIdSchema,
  createdBy: uidSchema,
  /** Under which name it is shown; empty: “A business”. */
  name: z.union([z.literal(''), publicNameSchema]),
  stars: z.int().min(1).max(5),
  text: z.string().max(MAX_REVIEW),
  /** The version that was installed when it was written. */
  version: z.int().min(1),
  reply: z.object({ text: z.string().max(MAX_REPLY), at: z.date() }).nullable(),
  createdAt: z.date(),
  updatedAt: z.date(),
});
export type GalleryReview = z.infer<typeof galleryReviewSchema>;

export const reportReasonSchema = z.enum(['harmful', 'misleading', 'private_data', 'copied', 'broken', 'other']);

/** What somebody finds wrong with an item, for the moderators. One tenant has one open report of an item. */
export const galleryReportSchema = z.object({
  itemId: executionIdSchema,
  itemName: z.string(),
  /** A review of it that is meant; null: the item itself. */
  reviewId: executionIdSchema.nullable(),
  orgId: orgIdSchema,
  createdBy: uidSchema,
  reason: reportReasonSchema,
  text: z.string().max(1_000),
  status: z.enum(['open', 'closed']),
  decidedBy: uidSchema.nullable(),
  createdAt: z.date(),
  expireAt: z.date(),
});
export type GalleryReport = z.infer<typeof galleryReportSchema>;

/** What a tenant has installed of an item; the id is the item's. */
export const galleryInstallSchema = z.object({
  itemId: executionIdSchema,
  /** The one that was installed last. */
  version: z.int().min(1),
  /** The playbooks that were made of it, the newest first. */
  playbookIds: z.array(playbookIdSchema).max(20),
  installedBy: uidSchema,
  installedAt: z.date(),
  updatedAt: z.date(),
});
export type GalleryInstall = z.infer<typeof galleryInstallSchema>;

export const orderStatusSchema = z.enum(['open', 'paid', 'refunded', 'expired']);

/** One purchase of an item by a tenant, from the way to the payment page on. */
export const galleryOrderSchema = z.object({
  itemId: executionIdSchema,
  status: orderStatusSchema,
  price: itemPriceSchema,
  /** The payment page of Stripe and its address; null until it has answered. */
  sessionId: z.string().max(200).nullable(),
  url: z.string().max(2_000).nullable(),
  paymentId: z.string().max(200).nullable(),
  createdBy: uidSchema,
  createdAt: z.date(),
  paidAt: z.date().nullable(),
  refundedAt: z.date().nullable(),
});
export type GalleryOrder = z.infer<typeof galleryOrderSchema>;

/** That a tenant may install what costs money; the id is the item's. */
export const entitlementSchema = z.object({
  itemId: executionIdSchema,
  orderId: executionIdSchema,
  grantedAt: z.date(),
  /** When the payment was given back; null while it holds. */
  revokedAt: z.date().nullable(),
});
export type Entitlement = z.infer<typeof entitlementSchema>;

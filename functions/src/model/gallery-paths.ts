import {
  entitlementSchema,
  galleryInstallSchema,
  galleryItemSchema,
  galleryOrderSchema,
  galleryReportSchema,
  galleryReviewSchema,
  galleryVersionSchema,
} from './gallery.ts';
import { collection, docIn, type InTenant } from './path-shape.ts';

const gallery = collection('gallery', galleryItemSchema);
const galleryReports = collection('gallery_reports', galleryReportSchema);
const galleryItem = (itemId: string) => docIn(gallery, itemId);
const galleryVersions = (itemId: string) =>
  collection(`${galleryItem(itemId).path}/gallery_versions`, galleryVersionSchema);
const galleryReviews = (itemId: string) =>
  collection(`${galleryItem(itemId).path}/gallery_reviews`, galleryReviewSchema);

/** What tenants share with all others: it lies in no tenant. */
export const galleryTop = {
  gallery,
  galleryItem,
  galleryVersions,
  galleryVersion: (itemId: string, number: number) => docIn(galleryVersions(itemId), String(number)),
  galleryReviews,
  galleryReview: (itemId: string, reviewId: string) => docIn(galleryReviews(itemId), reviewId),
  galleryReports,
  galleryReport: (reportId: string) => docIn(galleryReports, reportId),
};

/** What a tenant has of the gallery. */
export function galleryPaths(inTenant: InTenant) {
  const galleryInstalls = inTenant('gallery_installs', galleryInstallSchema);
  const galleryOrders = inTenant('gallery_orders', galleryOrderSchema);
  const entitlements = inTenant('entitlements', entitlementSchema);
  return {
    galleryInstalls,
    galleryInstall: (itemId: string) => docIn(galleryInstalls, itemId),
    galleryOrders,
    galleryOrder: (orderId: string) => docIn(galleryOrders, orderId),
    entitlements,
    entitlement: (itemId: string) => docIn(entitlements, itemId),
  };
}

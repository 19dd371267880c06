import { tenantPaths, top } from './paths.ts';
import { DOCUMENT_ID, everywhere, type Order, type PageArgs, query } from './query-shape.ts';

const mostFirst = (field: string): Order[] => [
  [field, 'desc'],
  [DOCUMENT_ID, 'desc'],
];

/** Queries of the gallery. A facet is a word, a category, both, or `*` for all; what is not shown has none. */
export const galleryQueries = {
  galleryPopular: (facet: string, page: PageArgs) =>
    query(top.gallery, [['facets', 'array-contains', facet]], mostFirst('installs'), page),
  galleryNew: (facet: string, page: PageArgs) =>
    query(top.gallery, [['facets', 'array-contains', facet]], mostFirst('publishedAt'), page),
  galleryRated: (facet: string, page: PageArgs) =>
    query(top.gallery, [['facets', 'array-contains', facet]], mostFirst('score'), page),
  galleryItemsOf: (orgId: string, page: PageArgs) => query(top.gallery, [['orgId', '==', orgId]], [], page),
  galleryVersions: (itemId: string, page: PageArgs) =>
    query(top.galleryVersions(itemId), [], [['number', 'desc']], page),
  /** What waits for a moderator, the oldest first. */
  galleryWaiting: (page: PageArgs) =>
    query(everywhere(top.galleryVersions('-')), [['status', '==', 'pending']], [['createdAt', 'asc']], page),
  galleryReviews: (itemId: string, page: PageArgs) =>
    query(top.galleryReviews(itemId), [], mostFirst('updatedAt'), page),
  galleryOpenReports: (page: PageArgs) =>
    query(top.galleryReports, [['status', '==', 'open']], [['createdAt', 'asc']], page),
  galleryReportsOf: (orgId: string, page: PageArgs) => query(top.galleryReports, [['orgId', '==', orgId]], [], page),
  galleryReportsAbout: (itemId: string, page: PageArgs) =>
    query(top.galleryReports, [['itemId', '==', itemId]], [], page),
  galleryOrdersOf: (orgId: string, itemId: string) =>
    query(tenantPaths(orgId).galleryOrders, [['itemId', '==', itemId]], [], { limit: 100 }),
  /** Whose names must not get out. */
  peopleIn: (orgId: string, name: 'customers' | 'members' | 'prospects', page: PageArgs) =>
    query(tenantPaths(orgId).domain(name), [], [[DOCUMENT_ID, 'asc']], page),
  galleryInstalls: (orgId: string, page: PageArgs) =>
    query(tenantPaths(orgId).galleryInstalls, [], [[DOCUMENT_ID, 'asc']], page),
} as const;

import type { Place } from '../kit/api-world.ts';
import { shared } from '../kit/gallery-world.ts';
import { made, type Row } from './api-matrix-row.ts';

const markOf = ({ orgId }: Place) => orgId.replace(/^org_/, '');
const item = (place: Place) => ({ id: shared(markOf(place)).itemId });
const priced = (place: Place) => ({ id: shared(markOf(place)).pricedId });
const own = (place: Place) => ({ id: shared(markOf(place)).ownId });
const itemId = (place: Place) => item(place).id;
const ownId = (place: Place) => own(place).id;
const said = ({ ids }: Place) => ({
  name: 'Answers',
  description: 'Answers what was asked, each day.',
  category: 'general',
  publisher: 'Tea People',
  versionId: ids.sharedVersionId,
});

/** The gallery: what is shared with all is there for other tenants, too. */
export const GALLERY_ROWS: Readonly<Record<string, Row>> = {
  'get /api/gallery': { query: '?sort=rating', status: 200 },
  'get /api/gallery/mine': { status: 200 },
  'get /api/gallery/{id}': { params: item, status: 200, absent: 200 },
  'get /api/gallery/{id}/reviews': { params: item, status: 200, absent: 200 },
  'post /api/gallery/preview': {
    // A playbook of another is not there.
    params: () => ({}),
    body: ({ ids: { playbookId } }) => ({ playbookId }),
    status: 200,
    absent: 404,
    audit: null,
  },
  'post /api/gallery': {
    params: () => ({}),
    body: (place) => ({ ...said(place), playbookId: place.ids.playbookId }),
    status: 201,
    absent: 404,
    audit: ['gallery_item.submitted', made],
  },
  'post /api/gallery/{id}/versions': {
    params: own,
    body: (place) => ({ ...said(place), changes: 'Answers more' }),
    status: 201,
    audit: ['gallery_item.version_submitted', ownId],
  },
  'post /api/gallery/{id}/withdraw': { params: own, status: 200, audit: ['gallery_item.withdrawn', ownId] },
  'post /api/gallery/{id}/install': {
    params: item,
    status: 201,
    absent: 201,
    audit: ['playbook.created', made],
  },
  'post /api/gallery/{id}/update': {
    params: item,
    body: ({ ids: { scheduledId: playbookId } }) => ({ playbookId }),
    status: 200,
    audit: ['playbook.draft_begun', ({ ids }) => ids.scheduledId],
  },
  'post /api/gallery/{id}/report': {
    params: item,
    body: () => ({ reason: 'broken' }),
    status: 202,
    absent: 202,
    audit: ['gallery_item.reported', itemId],
  },
  'put /api/gallery/{id}/review': {
    params: item,
    body: () => ({ stars: 5 }),
    status: 200,
    // Who has not installed it has not let it run.
    absent: 409,
    audit: ['gallery_review.written', made],
  },
  'delete /api/gallery/{id}/review': { params: item, status: 204, absent: 204, audit: null },
  'put /api/gallery/{id}/reviews/{reviewId}/reply': {
    params: (place) => ({ ...own(place), reviewId: 'review' }),
    body: () => ({ text: 'Thank you' }),
    status: 200,
    audit: ['gallery_review.answered', () => 'review'],
  },
  // A payment page is open already; for who has none, payments are not set up.
  'post /api/gallery/{id}/buy': { params: priced, status: 201, absent: 503, audit: null },
  'get /api/gallery/orders/{id}': { params: () => ({ id: 'order' }), status: 200 },
  'get /api/gallery/moderation': { status: 200 },
  'post /api/gallery/moderation/items/{id}': {
    params: item,
    body: () => ({ decision: 'let_in', number: 1 }),
    status: 403,
  },
  'post /api/gallery/moderation/reports/{id}': {
    params: () => ({ id: 'any' }),
    body: () => ({ decision: 'dismiss' }),
    status: 403,
  },
  'post /api/payments/stripe': { status: 403 },
};

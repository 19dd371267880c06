// What events look like: in the catalogue, in the reference and in tests.

export const ada = { customerId: 'ada', name: 'Ada', email: 'ada@example.com' };
export const low = { itemId: 'blue-dream', name: 'Blue Dream', sku: 'BD-1', quantity: 3, reorderPoint: 12 };
export const anOrder = {
  orderId: 'o1',
  customerId: 'ada',
  email: ada.email,
  status: 'paid',
  total: 48,
  currency: 'USD',
};
export const anInvoice = {
  invoiceId: 'i1',
  number: '2026-7',
  customerId: 'ada',
  email: ada.email,
  amount: 120,
  currency: 'USD',
  dueAt: '2026-11-01T00:00:00.000Z',
};
export const aMember = { memberId: 'm1', name: 'Ada', email: ada.email, plan: 'gold', status: 'active', balanceDue: 0 };
export const aProspect = { prospectId: 'p1', name: 'Ada', email: ada.email, status: 'new', source: 'fair' };
export const aReview = { reviewId: 'r1', author: 'Ada', rating: 1, text: 'Too late', source: 'google' };
export const aPrice = {
  productId: 'p1',
  name: 'Blue Dream',
  sku: 'BD-1',
  oldPrice: 40,
  newPrice: 30,
  changePercent: -25,
  currency: 'USD',
};
export const aRival = {
  id: 'c1',
  product: 'Blue Dream',
  competitor: 'Higher Level',
  price: 30,
  oldPrice: 36,
  ourPrice: 35,
  gapPercent: 14.29,
  currency: 'USD',
};
export const aMetric = {
  metricId: 'm1',
  name: 'Returns',
  value: 12,
  oldValue: 8,
  threshold: 10,
  direction: 'above',
  unit: 'a week',
};
export const aCampaign = { campaignId: 'c1', name: 'Spring', status: 'running', sent: 0 };
export const anExecution = { executionId: 'e1', playbookId: 'p1', playbookName: 'Price Alert' };

export const aRecord = {
  collection: 'bookings',
  recordId: 'b1',
  record: { name: 'Ada', status: 'open' },
  changed: ['name', 'status'],
};

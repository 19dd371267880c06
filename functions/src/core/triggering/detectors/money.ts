import type { DomainDocument } from '../../../model/domain.ts';
import { became, type Detector, isoOf, when } from './edge.ts';

export const detectOrders: Detector<DomainDocument<'orders'>> = (edge) => {
  const { id, after, isNew } = edge;
  const { customerId = null, email = null, status = null, total = null, currency = null } = after;
  const data = { orderId: id, customerId, email, status, total, currency };
  return [
    ...when(isNew, 'order.created', data),
    ...when(became(edge, 'paid'), 'order.paid', data),
    ...when(became(edge, 'fulfilled', 'shipped', 'delivered'), 'order.fulfilled', data),
    ...when(became(edge, 'refunded'), 'order.refunded', data),
    ...when(became(edge, 'canceled', 'cancelled'), 'order.canceled', data),
  ];
};

export const detectInvoices: Detector<DomainDocument<'invoices'>> = (edge) => {
  const { id, before, after, isNew } = edge;
  const data = invoiceData(id, after);
  const wasPaid = before !== null && isPaid(before);
  return [...when(isNew, 'invoice.created', data), ...when(isPaid(after) && !wasPaid, 'invoice.paid', data)];
};

export function isPaid({ status, paidAt }: DomainDocument<'invoices'>): boolean {
  return status === 'paid' || paidAt != null;
}

export function invoiceData(invoiceId: string, invoice: DomainDocument<'invoices'>) {
  const { number = null, customerId = null, email = null, amount = null, currency = null, dueAt } = invoice;
  return { invoiceId, number, customerId, email, amount, currency, dueAt: isoOf(dueAt) };
}

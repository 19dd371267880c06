import type { ItemPrice } from './gallery.ts';

/** A page on which somebody pays, as the payment service is asked for it. */
export interface PaymentPageRequest {
  /** Stands for the purchase: asked twice with it, there is one page. */
  readonly orderId: string;
  readonly orgId: string;
  readonly itemId: string;
  readonly name: string;
  readonly price: ItemPrice;
  /** Where the buyer comes back to. */
  readonly paidUrl: string;
  readonly canceledUrl: string;
}
export interface PaymentPage {
  readonly sessionId: string;
  readonly url: string;
}

/** What a payment service tells of an order; `ignored` means nothing here. `amount` is in the smallest unit of the currency. */
export type PaymentNews =
  | { readonly kind: 'ignored' }
  | ({
      readonly kind: 'paid';
      readonly sessionId: string;
      readonly amount: number;
      readonly currency: string;
    } & OfOrder)
  | ({ readonly kind: 'expired'; readonly sessionId: string } & OfOrder)
  | ({ readonly kind: 'refunded' } & OfOrder);
interface OfOrder {
  readonly orgId: string;
  readonly orderId: string;
  /** Of the payment, which a later refund names, too; null where there is none yet. */
  readonly paymentId: string | null;
}

import type { PaymentNews, PaymentPage, PaymentPageRequest } from '../../model/payment-order.ts';
import type { Delivery } from '../triggering/webhook-schemes.ts';

/** A payment service: it has people pay on a page of its own, and tells by signed deliveries what became of it. */
export interface Payments {
  isSetUp(): Promise<boolean>;
  /** Throws a `StepError` where it does not answer as it should. */
  page(request: PaymentPageRequest): Promise<PaymentPage>;
  /** What a delivery tells; `ignored` is genuine and means nothing here. Null where it is not genuine. */
  read(delivery: Delivery): Promise<PaymentNews | null>;
}

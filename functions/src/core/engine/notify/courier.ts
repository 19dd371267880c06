import type { Approval } from '../../../model/approval.ts';
import type { Delivery } from '../../../model/delivery.ts';

/** Carries a message to one person by one channel. Throws as a step does that writes to somebody. */
export interface Courier {
  carry(orgId: string, letter: Letter): Promise<void>;
}
export interface Letter extends Pick<Delivery, 'channel' | 'uid' | 'connection' | 'to' | 'kind' | 'type' | 'title'> {
  /** Where e-mail reaches the person. */
  readonly email: string;
  /** The name of the tenant. */
  readonly business: string;
  readonly text: string;
  /** Paths of the web app, where more is to be seen. */
  readonly links: readonly string[];
  /** What it asks, where it is about one question that is still open as it was asked. Its delivery is `key` then. */
  readonly question: (Approval & { readonly approvalId: string }) | null;
  /** By which a receiver can tell a repeat. */
  readonly key: string;
}

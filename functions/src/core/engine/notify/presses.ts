import type { Delivery } from '../../triggering/webhook-schemes.ts';

/** Takes what vendors tell of buttons that were pressed. Both say whether it was the vendor who told it. */
export interface Presses {
  /** `secret` is what the call has shown, `body` one update of the bot. */
  fromTelegram(place: PressPlace, call: { readonly secret: string; readonly body: unknown }): Promise<boolean>;
  /** A call as it came in: its bytes are signed. */
  fromSlack(place: PressPlace, call: Delivery): Promise<boolean>;
}

/** The connection whose messages they are. */
export interface PressPlace {
  readonly orgId: string;
  readonly connectionId: string;
}

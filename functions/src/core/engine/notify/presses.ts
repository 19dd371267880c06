import type { Delivery } from '../../triggering/webhook-schemes.ts';

/** Takes what vendors tell of buttons that were pressed, and of codes that link a chat. */
export interface Presses {
  /** Has Telegram tell us what comes to the bot of a connection; null: of the default one. Throws a `StepError`. */
  listen(orgId: string, connection: string | null): Promise<Listening>;
  /** Whether it was Telegram: `secret` is what the call has shown, `body` one update of the bot. */
  fromTelegram(place: PressPlace, call: { readonly secret: string; readonly body: unknown }): Promise<boolean>;
  /** Whether it was Slack: a call as it came in, its bytes signed. */
  fromSlack(place: PressPlace, call: Delivery): Promise<boolean>;
}

/** The connection whose messages they are. */
export interface PressPlace {
  readonly orgId: string;
  readonly connectionId: string;
}

export type Listening =
  | { readonly kind: 'listening'; readonly connectionId: string; readonly username: string }
  /** Another program has the updates of the bot. */
  | { readonly kind: 'in_use' }
  /** Our own address is none that vendors can call. */
  | { readonly kind: 'unreachable' };

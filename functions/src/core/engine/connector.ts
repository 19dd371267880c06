import type { z } from 'zod';
import type { JsonObject } from '../../model/json.ts';
import type { Outbound } from '../ports.ts';
import type { StepContext } from './step-type.ts';

/** Code that speaks a vendor's API, described for people: what a connection to it needs, and whether it works. */
export interface Connector<S = JsonObject, K = Readonly<Record<string, string>>> {
  /** `slack`; connections name it. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** How to come by what it asks for, in one or two sentences. */
  readonly help: string;
  /** A Lucide icon name. */
  readonly icon: string;
  /** What is asked for and is no secret. */
  readonly settings: z.ZodType<S>;
  /** What goes into Secret Manager: an object of texts. */
  readonly secrets: z.ZodType<K>;
  /** Where its secrets may travel: `slack.com`, `*.example.com` for every host below, `mail.example.com:993` for a port other than that of the web. */
  readonly hosts: (settings: S) => readonly string[];
  /** The secret of the platform by which it works for tenants that have no connection of their own. */
  readonly platformSecret?: string;
  /** Proves that it works by a call that changes nothing, and says with what it speaks: `workspace Acme`. Throws as steps do. */
  readonly test: (access: Access<S, K>, context: CallContext) => Promise<string>;
}

/** What is needed to call a vendor. */
export type CallContext = Pick<StepContext, 'signal' | 'clock' | 'meter' | 'assertLease'>;

/** An open connection: its secrets, and a door that leads to the vendor's hosts only. Never stored, never put out. */
export interface Access<S, K> {
  readonly connectionId: string;
  readonly name: string;
  readonly settings: S;
  readonly secrets: K;
  readonly outbound: Outbound;
}

/** Connectors whose settings and secrets are known only to themselves. */
export type AnyConnector = Connector<never, never>;

export function defineConnector<S, K>(connector: Connector<S, K>): Connector<S, K> {
  return connector;
}

/** The connectors there are. */
export interface ConnectorCatalog {
  get(id: string): AnyConnector | undefined;
  all(): readonly AnyConnector[];
}

import { z } from 'zod';
import type { Contract } from '../../model/contract.ts';
import type { PlaybookStatus } from '../../model/playbook.ts';

export const competitorRefSchema = z.strictObject({ name: z.string().min(1).max(120), url: z.url() });
export type CompetitorRef = z.infer<typeof competitorRefSchema>;

/** A playbook that exists, as far as a sentence can be about it. `contract` is null where it was not made in words. */
export interface KnownPlaybook {
  readonly id: string;
  readonly name: string;
  /** Where others have the same name: what tells them apart, `Weekly Report (every Monday at 9:00 AM)`. */
  readonly label?: string | undefined;
  readonly status: PlaybookStatus;
  readonly contract: Contract | null;
}

/** What the tenant is, as far as a sentence needs it. */
export interface AuthoringFacts {
  readonly orgName: string;
  /** IANA. */
  readonly timezone: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly locale: string;
  readonly now: Date;
  readonly user: { readonly name: string; readonly email: string };
  /** Known competitors, the most important first. */
  readonly competitors: readonly CompetitorRef[];
  /** Names of the shop's products, so that they are recognised in a sentence. */
  readonly products: readonly string[];
  /** Vendors to which a connection is there: `slack`, `google`. */
  readonly connections: readonly string[];
  /** Members of the team, so that "tell Dana" needs no address. */
  readonly people: readonly { readonly name: string; readonly email: string }[];
  /** The newest first, none that is archived. */
  readonly playbooks: readonly KnownPlaybook[];
}

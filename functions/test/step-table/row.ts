import type { StepSetting } from '../../src/core/engine/step-type.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Mishap, Vendor } from '../vendors/vendor.ts';

/** How one step type is tried against everything that can happen to it. A step type without a row fails the table. */
export interface StepRow {
  readonly action: string;
  /** With which it works, live. */
  readonly params: JsonObject;
  /** With which it is refused before anything happens, and the param that the complaint must name. */
  readonly bad: { readonly params: JsonObject; readonly path: string };
  /** The tenant's connections, by the id of their connector. Their secrets must turn up nowhere. */
  readonly connections?: Readonly<Record<string, { readonly settings?: JsonObject; readonly secrets: JsonObject }>>;
  /** Secrets of the platform beside SMTP_URL and LLM_API_KEY, which every row has. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Settings of the platform beside those that every row has. */
  readonly settings?: Readonly<Partial<Record<StepSetting, string>>>;
  /** Who answers; the first is the one whose mishaps are tried. */
  readonly vendors?: readonly Vendor[];
  /** Documents of the tenant, by their path in it: `inventory/blue-dream`. */
  readonly documents?: Readonly<Record<string, object>>;
  /** Servers that speak no HTTP: `host:port`s that may be reached, and connections that lead there. */
  readonly serve?: () => Promise<{
    readonly allow: readonly string[];
    readonly connections: NonNullable<StepRow['connections']>;
    readonly close: () => void;
  }>;
  /** Mishaps that it rightly takes for an answer: a page that is garbage is still a page. */
  readonly shrugsOff?: readonly Mishap[];
  /** What must be true of its output, and of what the vendors saw; throws where it is not. */
  readonly check?: (output: JsonObject) => void;
}

import type { JsonValue } from '../../model/json.ts';
import { deriveId, sha256Hex } from '../derive-id.ts';

/** What makes this start this start: the same occasion twice is one execution. */
export type Occasion =
  | { readonly kind: 'schedule'; readonly triggerId: string; readonly scheduledFor: Date }
  | { readonly kind: 'event'; readonly triggerId: string; readonly eventId: string; readonly event: JsonValue }
  | { readonly kind: 'request'; readonly key: string }
  /** The step at `path` of `parentId`; a resume of the parent raises `generation`. */
  | { readonly kind: 'child'; readonly parentId: string; readonly path: string; readonly generation: number }
  | { readonly kind: 'replay'; readonly of: string; readonly key: string };

interface Start {
  readonly orgId: string;
  readonly playbookId: string;
  readonly occasion: Occasion;
}

/** The id of the execution that an occasion is; the same occasion is always the same execution. */
export function executionIdFor({ orgId, playbookId, occasion }: Start): string {
  switch (occasion.kind) {
    case 'schedule':
      return deriveId(orgId, playbookId, occasion.triggerId, 'schedule', occasion.scheduledFor.toISOString());
    case 'event':
      return deriveId(orgId, playbookId, occasion.triggerId, 'event', occasion.eventId);
    case 'request':
      return deriveId(orgId, playbookId, '', 'request', sha256Hex(occasion.key));
    case 'child': {
      const { parentId, path, generation } = occasion;
      return deriveId(orgId, playbookId, '', 'child', parentId, path, String(generation));
    }
    case 'replay':
      return deriveId(orgId, playbookId, '', 'replay', occasion.of, sha256Hex(occasion.key));
  }
}

import { inventoryItemSchema } from '../../model/competitor.ts';
import type { JsonObject } from '../../model/json.ts';
import type { DomainCollection } from '../../model/paths.ts';

export interface DetectedEvent {
  readonly eventName: string;
  readonly data: JsonObject;
}

type Snapshot = Readonly<Record<string, unknown>> | null;
type Detector = (id: string, before: Snapshot, after: Snapshot) => DetectedEvent[];

const detectors: Partial<Record<DomainCollection, Detector>> = { inventory: detectInventory };

/** The facts that a change of a domain document amounts to. On the edge only: a write that changes nothing is no news. */
export function detectEvents(
  collection: DomainCollection,
  id: string,
  before: Snapshot,
  after: Snapshot,
): DetectedEvent[] {
  return detectors[collection]?.(id, before, after) ?? [];
}

function detectInventory(id: string, before: Snapshot, after: Snapshot): DetectedEvent[] {
  const now = inventoryItemSchema.safeParse(after);
  if (!now.success) return [];
  const { name, sku, quantity, reorderPoint } = now.data;
  const then = inventoryItemSchema.safeParse(before);
  const wasLow = then.success && then.data.quantity < then.data.reorderPoint;
  if (wasLow || quantity >= reorderPoint) return [];
  const data = { itemId: id, name: oneLine(name ?? id), sku: sku ?? null, quantity, reorderPoint };
  return [{ eventName: 'inventory.low_stock', data }];
}

/** Names go into subjects and headlines. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

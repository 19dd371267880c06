import type { z } from 'zod';
import type { inventoryItemSchema, productSchema } from '../../../functions/src/model/competitor.ts';
import type { roleSchema } from '../../../functions/src/model/tenant.ts';
import { OUR_PRODUCTS, type ShopProduct } from '../shops/catalogue.ts';

/** The person who one click signs in as, in the local stack. */
export const DEMO_USER = {
  uid: 'demo-owner',
  email: 'demo@thrive.example',
  password: 'demo-playbooks',
  name: 'Dana Reed',
};
export const DEMO_ORG_ID = 'org_thrive_syracuse';

/** A second business, so that whatever leaks from one tenant to another is noticed. */
export const OTHER_USER = {
  uid: 'other-owner',
  email: 'other@harbor.example',
  password: 'demo-playbooks',
  name: 'Omar Vale',
};
export const OTHER_ORG_ID = 'org_harbor_books';

type Product = z.input<typeof productSchema>;
type InventoryItem = z.input<typeof inventoryItemSchema>;

export interface SeedTenant {
  readonly orgId: string;
  readonly name: string;
  readonly timezone: string;
  readonly currency: string;
  readonly owner: typeof DEMO_USER;
  readonly role: z.infer<typeof roleSchema>;
  readonly products: Readonly<Record<string, Product>>;
  readonly inventory: Readonly<Record<string, InventoryItem>>;
}

const priced = ({ name, id, price, category }: ShopProduct): Product => ({
  name,
  sku: id,
  price,
  currency: 'USD',
  category,
});

/** Every product well stocked: low stock is for people and tests to bring about. */
const stocked = ({ name, id }: ShopProduct): InventoryItem => ({ name, sku: id, quantity: 48, reorderPoint: 12 });

function perProduct<T>(toDocument: (product: ShopProduct) => T): Record<string, T> {
  return Object.fromEntries(OUR_PRODUCTS.map((product) => [product.id, toDocument(product)]));
}

export const SEED_TENANTS: readonly SeedTenant[] = [
  {
    orgId: DEMO_ORG_ID,
    name: 'Thrive Syracuse',
    timezone: 'America/New_York',
    currency: 'USD',
    owner: DEMO_USER,
    role: 'owner',
    products: perProduct(priced),
    inventory: perProduct(stocked),
  },
  {
    orgId: OTHER_ORG_ID,
    name: 'Harbor Books',
    timezone: 'Europe/Berlin',
    currency: 'EUR',
    owner: OTHER_USER,
    role: 'owner',
    products: { lighthouse: { name: 'The Lighthouse', sku: 'HB-001', price: 24, currency: 'EUR' } },
    inventory: { lighthouse: { name: 'The Lighthouse', sku: 'HB-001', quantity: 9, reorderPoint: 3 } },
  },
];

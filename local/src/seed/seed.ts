import { deleteApp, initializeApp } from 'firebase-admin/app';
import { type Auth, getAuth } from 'firebase-admin/auth';
import { type Firestore, getFirestore } from 'firebase-admin/firestore';
import { inventoryItemSchema, productSchema } from '../../../functions/src/model/competitor.ts';
import { type DocRef, docIn, tenantPaths, top } from '../../../functions/src/model/paths.ts';
import { DEMO_ORG_ID, SEED_TENANTS, type SeedTenant } from './demo-shop.ts';

const ALREADY_EXISTS = 6;

/** A shop that the demo tenant competes with, the most important one first. */
export interface Competitor {
  readonly id: string;
  readonly name: string;
  readonly url: string;
}

/**
 * Creates the demo businesses, their owners, products and stock, where they are missing. What is there already stays as
 * it is: people may have changed it. Reaches the emulators through FIRESTORE_EMULATOR_HOST and FIREBASE_AUTH_EMULATOR_HOST.
 */
export async function seed(
  projectId: string,
  now: Date,
  competitors: readonly Competitor[],
): Promise<{ created: number }> {
  if (!process.env.FIRESTORE_EMULATOR_HOST || !process.env.FIREBASE_AUTH_EMULATOR_HOST) {
    throw new Error(
      'Demo data goes into the emulators only: FIRESTORE_EMULATOR_HOST and FIREBASE_AUTH_EMULATOR_HOST are not set',
    );
  }
  const app = initializeApp({ projectId }, 'seed');
  try {
    let created = 0;
    for (const tenant of SEED_TENANTS) {
      await createUser(getAuth(app), tenant.owner);
      created += await createDocuments(getFirestore(app), tenant, now);
    }
    await writeCompetitors(getFirestore(app), competitors);
    return { created };
  } finally {
    await deleteApp(app);
  }
}

async function createUser(auth: Auth, { uid, email, password, name }: SeedTenant['owner']): Promise<void> {
  try {
    await auth.createUser({ uid, email, password, displayName: name, emailVerified: true });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code !== 'auth/uid-already-exists' && code !== 'auth/email-already-exists') throw error;
  }
}

async function createDocuments(firestore: Firestore, tenant: SeedTenant, createdAt: Date): Promise<number> {
  const { orgId, name, timezone, currency, owner, role } = tenant;
  const paths = tenantPaths(orgId);
  const create = <T>(ref: DocRef<T>, data: unknown) => createIfMissing(firestore, ref, data);
  const inDomain = (collection: 'products' | 'inventory', id: string) => docIn(paths.domain(collection), id).path;
  const created = await Promise.all([
    create(top.tenant(orgId), { name, timezone, currency, createdAt }),
    create(paths.member(owner.uid), { uid: owner.uid, email: owner.email, name: owner.name, role, createdAt }),
    ...Object.entries(tenant.products).map(([id, data]) =>
      create({ path: inDomain('products', id), schema: productSchema }, data),
    ),
    ...Object.entries(tenant.inventory).map(([id, data]) =>
      create({ path: inDomain('inventory', id), schema: inventoryItemSchema }, data),
    ),
  ]);
  return created.filter(Boolean).length;
}

async function createIfMissing<T>(firestore: Firestore, ref: DocRef<T>, data: unknown): Promise<boolean> {
  try {
    await firestore.doc(ref.path).create(Object(ref.schema.parse(data)));
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === ALREADY_EXISTS) return false;
    throw error;
  }
}

/** Always written: the demo shops move with their ports. */
async function writeCompetitors(firestore: Firestore, shops: readonly Competitor[]): Promise<void> {
  const competitors = shops.map(({ name, url }) => ({ name, url }));
  await firestore.doc(top.tenant(DEMO_ORG_ID).path).update({ competitors });
}

/**
 * The ceiling of J4: what one execution asks of Firestore, and nothing else, in a process of its own. Its arguments:
 * through which client (`google`, as its documentation shows, or `store`, as the product does), the file with the trace,
 * and for each round `concurrency:count`. Prints the executions a second that each round reached.
 */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { deserialize } from 'node:v8';
import { z } from 'zod';
import { createFirestoreStore } from '../../functions/src/adapters/firestore/firestore-store.ts';
import { loadAdmin } from '../../functions/src/adapters/google/lazy-admin.ts';
import type { Store, Write } from '../../functions/src/core/ports.ts';
import type { Trace } from './product.ts';
import { perSecond } from './world.ts';

type Admin = Awaited<ReturnType<typeof loadAdmin>>;
type Firestore = ReturnType<Admin['firestore']['getFirestore']>;
type WriteBatch = ReturnType<Firestore['batch']>;
type Timestamp = InstanceType<Admin['firestore']['Timestamp']>;

/** Reads, and commits under the version of the commit before. */
interface Client<Version> {
  read(path: string): Promise<unknown>;
  commit(writes: readonly Write[], versions: ReadonlyMap<string, Version>): Promise<readonly Version[]>;
}

const [, , name = '', file = '', ...rounds] = process.argv;
const trace = deserialize(await readFile(file)) as Trace;
const created = trace.commits.flat().flatMap(({ op, path }) => (op === 'create' ? [path] : []));
const admin = await loadAdmin();
const app = admin.app.initializeApp();

async function replay<Version>({ read, commit }: Client<Version>): Promise<void> {
  const fresh = new Map(created.map((path) => [path, path.replace(/[^/]+$/, randomUUID())]));
  const versions = new Map<string, Version>();
  await Promise.all(trace.reads.map(read));
  for (const writes of trace.commits) {
    const renamed = writes.map((write) => ({ ...write, path: fresh.get(write.path) ?? write.path }));
    for (const [index, version] of (await commit(renamed, versions)).entries()) {
      versions.set(renamed[index]?.path ?? '', version);
    }
  }
}

function googleClient(firestore: Firestore): Client<Timestamp> {
  const add = (batch: WriteBatch, write: Write, lastUpdateTime: Timestamp | undefined) => {
    const ref = firestore.doc(write.path);
    if (write.op === 'create') batch.create(ref, write.data);
    else if (write.op === 'set') batch.set(ref, write.data);
    else if (write.op === 'delete') batch.delete(ref);
    else if (write.ifVersion === undefined || lastUpdateTime === undefined) batch.update(ref, { ...write.fields });
    else batch.update(ref, { ...write.fields }, { lastUpdateTime });
  };
  return {
    read: (path) => firestore.doc(path).get(),
    commit: async (writes, versions) => {
      const batch = firestore.batch();
      for (const write of writes) add(batch, write, versions.get(write.path));
      return (await batch.commit()).map(({ writeTime }) => writeTime);
    },
  };
}

function storeClient(store: Store): Client<string> {
  const at = (write: Write, ifVersion: string | undefined): Write =>
    write.op === 'update' && write.ifVersion !== undefined && ifVersion !== undefined ? { ...write, ifVersion } : write;
  return {
    read: (path) => store.get({ path, schema: z.unknown() }),
    commit: (writes, versions) => store.commit(writes.map((write) => at(write, versions.get(write.path)))),
  };
}

const google = googleClient(admin.firestore.getFirestore(app));
const ours = storeClient(createFirestoreStore(async () => app));
const reached: number[] = [];
for (const round of rounds) {
  const [concurrency = 1, count = 1] = round.split(':').map(Number);
  reached.push(await perSecond(concurrency, count, () => (name === 'google' ? replay(google) : replay(ours))));
}
process.stdout.write(JSON.stringify(reached));
process.exit(0);

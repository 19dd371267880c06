import type { Connection } from '../../model/connection.ts';
import { type Playbook, readSteps } from '../../model/playbook.ts';
import { queries } from '../../model/query.ts';
import { allSteps, type StepDraft } from '../../model/step.ts';
import type { ConnectorCatalog } from '../engine/connector.ts';
import type { StepCatalog } from '../engine/step-type.ts';
import type { Secrets, Store, Stored } from '../ports.ts';
import { connectionsOf } from './connection.ts';
import { fixFor } from './open-connection.ts';

const PAGE = 100;

/** What tells which steps speak through which connections. */
interface UseOf {
  readonly store: Store;
  readonly catalog: StepCatalog;
  readonly connectors: ConnectorCatalog;
  readonly secrets: Pick<Secrets, 'read'>;
}

/** A connection that a playbook takes and the tenant does not have. */
interface MissingConnection {
  readonly connector: string;
  readonly title: string;
  /** The id that a step names; null where any connection to it would do. */
  readonly connection: string | null;
  /** Where it is made, in the web app. */
  readonly href: string;
}

/** A step that speaks through a connection: to which connectors it may lead, and the id that it names. */
interface Wish {
  readonly connectors: readonly string[];
  readonly connection: string | null;
}

/** The connections that are missing for these steps, each once. Costs nothing where no step takes one. */
export async function missingConnections(
  desk: UseOf,
  orgId: string,
  steps: readonly StepDraft[],
): Promise<MissingConnection[]> {
  const [needed = []] = await neededConnections(desk, orgId, [steps]);
  return needed.flatMap(({ isThere, ...one }) => (isThere ? [] : [one]));
}

/** A connection that a playbook takes, and whether the tenant or the platform has it. */
interface NeededConnection extends MissingConnection {
  readonly isThere: boolean;
}

/** What each of these lists of steps speaks through, each once; what is connected is read once for all of them. */
export async function neededConnections(
  desk: UseOf,
  orgId: string,
  lists: readonly (readonly StepDraft[])[],
): Promise<NeededConnection[][]> {
  const wished = lists.map((steps) => wishesOf(desk, steps));
  const there = wished.some((wishes) => wishes.length > 0) ? await connectionsOf(desk.store, orgId) : [];
  return Promise.all(wished.map((wishes) => neededFor(desk, wishes, there)));
}

async function neededFor(
  desk: UseOf,
  wishes: readonly Wish[],
  there: readonly Stored<Connection>[],
): Promise<NeededConnection[]> {
  const needed = new Map<string, NeededConnection>();
  for (const wish of wishes) {
    const connector = desk.connectors.get(wish.connectors[0] ?? '');
    if (connector === undefined) continue;
    const isThere = isMet(wish, there) || (wish.connection === null && (await isOfPlatform(desk, wish)));
    const { id, title } = connector;
    const { connection } = wish;
    needed.set(`${id}|${connection}`, { connector: id, title, connection, href: fixFor(connector).href, isThere });
  }
  return [...needed.values()];
}

/** The playbooks that would lose it: those that name it, and those that take any where it is the last one. */
export async function playbooksUsing(
  desk: UseOf,
  orgId: string,
  connectionId: string,
): Promise<{ readonly playbookId: string; readonly name: string }[]> {
  const there = await connectionsOf(desk.store, orgId);
  const left = there.filter(({ id }) => id !== connectionId);
  const loses = (wish: Wish): boolean => isMet(wish, there) && !isMet(wish, left);
  const using = [];
  for await (const { id, data } of playbooksOf(desk.store, orgId)) {
    const wishes = data.status === 'archived' ? [] : wishesOf(desk, stepsOf(data));
    if (wishes.some(loses)) using.push({ playbookId: id, name: data.name });
  }
  return using;
}

async function* playbooksOf(store: Store, orgId: string): AsyncGenerator<Stored<Playbook>> {
  let after: readonly [Date] | null = null;
  for (;;) {
    const page: Awaited<ReturnType<typeof store.query<Playbook>>> = await store.query(
      queries.playbooks(orgId, { limit: PAGE, after }),
    );
    for (const one of page) if (one.data !== null) yield one;
    const last = page.at(-1)?.data?.createdAt ?? null;
    if (page.length < PAGE || last === null) return;
    after = [last];
  }
}

/** The steps of a playbook as it is stored, those for a failure included; none where they cannot be read. */
export function stepsOf({ steps, stepsJson, onFailure, onFailureJson }: Playbook): StepDraft[] {
  return [...readSteps(steps, stepsJson), ...readSteps(onFailure, onFailureJson)];
}

function wishesOf({ catalog }: UseOf, steps: readonly StepDraft[]): Wish[] {
  return allSteps(steps).flatMap(({ action, params }) => {
    const type = catalog.get(action);
    const connectors = type?.kind === 'action' ? (type.connectors ?? []) : [];
    const connection = typeof params.connection === 'string' ? params.connection : null;
    return connectors.length === 0 ? [] : [{ connectors, connection }];
  });
}

function isMet({ connectors, connection }: Wish, there: readonly Stored<Connection>[]): boolean {
  return there.some(({ id, data }) => connectors.includes(data.connector) && (connection ?? id) === id);
}

async function isOfPlatform({ connectors, secrets }: UseOf, wish: Wish): Promise<boolean> {
  const names = wish.connectors.flatMap((id) => connectors.get(id)?.platformSecret ?? []);
  const values = await Promise.all(names.map((name) => secrets.read(name)));
  return values.some((value) => value !== null);
}

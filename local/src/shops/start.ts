import { type LocalServer, startLocalServer } from '../kit/http-server.ts';
import { SHOPS } from './catalogue.ts';
import { controlDoor } from './control.ts';
import { MENU_PATH } from './pages.ts';
import { Shops } from './shops.ts';

export interface ShopsOptions {
  host: string;
  /** The shops' ports in the order of SHOPS; a missing or 0 one takes a free one. Each shop is its own origin. */
  ports?: readonly number[];
  /** The port of the page and the doors that change prices; 0 takes a free one. */
  controlPort: number;
  /** Where changed prices are kept; without it they last as long as the process. */
  stateFile?: string;
}

export interface RunningShop {
  id: string;
  name: string;
  port: number;
  /** The page that lists everything: what a playbook watches. */
  url: string;
}

export interface LocalShops {
  shops: RunningShop[];
  controlPort: number;
  close(): Promise<void>;
}

/** Starts the three competitors' web shops and the door to change them. */
export async function startShops({ host, ports = [], controlPort, stateFile }: ShopsOptions): Promise<LocalShops> {
  const shops = new Shops(stateFile);
  const servers: LocalServer[] = [];
  const close = async () => {
    shops.close();
    await Promise.all(servers.map((server) => server.close()));
  };
  try {
    const running: RunningShop[] = [];
    for (const [index, { id, name }] of SHOPS.entries()) {
      const server = await startLocalServer({ host, port: ports[index] ?? 0 }, (request) => shops.visit(id, request));
      servers.push(server);
      running.push({ id, name, port: server.port, url: `http://${host}:${server.port}${MENU_PATH}` });
    }
    const origins = new Map(running.map(({ id, port }) => [id, `http://${host}:${port}`]));
    const control = await startLocalServer({ host, port: controlPort }, controlDoor(shops, origins));
    servers.push(control);
    return { shops: running, controlPort: control.port, close };
  } catch (error) {
    await close();
    throw error;
  }
}

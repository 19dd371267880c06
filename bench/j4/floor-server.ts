/**
 * The floor of J4: the same four steps on bare Node, with express and one SQLite commit a step, and nothing that an
 * engine is for. Its arguments: the port, the database file, the page and the sink.
 */
import { randomUUID } from 'node:crypto';
import { createRequire } from 'node:module';
import { DatabaseSync } from 'node:sqlite';
import type { readJson } from '../../functions/src/entrypoints/http/body.ts';
import type { createServer } from '../../functions/src/entrypoints/http/server.ts';

/** The express that the functions depend on. */
const express = createRequire(new URL('../../functions/package.json', import.meta.url))('express') as {
  (): ReturnType<typeof createServer>;
  json(): typeof readJson;
};

const [, , port, file = '', pageUrl = '', sinkUrl = ''] = process.argv;
interface Page {
  readonly products: readonly { readonly price: number; readonly stock: number }[];
}

const database = new DatabaseSync(file);
// WAL needs one sync a commit and is so the higher floor; FULL makes it wait for that sync.
database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
database.exec('CREATE TABLE steps (execution TEXT, step INTEGER, output TEXT, PRIMARY KEY (execution, step))');
const insert = database.prepare('INSERT INTO steps VALUES (?, ?, ?)');

const server = express();
server.use(express.json());
server.post('/execute', async (request, response) => {
  const execution = randomUUID();
  const record = (step: number, output: unknown) => insert.run(execution, step, JSON.stringify(output));
  const page = (await (await fetch(pageUrl)).json()) as Page;
  record(1, page);
  const computed = { count: page.products.length, total: page.products.reduce((sum, { price }) => sum + price, 0) };
  record(2, computed);
  const decided = computed.count > 10 ? { note: `${computed.count} products` } : null;
  record(3, decided);
  const body = JSON.stringify({ id: request.body.inputs.id, ...computed, ...decided });
  const answer = await fetch(sinkUrl, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
  record(4, await answer.json());
  response.json({ status: 'completed' });
});
server.get('/health', (_, response) => void response.end());
server.listen(Number(port), '127.0.0.1');

import { writeFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { it } from 'vitest';
import { queries } from '../../src/model/query.ts';
import { startApi } from '../kit/api-kit.ts';
setFlagsFromString('--expose_gc');
const gc = runInNewContext('gc') as () => void;
it('gone', async () => {
  const api = await startApi({ REQUESTS_A_MINUTE: '1000000' });
  const lines: string[] = [];
  const round = async (n: number) => {
    const tenants = await Promise.all(Array.from({ length: Math.ceil(n / 25) }, () => api.tenant()));
    await Promise.all(Array.from({ length: n }, async (_, at) => {
      const t = tenants[at % tenants.length]!;
      const gone = new AbortController();
      const r = await fetch(`${api.origin}/api/chat`, { method: 'POST', signal: gone.signal, headers: { Authorization: `Bearer ${api.token(t.uid)}`, 'Content-Type': 'application/json' }, body: JSON.stringify({ message: 'Email me every weekday at 9 when a product is low in stock', messageId: `message-${at}-aaaa` }) });
      gone.abort();
      await r.text().catch(() => undefined);
    }));
    const began = Date.now();
    for (;;) {
      let open = 0; let all = 0;
      for (const t of tenants) { const c = await api.app.engine.store.query(queries.playbooks(t.orgId, { limit: 100 })); all += c.length; }
      if (all >= n || Date.now() - began > 90_000) { lines.push(`${n}: ${all} playbooks after ${Date.now() - began} ms`); break; }
      await new Promise((r) => setTimeout(r, 500));
    }
    await new Promise((r) => setTimeout(r, 3_000));
    gc(); gc();
    lines.push(`heap ${Math.round(process.memoryUsage().heapUsed / 1e6)} MB`);
  };
  gc(); lines.push(`start ${Math.round(process.memoryUsage().heapUsed / 1e6)} MB`);
  await round(50); await round(300); await round(300); await round(300);
  writeFileSync('/tmp/r1b-gone.txt', lines.join('\n'));
  await api.close();
}, 500_000);

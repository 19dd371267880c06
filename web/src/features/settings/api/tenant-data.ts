import { z } from 'zod';
import { type Api, ApiError, fetchOrExplain } from '../../../lib/api.ts';
import type { ClientConfig } from '../../../lib/config.ts';

/** Everything of the business as a file; `onBytes` hears how much has come. Straight from the api: Hosting would cut it. */
export async function exportTenant(
  api: Api,
  { apiOrigin }: ClientConfig,
  onBytes: (bytes: number) => void,
): Promise<Blob> {
  const response = await fetchOrExplain(`${apiOrigin}/api/tenant/export`, { headers: await api.headers() });
  const type = 'application/x-ndjson';
  if (response.body === null) return whole(new Blob([await response.arrayBuffer()], { type }));
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) return whole(new Blob(parts, { type }));
    parts.push(value);
    bytes += value.length;
    onBytes(bytes);
  }
}

/** Whose last line says that it is the last; without it, the export was cut off. */
async function whole(file: Blob): Promise<Blob> {
  const tail = await file.slice(-200).text();
  if (/\{"end":true[^\n]*\}\n$/.test(tail)) return file;
  throw new ApiError(0, 'The export was cut off before its end. Please try again.');
}

/** Erases the business with all that it has. `confirm` is its name, as typed. */
export async function eraseTenant(api: Api, confirm: string): Promise<void> {
  const answer = z.object({ erasing: z.boolean() });
  await api.call({ method: 'POST', path: '/api/tenant/erase', body: { confirm }, answer });
}

import { z } from 'zod';
import type { Tools } from './apply.ts';
import { lackingRoles, policySchema, withMember } from './checks/access.ts';
import { apisOff } from './checks/project.ts';
import { GoogleError } from './google.ts';

const operationSchema = z.looseObject({
  name: z.string().optional(),
  done: z.boolean().optional(),
  error: z.object({ message: z.string() }).optional(),
});
const serviceSchema = z.object({ config: z.object({ name: z.string() }) });
const POLL_MS = 2_000;
const OPERATION_MS = 5 * 60_000;
/** Somebody else changed the policy between our reading and writing. */
const CONFLICT = 409;
const TRIES = 5;

export async function enableApis(tools: Tools): Promise<void> {
  const { google, projectId } = tools.look;
  const path = `/v1/projects/${projectId}/services?filter=state:ENABLED&pageSize=200`;
  const enabled = await google.list('serviceusage', path, 'services', serviceSchema);
  const serviceIds = apisOff(enabled.map(({ config }) => config.name));
  if (serviceIds.length === 0) return;
  tools.print(`  ${serviceIds.join(', ')}`);
  const url = `/v1/projects/${projectId}/services:batchEnable`;
  await finished(
    tools,
    'serviceusage',
    await google.send('POST', 'serviceusage', url, { serviceIds }, operationSchema),
  );
}

/** Adds what is lacking and takes nothing away; the etag keeps the changes of others. */
export async function applyAccess({ look, print }: Tools): Promise<void> {
  for (let left = TRIES; ; left--) {
    const { lacking, member, policy } = await lackingRoles(look);
    if (lacking.length === 0) return;
    const wanted = lacking.reduce((sofar, { role, condition }) => withMember(sofar, member, role, condition), policy);
    try {
      const path = `/v3/projects/${look.projectId}:setIamPolicy`;
      await look.google.send('POST', 'cloudresourcemanager', path, { policy: { ...wanted, version: 3 } }, policySchema);
      for (const { role } of lacking) print(`  ${member} has ${role}`);
      return;
    } catch (error) {
      if (!(error instanceof GoogleError) || error.status !== CONFLICT || left === 0) throw error;
    }
  }
}

export async function createDatabase(tools: Tools): Promise<void> {
  const { google, projectId, region } = tools.look;
  const path = `/v1/projects/${projectId}/databases?databaseId=(default)`;
  const body = { type: 'FIRESTORE_NATIVE', locationId: region };
  try {
    await finished(tools, 'firestore', await google.send('POST', 'firestore', path, body, operationSchema));
  } catch (error) {
    if (!(error instanceof GoogleError) || error.status !== CONFLICT) throw error; // it is there already
  }
}

/** Waits until a long-running operation has ended, and throws what it failed with. */
async function finished(
  { look: { google }, sleep }: Tools,
  api: string,
  started: z.infer<typeof operationSchema>,
): Promise<void> {
  let operation = started;
  for (let waited = 0; operation.done !== true && operation.name !== undefined; waited += POLL_MS) {
    if (waited >= OPERATION_MS) throw new Error(`${operation.name} has not ended after five minutes`);
    await sleep(POLL_MS);
    operation = await google.get(api, `/v1/${operation.name}`, operationSchema);
  }
  if (operation.error) throw new Error(operation.error.message);
}

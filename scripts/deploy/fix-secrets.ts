import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Tools } from './apply.ts';
import { policySchema, withMember } from './checks/access.ts';
import { ACCESSOR, lookAtSecret } from './checks/secrets.ts';
import { PRUNED_LABEL, SECRETS, type Secret } from './wanted.ts';

const anything = z.looseObject({});

/** Makes ours where they are missing, takes the dangerous label off, and lets the functions read what there is. */
export async function fixSecrets(tools: Tools): Promise<void> {
  for (const secret of SECRETS) await fixSecret(tools, secret);
}

async function fixSecret({ look, print }: Tools, { id, isOurs }: Secret): Promise<void> {
  const { google, projectId } = look;
  const parent = `/v1/projects/${projectId}/secrets`;
  const facts = await lookAtSecret(look, id);
  if (facts.secret === null && !isOurs) return;
  if (facts.secret === null) {
    const body = { replication: { automatic: {} } };
    await google.send('POST', 'secretmanager', `${parent}?secretId=${id}`, body, anything);
    print(`  ${id} is created`);
  } else if (PRUNED_LABEL in facts.secret.labels) {
    const { [PRUNED_LABEL]: _, ...labels } = facts.secret.labels;
    await google.send('PATCH', 'secretmanager', `${parent}/${id}?updateMask=labels`, { labels }, anything);
    print(`  ${id} has lost the label ${PRUNED_LABEL}`);
  }
  if (facts.enabled === 0 && isOurs) {
    const data = Buffer.from(randomBytes(32).toString('base64url')).toString('base64');
    await google.send('POST', 'secretmanager', `${parent}/${id}:addVersion`, { payload: { data } }, anything);
    print(`  ${id} has a value`);
  }
  if (!facts.isReadable) {
    const policy = withMember(facts.policy, facts.member, ACCESSOR);
    await google.send('POST', 'secretmanager', `${parent}/${id}:setIamPolicy`, { policy }, policySchema);
    print(`  ${id} may be read by the functions`);
  }
}

import { z } from 'zod';
import type { App } from '../../app.ts';
import { escapeHtml } from '../../core/engine/expression.ts';
import { readUnsubscribe, type UnsubscribeClaim } from '../../core/engine/unsubscribe.ts';
import { auditWrite } from '../../core/governance/audit.ts';
import { AlreadyExistsError } from '../../core/ports.ts';
import type { Actor } from '../../model/audit.ts';
import { tenantPaths, top } from '../../model/paths.ts';
import { problemSchema } from '../../model/problem.ts';
import type { Unsubscribe } from '../../model/unsubscribe.ts';
import { page, sendPage } from './approval-page.ts';
import { HttpProblem } from './problem.ts';
import { publicRoute, type Route } from './route.ts';

const params = z.object({ token: z.string().min(1).max(1_000) });
const answers = { 200: z.string(), 404: problemSchema };

/** The link in a newsletter: shown on GET, which programs that look for malware do, too; done on POST, by mail programs at one click (RFC 8058). */
export const unsubscribeRoutes: readonly Route[] = [
  publicRoute(
    {
      method: 'get',
      path: '/api/unsubscribe/{token}',
      summary: 'Asks, as a page with a button, whether somebody wants no more newsletters; changes nothing',
      params,
      answers,
    },
    async ({ app, params: { token }, response }) => {
      const { orgName } = await opened(app, token);
      const text = `You will get no more newsletters of ${orgName} at the address that this mail came to.`;
      sendPage(response, 200, unsubscribePage('No more newsletters?', text, BUTTON));
      return null;
    },
  ),
  publicRoute(
    {
      method: 'post',
      path: '/api/unsubscribe/{token}',
      summary: 'Whoever has the link gets no more newsletters; once or often is the same',
      isRepeatable: true,
      params,
      answers,
    },
    async ({ app, params: { token }, request, response }) => {
      const { claim, orgName } = await opened(app, token);
      const userAgent = request.get('user-agent')?.slice(0, 300) ?? null;
      await unsubscribe(app, claim, { ip: request.ip ?? null, userAgent });
      sendPage(response, 200, unsubscribePage('You are unsubscribed', `You get no more newsletters of ${orgName}.`));
      return null;
    },
  ),
];

/** It posts to where the page came from. */
const BUTTON = '<form method="post"><button class="no" type="submit">Unsubscribe</button></form>';

function unsubscribePage(title: string, text: string, more = ''): string {
  return page(title, `<h1>${escapeHtml(title)}</h1>\n<p>${escapeHtml(text)}</p>\n${more}`);
}

/** What a token says, and whose newsletter it was. Whatever is wrong with it is told the same. */
async function opened({ engine, config }: App, token: string) {
  const key = await engine.services.secret(config.linkKeyName);
  const claim = key === null ? null : readUnsubscribe(key, token);
  const tenant = claim === null ? null : await engine.store.get(top.tenant(claim.orgId));
  if (claim === null || tenant === null) {
    throw new HttpProblem(404, 'not_found', 'This link is not one of ours, or it is not complete');
  }
  return { claim, orgName: tenant.data.name };
}

async function unsubscribe(
  { engine }: App,
  { orgId, id, executionId }: UnsubscribeClaim,
  from: Actor['from'],
): Promise<void> {
  const data: Unsubscribe = { at: engine.clock.now(), executionId };
  const actor: Actor = { kind: 'link', id: 'unsubscribe', name: null, from };
  const entry = auditWrite(engine, orgId, actor, { action: 'newsletter.unsubscribed', target: { kind: 'person', id } });
  try {
    await engine.store.commit([{ op: 'create', path: tenantPaths(orgId).unsubscribe(id).path, data }, entry]);
  } catch (error) {
    if (!(error instanceof AlreadyExistsError)) throw error;
  }
}

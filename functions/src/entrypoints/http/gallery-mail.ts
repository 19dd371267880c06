import type { App } from '../../app.ts';
import { deriveId } from '../../core/derive-id.ts';
import { inAppWrite } from '../../core/engine/notify/tell.ts';
import { orgIdOf } from '../../model/paths.ts';
import { queries } from '../../model/query.ts';

const SOME = { limit: 2 };

/**
 * Tells the moderators that something waits, when nothing did before: by mail those who are named by their address, in
 * the app those by their uid. What cannot be told is logged; it waits on their page all the same.
 */
export async function tellModerators(app: App, name: string, number: number): Promise<void> {
  const { config, engine } = app;
  const waiting = await engine.store.query(queries.galleryWaiting(SOME));
  if (waiting.length > 1) return;
  const said = {
    title: 'A playbook waits for the gallery',
    message: `“${name}”, version ${number}, waits to be let in.`,
    link: '/gallery?tab=moderation',
    key: deriveId('gallery', 'waiting', engine.random.token()),
  };
  await Promise.all(
    config.moderators.map(async (one) => {
      try {
        await (one.includes('@') ? tellByMail(app, one, said) : tellInApp(app, one, said));
      } catch (error) {
        engine.log.warn('moderator_not_told', { reason: error instanceof Error ? error.name : 'unknown' });
      }
    }),
  );
}

interface Said {
  readonly title: string;
  readonly message: string;
  readonly link: string;
  readonly key: string;
}

async function tellByMail({ mail }: App, to: string, { title, message, link, key }: Said): Promise<void> {
  const text = `${message}\n\n${mail.link(link)}\n`;
  await mail.send({ to, subject: title, text, html: null, key: deriveId(key, to) });
}

async function tellInApp({ engine }: App, uid: string, said: Said): Promise<void> {
  const [membership] = await engine.store.query(queries.memberships(uid));
  const orgId = membership === undefined ? null : orgIdOf(membership.ref.path);
  if (orgId === null) return;
  const write = inAppWrite(orgId, uid, { ...said, type: 'info', executionId: null }, engine.clock.now());
  await engine.store.commit([write]);
}

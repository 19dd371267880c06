import type { App as FirebaseApp } from 'firebase-admin/app';
import { createFirestoreStore } from './adapters/firestore/firestore-store.ts';
import { createCloudScheduler, jobParent } from './adapters/google/cloud-scheduler.ts';
import { createCloudTasks } from './adapters/google/cloud-tasks.ts';
import { createIdTokens } from './adapters/google/id-tokens.ts';
import { createSecretManager } from './adapters/google/secret-manager.ts';
import { createSharedClock, noFaults, systemClock, systemRandom } from './adapters/system.ts';
import { type Config, readConfig } from './config.ts';
import { createLlm } from './connectors/llm.ts';
import { createOutbound } from './connectors/outbound.ts';
import { sendMail } from './connectors/smtp.ts';
import type { Engine } from './core/engine/engine.ts';
import type { AlertMail, IdTokens, JobScheduler, Secrets } from './core/ports.ts';
import type { Arsenal } from './core/triggering/apply-triggers.ts';
import { createLog } from './log.ts';
import { stepCatalog } from './steps/registry.ts';

export { withFirestore } from './adapters/google/lazy-admin.ts';

const ALERT_MAIL_MS = 30_000;

/** Every port of an instance, and the settings they were built from. */
export interface App {
  readonly config: Config;
  readonly engine: Engine;
  readonly arsenal: Arsenal;
  readonly secrets: Secrets;
  readonly scheduler: JobScheduler;
  readonly idTokens: IdTokens;
  /** Null when nobody is to be told by mail that something is broken. */
  readonly alertMail: AlertMail | null;
}

let built: App | null = null;

/** The ports of this instance, built at the first use: a cold start pays for what it needs. */
export function app(): App {
  built ??= buildApp(readConfig());
  return built;
}

/** The composition root. Tests replace single ports by `overrides` (a fault point, a verifier with keys of their own). */
export function buildApp(config: Config, overrides: Partial<Engine & Pick<App, 'idTokens'>> = {}): App {
  const { idTokens = createIdTokens(firebaseOf(config)), ...ports } = overrides;
  const log = overrides.log ?? createLog();
  const local = config.localClockFile === null ? systemClock : createSharedClock(config.localClockFile);
  const clock = overrides.clock ?? local;
  const firebase = firebaseOf(config);
  const secrets = createSecretManager(config, clock, log);
  const outbound = createOutbound({ allow: config.outboundAllow });
  const settings = {
    MAIL_FROM: config.mailFrom,
    DRIVE_FOLDER: config.driveFolder,
    APP_ORIGIN: config.appOrigin,
    API_ORIGIN: config.apiOrigin,
  };
  const engine: Engine = {
    store: createFirestoreStore(firebase),
    clock,
    random: systemRandom,
    queue: createCloudTasks(firebase, config),
    catalog: stepCatalog,
    services: {
      outbound,
      llm: createLlm(config.llm, secrets.read, outbound),
      secret: secrets.read,
      setting: (name) => settings[name],
    },
    log,
    fault: noFaults,
    ...ports,
  };
  const scheduler = createCloudScheduler(config);
  const { store, catalog, fault } = engine;
  const jobs = { parent: jobParent(config), apiOrigin: config.apiOrigin, cap: config.schedulerJobCap };
  const arsenal: Arsenal = { store, clock, scheduler, secrets, catalog, log, fault, jobs };
  const alertMail = config.alertEmail === null ? null : createAlertMail(config, engine);
  return { config, engine, arsenal, secrets, scheduler, idTokens, alertMail };
}

/** Mail to ALERT_EMAIL by the product's own mail server; nothing around it is a step. */
function createAlertMail({ alertEmail, appOrigin }: Config, { services, clock }: Engine): AlertMail {
  return {
    link: (path) => `${appOrigin}${path}`,
    send: async ({ subject, text, key }) => {
      const context = {
        ...services,
        clock,
        signal: AbortSignal.timeout(ALERT_MAIL_MS),
        idempotencyKey: key,
        executionId: 'alert',
        meter: () => undefined,
        assertLease: () => undefined,
      };
      await sendMail(context, { to: [alertEmail ?? ''], subject, text, html: null });
    },
  };
}

/** firebase-admin's app of this process, the default one. */
function firebaseOf(config: Config): () => Promise<FirebaseApp> {
  return async () => {
    const { getApps, initializeApp } = await import('firebase-admin/app');
    return getApps().find(({ name }) => name === '[DEFAULT]') ?? initializeApp({ projectId: config.projectId });
  };
}

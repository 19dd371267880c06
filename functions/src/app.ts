import type { App as FirebaseApp } from 'firebase-admin/app';
import { type Concealer, concealingStore, createConcealer, notingSecrets } from './adapters/conceal.ts';
import { createFirestoreQueryStream } from './adapters/firestore/firestore-query-stream.ts';
import { createFirestoreStore } from './adapters/firestore/firestore-store.ts';
import { createFirestoreSubtree } from './adapters/firestore/firestore-subtree.ts';
import { createCloudScheduler, jobParent } from './adapters/google/cloud-scheduler.ts';
import { createCloudTasks } from './adapters/google/cloud-tasks.ts';
import { createIdTokens } from './adapters/google/id-tokens.ts';
import { createOwnIdentity } from './adapters/google/own-identity.ts';
import { createSecretManager } from './adapters/google/secret-manager.ts';
import { createSharedClock, noFaults, systemClock, systemRandom } from './adapters/system.ts';
import { type Config, readConfig } from './config.ts';
import { connectorCatalog } from './connectors/catalog.ts';
import { createLlm } from './connectors/llm.ts';
import { createSpokenLlm } from './connectors/llm-chat.ts';
import { createOutbound } from './connectors/outbound.ts';
import { sendMail } from './connectors/smtp.ts';
import type { Logbook } from './core/afterwards/logbook.ts';
import type { ChatModel } from './core/authoring/chat-model.ts';
import { createVendorModel } from './core/authoring/vendor-model.ts';
import type { ConnectorCatalog } from './core/engine/connector.ts';
import type { Engine } from './core/engine/engine.ts';
import type { Courier } from './core/engine/notify/courier.ts';
import type { Presses } from './core/engine/notify/presses.ts';
import type { StepSetting } from './core/engine/step-type.ts';
import type { Payments } from './core/gallery/payment.ts';
import { concealingOutbound, concealingStream } from './core/governance/concealing-outbound.ts';
import type { AlertMail, IdTokens, JobScheduler, PlatformMail, QueryStream, Secrets, Subtree } from './core/ports.ts';
import type { Arsenal } from './core/triggering/apply-triggers.ts';
import { createCourier } from './courier.ts';
import { createLog } from './log.ts';
import { createLogbook } from './logbook.ts';
import { createPayments } from './payments.ts';
import { createPresses } from './presses.ts';
import { stepCatalog } from './steps/registry.ts';

export { withFirestore } from './adapters/google/lazy-admin.ts';

const MAIL_MS = 30_000;

/** Every port of an instance, and the settings they were built from. */
export interface App {
  readonly config: Config;
  readonly engine: Engine;
  readonly arsenal: Arsenal;
  readonly secrets: Secrets;
  readonly scheduler: JobScheduler;
  readonly idTokens: IdTokens;
  readonly mail: PlatformMail;
  /** Carries what people are told outside of the app. */
  readonly courier: Courier;
  /** Keeps the log of executions in Google Sheets. */
  readonly logbook: Logbook;
  /** Takes the answers that people give by buttons. */
  readonly presses: Presses;
  /** Has people pay for what costs money in the gallery. */
  readonly payments: Payments;
  readonly subtree: Subtree;
  /** Queries of any length. */
  readonly stream: QueryStream;
  readonly connectors: ConnectorCatalog;
  /** The language model of a vendor that answers in the chat; null where none is set up. */
  readonly vendorModel: ChatModel | null;
  /** Throws what a call of that host would be refused with. */
  readonly checkHost: (host: string, port: number) => Promise<void>;
  /** Takes the secrets that this instance has read, of the platform and of a tenant, out of what he gets to see. */
  readonly conceal: Concealer['within'];
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
export function buildApp(config: Config, overrides: Partial<Engine & Pick<App, 'idTokens' | 'connectors'>> = {}): App {
  const { idTokens = createIdTokens(firebaseOf(config)), connectors = connectorCatalog, ...ports } = overrides;
  const concealer = createConcealer();
  const log = overrides.log ?? createLog(concealer);
  const local = config.localClockFile === null ? systemClock : createSharedClock(config.localClockFile);
  const clock = overrides.clock ?? local;
  const firebase = firebaseOf(config);
  const secrets = notingSecrets(createSecretManager(config, clock, log), concealer);
  const door = createOutbound({ allow: config.outboundAllow, detours: config.outboundDetours });
  const outbound = concealingOutbound(door, concealer.within(null));
  const settings = settingsOf(config);
  const engine: Engine = {
    store: concealingStore(createFirestoreStore(firebase), concealer),
    clock,
    random: systemRandom,
    queue: createCloudTasks(firebase, config),
    catalog: stepCatalog,
    services: {
      outbound,
      llm: createLlm(config.llm, secrets.read, outbound, clock.now),
      secret: secrets.read,
      identity: createOwnIdentity(config),
      setting: (name) => settings[name],
    },
    switches: { autoExecution: config.autoExecution, dryRun: config.dryRun },
    log,
    fault: noFaults,
    ...ports,
  };
  const scheduler = createCloudScheduler(config);
  const { store, catalog, fault } = engine;
  const jobs = { parent: jobParent(config), apiOrigin: config.apiOrigin, cap: config.schedulerJobCap };
  const arsenal: Arsenal = { store, clock, random: engine.random, scheduler, secrets, catalog, log, fault, jobs };
  const mail = createMail(config, engine);
  const alertMail = config.alertEmail === null ? null : alertMailTo(config.alertEmail, mail);
  const courier = createCourier(engine, mail);
  const subtree = createFirestoreSubtree(firebase);
  const stream = concealingStream(door, concealer.within(null));
  const spoken = createSpokenLlm(config.llm, secrets.read, stream, clock.now);
  const vendorModel = config.llm.provider === null ? null : createVendorModel(spoken, catalog);
  const connections = { connectors, checkHost: door.check, conceal: concealer.within };
  return {
    config,
    engine,
    arsenal,
    secrets,
    scheduler,
    idTokens,
    mail,
    courier,
    logbook: createLogbook(engine),
    presses: createPresses(engine),
    payments: createPayments({ outbound: engine.services.outbound, clock: engine.clock, secrets }),
    subtree,
    stream: createFirestoreQueryStream(firebase),
    alertMail,
    vendorModel,
    ...connections,
  };
}

/** Those that steps may know. */
function settingsOf(config: Config): Readonly<Record<StepSetting, string | null>> {
  return {
    MAIL_FROM: config.mailFrom,
    DRIVE_FOLDER: config.driveFolder,
    GOOGLE_SHEETS_ID: config.sheetsId,
    APP_ORIGIN: config.appOrigin,
    API_ORIGIN: config.apiOrigin,
    LINK_KEY_NAME: config.linkKeyName,
    LLM_MODEL: config.llm.model,
    LLM_ROUTINE_MODEL: config.llm.routineModel,
    MODAL_WEBHOOK_URL: config.skillWebhookUrl,
  };
}

function alertMailTo(to: string, { link, send }: PlatformMail): AlertMail {
  return { link, send: (alert) => send({ ...alert, to, html: null }) };
}

/** The product's own mail; nothing around it is a step. */
function createMail({ appOrigin }: Config, { services, clock }: Engine): PlatformMail {
  return {
    link: (path) => `${appOrigin}${path}`,
    send: async ({ to, key, ...mail }) => {
      const context = {
        ...services,
        clock,
        signal: AbortSignal.timeout(MAIL_MS),
        idempotencyKey: key,
        executionId: 'platform',
        meter: () => undefined,
        assertLease: () => undefined,
      };
      await sendMail(context, { to: [to], ...mail });
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

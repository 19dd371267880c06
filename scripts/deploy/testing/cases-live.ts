import { firestoreWishes, functionNames } from '../wanted.ts';
import type { Case } from './cases-project.ts';
import { refusal } from './google-server.ts';
import { body, deployed, index, NOW, PROJECT, REGION, ttlField } from './healthy.ts';

const project = `projects/${PROJECT}`;
const place = `${project}/locations/${REGION}`;
const database = `${project}/databases/(default)`;
const job = (name: string) => `GET cloudscheduler/v1/${place}/jobs/firebase-schedule-${name}-${REGION}`;
const functions = `GET cloudfunctions/v2/${place}/functions`;

/** Settings that leave nothing to say. */
export const GOOD_SETTINGS = `REGION=${REGION}\nMAIL_FROM=Shop <shop@thrive.example>\nALERT_EMAIL=ada@thrive.example\n`;

/** What may be wrong about the database, the settings and what is deployed; one at a time. */
export const LIVE_CASES: readonly Case[] = [
  {
    wrong: 'there is no database',
    id: 'database',
    answers: { [`GET firestore/v1/${database}`]: refusal(404, 'no') },
    says: /none/,
    remedy: /^gcloud firestore databases create --location=us-central1 --type=firestore-native --project thrive-shop/,
  },
  {
    wrong: 'the database is in Datastore mode',
    id: 'database',
    answers: { [`GET firestore/v1/${database}`]: body({ type: 'DATASTORE_MODE', locationId: 'nam5' }) },
    says: /DATASTORE_MODE/,
    remedy: /^gcloud firestore databases update --type=firestore-native/,
  },
  {
    wrong: 'a TTL policy is missing',
    id: 'ttl',
    answers: {
      [`GET firestore/v1/${database}/collectionGroups/-/fields`]: body({
        fields: firestoreWishes()
          .ttl.filter((group) => group !== 'events')
          .map((group) => ttlField(group)),
      }),
    },
    says: /^None for events:/,
    remedy: /^gcloud firestore fields ttls update expireAt --collection-group=events --enable-ttl /,
  },
  {
    wrong: 'a TTL policy broke',
    id: 'ttl',
    answers: {
      [`GET firestore/v1/${database}/collectionGroups/-/fields`]: body({
        fields: firestoreWishes().ttl.map((group) => ttlField(group, group === 'effects' ? 'NEEDS_REPAIR' : 'ACTIVE')),
      }),
    },
    says: /To be repaired: effects/,
    remedy: /--collection-group=effects --enable-ttl/,
  },
  {
    wrong: 'TTL policies are still being set up',
    id: 'ttl',
    answers: {
      [`GET firestore/v1/${database}/collectionGroups/-/fields`]: body({
        fields: firestoreWishes().ttl.map((group) => ttlField(group, 'CREATING')),
      }),
    },
    state: 'advice',
    says: /Being set up/,
    remedy: /wait/,
  },
  {
    wrong: 'indexes are missing',
    id: 'indexes',
    answers: { [`GET firestore/v1/${database}/collectionGroups/-/indexes`]: body({ indexes: [index(1, 'READY')] }) },
    says: /^1 of \d+ are there$/,
    remedy: /^firebase deploy --only firestore --project thrive-shop$/,
  },
  {
    wrong: 'an index is being built',
    id: 'indexes',
    answers: {
      [`GET firestore/v1/${database}/collectionGroups/-/indexes`]: body({
        indexes: Array.from({ length: firestoreWishes().indexes }, (_, n) => index(n, n === 0 ? 'CREATING' : 'READY')),
      }),
    },
    says: /1 are still being built/,
    remedy: /wait/,
  },
  {
    wrong: 'other rules are deployed',
    id: 'rules',
    answers: {
      [`GET firebaserules/v1/${project}/rulesets/abc`]: body({ source: { files: [{ content: 'allow all' }] } }),
    },
    says: /Others are deployed/,
    remedy: /^firebase deploy --only firestore --project thrive-shop$/,
  },
  {
    wrong: 'no rules are deployed',
    id: 'rules',
    answers: { [`GET firebaserules/v1/${project}/releases/cloud.firestore`]: refusal(404, 'no') },
    says: /None are deployed/,
    remedy: /^firebase deploy --only firestore/,
  },
  {
    wrong: 'a setting is wrong',
    id: 'settings',
    settings: `${GOOD_SETTINGS}SCHEDULER_JOB_CAP=many\n`,
    says: /SCHEDULER_JOB_CAP/,
    remedy: /^edit functions\/.env.thrive-shop/,
  },
  {
    wrong: 'a setting of the local stack is in it',
    id: 'settings',
    settings: `${GOOD_SETTINGS}OUTBOUND_ALLOW=127.0.0.1:80\n`,
    says: /OUTBOUND_ALLOW is for local projects/,
    remedy: /^edit functions\/.env.thrive-shop/,
  },
  {
    wrong: 'mail has no sender',
    id: 'settings',
    settings: `REGION=${REGION}\n`,
    state: 'advice',
    says: /MAIL_FROM .*ALERT_EMAIL/,
    remedy: /^edit functions\/.env.thrive-shop/,
  },
  {
    wrong: 'there are no settings',
    id: 'region-setting',
    settings: null,
    says: /does not say REGION=us-central1/,
    remedy: /^echo REGION=us-central1 >> functions\/.env.thrive-shop$/,
  },
  {
    wrong: 'a function is not deployed',
    id: 'functions',
    answers: {
      [functions]: body({
        functions: functionNames()
          .filter((name) => name !== 'tick')
          .map((name) => deployed(name)),
      }),
    },
    says: /^Not deployed: tick$/,
    remedy: /^firebase deploy --only functions --project thrive-shop --force$/,
  },
  {
    wrong: 'a function failed to deploy',
    id: 'functions',
    answers: {
      [functions]: body({
        functions: functionNames().map((name) => deployed(name, name === 'api' ? { state: 'FAILED' } : {})),
      }),
    },
    says: /^api is FAILED$/,
    remedy: /^gcloud functions logs read api --region us-central1 --project thrive-shop$/,
  },
  {
    wrong: 'a function is on an old runtime',
    id: 'functions',
    answers: {
      [functions]: body({
        functions: functionNames().map((name) =>
          deployed(name, name === 'api' ? { buildConfig: { runtime: 'nodejs20' } } : {}),
        ),
      }),
    },
    says: /^Not on nodejs24: api$/,
    remedy: /^firebase deploy --only functions/,
  },
  {
    wrong: 'the tick has no job',
    id: 'tick',
    answers: { [job('tick')]: refusal(404, 'no') },
    says: /firebase-schedule-tick-us-central1 does not exist/,
    remedy: /^firebase deploy --only functions/,
  },
  {
    wrong: 'the tick is paused',
    id: 'tick',
    answers: { [job('tick')]: body({ state: 'PAUSED' }) },
    says: /PAUSED/,
    remedy:
      /^gcloud scheduler jobs resume firebase-schedule-tick-us-central1 --location us-central1 --project thrive-shop$/,
  },
  {
    wrong: 'the tick is refused',
    id: 'tick',
    answers: { [job('tick')]: body({ state: 'ENABLED', lastAttemptTime: NOW.toISOString(), status: { code: 7 } }) },
    says: /last call failed: code 7/,
    remedy:
      /^gcloud functions add-invoker-policy-binding tick --region us-central1 --project thrive-shop --member=serviceAccount:123456789-compute/,
  },
  {
    wrong: 'the watch is late',
    id: 'watch',
    answers: { [job('watch')]: body({ state: 'ENABLED', lastAttemptTime: '2026-11-21T11:00:00Z' }) },
    says: /last called 60 minutes ago/,
    remedy: /^gcloud scheduler jobs run firebase-schedule-watch-us-central1 /,
  },
  {
    wrong: 'the watch has never run',
    id: 'watch',
    answers: { [job('watch')]: body({ state: 'ENABLED' }) },
    says: /never called/,
    remedy: /^gcloud scheduler jobs run firebase-schedule-watch-us-central1 /,
  },
  {
    wrong: 'the cap is above the quota',
    id: 'job-quota',
    settings: `${GOOD_SETTINGS}SCHEDULER_JOB_CAP=4000\n`,
    state: 'advice',
    says: /SCHEDULER_JOB_CAP 4000/,
    remedy: /quotas\?project=thrive-shop/,
  },
  {
    wrong: 'a queue is paused',
    id: 'queues',
    answers: { [`GET cloudtasks/v2/${place}/queues/advanceExecution`]: body({ name: 'q', state: 'PAUSED' }) },
    says: /advanceExecution is PAUSED/,
    remedy: /^gcloud tasks queues resume advanceExecution --location us-central1 --project thrive-shop$/,
  },
  {
    wrong: 'a queue is gone',
    id: 'queues',
    answers: { [`GET cloudtasks/v2/${place}/queues/advanceExecution`]: refusal(404, 'no') },
    says: /does not exist/,
    remedy: /^firebase deploy --only functions:advanceExecution --project thrive-shop --force$/,
  },
  {
    wrong: 'tasks pile up',
    id: 'queues',
    answers: {
      [`GET cloudtasks/v2/${place}/queues/advanceExecution/tasks`]: body({
        tasks: [{ scheduleTime: '2026-11-21T11:00:00Z' }],
      }),
    },
    says: /^1 tasks of advanceExecution wait/,
    remedy: /^gcloud functions logs read advanceExecution /,
  },
  {
    wrong: 'functions log errors',
    id: 'errors',
    answers: {
      'POST logging/v2/entries:list': body({ entries: [{ resource: { labels: { service_name: 'api' } } }] }),
    },
    state: 'advice',
    says: /api 1/,
    remedy: /^gcloud logging read /,
  },
];

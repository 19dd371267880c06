import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { LongFirst } from './scripts/long-first.ts';

const model = fileURLToPath(new URL('functions/src/model', import.meta.url));
const withFirestore = {
  globalSetup: ['functions/test/emulator/global-setup.ts'],
  setupFiles: ['functions/test/kit/own-project.ts'],
  testTimeout: 20_000,
  hookTimeout: 60_000,
};

/** A suite that talks to the Firestore emulator. Its files share one emulator, in which each has a project of its own. */
function emulatorSuite(name: string, folder: string) {
  return { extends: true as const, test: { name, include: [`${folder}/**/*.test.ts`], ...withFirestore } };
}

export default defineConfig({
  resolve: { alias: { '@model': model } },
  test: {
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongFirst },
    restoreMocks: true,
    silent: 'passed-only',
    env: { METADATA_SERVER_DETECTION: 'none' },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // Property tests and real sockets on a busy machine; nothing here asserts on time.
          testTimeout: 60_000,
          include: [
            'functions/src/**/*.test.ts',
            'cli/src/**/*.test.ts',
            'local/src/**/*.test.ts',
            'scripts/**/*.test.ts',
            'web/src/**/*.test.{ts,tsx}',
          ],
        },
      },
      emulatorSuite('contract', 'functions/test/contracts'),
      emulatorSuite('emulator', 'functions/test/emulator'),
      emulatorSuite('crash', 'functions/test/crash'),
      emulatorSuite('rules', 'functions/test/rules'),
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['e2e/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 300_000,
          // After all others, which need the processor for themselves; two at a time, since much of a scene is waiting.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});

/** What all step types that put a file into Google Drive share. */
export const intoDrive = {
  category: 'google',
  risk: 'safe',
  effect: 'idempotent',
  connectors: ['google'],
  literals: ['connection'],
  blast: () => ({ rows: 1 }),
  targets: ['folderId'],
  timeoutMs: 90_000,
  retry: { maxAttempts: 4, baseDelayMs: 2_000, maxDelayMs: 60_000 },
} as const;

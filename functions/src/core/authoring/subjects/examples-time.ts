/** When everything in an example happens, so that an example says the same on every day. */
export const EXAMPLE_NOW = new Date('2026-01-15T12:00:00Z');

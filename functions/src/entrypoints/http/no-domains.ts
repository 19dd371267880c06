/**
 * The platform runs each request in a domain of Node's, so that a stray exception is answered and does not end the
 * instance. Domains follow every promise of the process: under load that is a third of its work and most of its memory.
 * Here express answers what a handler throws, and an execution outlives its instance, so they are replaced by none.
 * To be called once per process, and only where nothing but `api` is served: event functions rely on domains.
 */
export function leaveDomains(): void {
  const none = { on: () => none, run: (act: () => unknown) => act() };
  Object.assign(process.getBuiltinModule('node:domain'), { create: () => none });
}

/** The export name is the deployed name. */
export { advanceExecution } from './entrypoints/advance-execution.ts';
export { api } from './entrypoints/api.ts';
export { dispatchEvent } from './entrypoints/dispatch-event.ts';
export { onInventoryWritten } from './entrypoints/on-inventory-written.ts';
export { onPlaybookWritten } from './entrypoints/on-playbook-written.ts';
export { tick } from './entrypoints/tick.ts';
export { watch } from './entrypoints/watch.ts';

/** The export name is the deployed name. */
export { advanceExecution } from './entrypoints/advance-execution.ts';
export { api } from './entrypoints/api.ts';
export { dispatchEvent } from './entrypoints/dispatch-event.ts';
export { eraseTenant } from './entrypoints/erase-tenant.ts';
export { onAgentConfigWritten } from './entrypoints/on-agent-config-written.ts';
export { onInventoryWritten } from './entrypoints/on-inventory-written.ts';
export { onPlaybookWritten } from './entrypoints/on-playbook-written.ts';
export { tellApprovers } from './entrypoints/tell-approvers.ts';
export { tick } from './entrypoints/tick.ts';
export { watch } from './entrypoints/watch.ts';

// Executions and the pages that show them.
import './scenes/flow.ts';
import './scenes/playbooks.ts';
import './scenes/shell.ts';
import './scenes/executions.ts';

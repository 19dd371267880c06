// What needs a yes, and what may say no.
import './scenes/approvals-calendar.ts';
import './scenes/tasks.ts';
import './scenes/trust.ts';
import './scenes/agents.ts';

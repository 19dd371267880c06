import { escapeHtml } from '../kit/http-server.ts';
import { page } from '../kit/page.ts';
import { type Job, shortName, stateOf } from './job.ts';

/** The readable face of the emulator: what time it is here, which jobs there are, and a way to move the clock. */
export function schedulerPage(jobs: Job[], now: number): string {
  const next = jobs.find((job) => job.nextAt !== null)?.nextAt ?? null;
  return page(
    'Cloud Scheduler emulator',
    `<p>It is <strong>${time(now, 'UTC')}</strong> here. The clock runs with real time, some way ahead of it.</p>
${advance('Advance to (UTC, ISO)', `<input name="advanceTo" size="26" required value="${new Date(next ?? now + 3_600_000).toISOString()}">`)}
${advance('Advance by', '<select name="advanceMs"><option value="60000">1 minute</option><option value="3600000">1 hour</option><option value="86400000">1 day</option></select>')}
<p class="soft">Everything that is due in between is fired in order; a long way takes a while.</p>
<h2>${jobs.length} jobs</h2>
<table><thead><tr><th>Job</th><th>State</th><th>Schedule</th><th>Next</th><th>Last attempt</th><th>Result</th></tr></thead>
<tbody>${jobs.map(row).join('') || '<tr><td colspan="6">No job yet. Activate a playbook with a schedule.</td></tr>'}</tbody></table>`,
  );
}

function advance(label: string, field: string): string {
  return `<form method="post" action="/clock"><label>${label} ${field}</label><button>Advance</button></form>`;
}

function row(job: Job): string {
  const { schedule, timeZone, description } = job.spec;
  const cells = [
    `<strong>${escapeHtml(shortName(job.name))}</strong><br><span class="soft">${escapeHtml(description)}</span>`,
    stateOf(job),
    `<code>${escapeHtml(schedule)}</code><br><span class="soft">${escapeHtml(timeZone)}</span>`,
    job.nextAt === null ? '-' : time(job.nextAt, timeZone) + (job.retrying ? ` (retry ${job.retrying.retries})` : ''),
    job.lastAttemptAt === null ? '-' : time(job.lastAttemptAt, timeZone),
    job.status === null ? '-' : escapeHtml(job.status.message || 'ok'),
  ];
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

function time(ms: number, timeZone: string): string {
  const shown = new Intl.DateTimeFormat('en-US', { timeZone, dateStyle: 'medium', timeStyle: 'long' });
  return escapeHtml(shown.format(new Date(ms)));
}

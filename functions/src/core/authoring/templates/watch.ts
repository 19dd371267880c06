import { z } from 'zod';
import { at, email, event, everyMinutes, onWorkdays, page } from './questions.ts';
import { defineTemplate } from './template.ts';

/** What keeps an eye on things: a site, a feed, the playbooks themselves. */
export const watchTemplates = [
  defineTemplate({
    id: 'site-check',
    title: 'Website check',
    description: 'Looks at a website around the clock, tells you when it goes down and when it is back.',
    sentence: 'Check my website every 30 minutes and email me when it is down',
    businesses: ['agency', 'online_store', 'coach', 'shop'],
    category: 'operations',
    agent: 'pops',
    icon: 'activity',
    example: { page: 'https://www.example.com' },
    questions: {
      page: page('Which page?'),
      minutes: z.enum(['15', '30'], 'Choose one').default('30').meta({ title: 'Every how many minutes?' }),
      email: email(),
    },
    build: ({ page: url, minutes, email: to }, facts) => ({
      triggers: everyMinutes(Number(minutes), facts),
      steps: [
        { id: 'check', action: 'check_website', params: { url } },
        { id: 'notice', action: 'notice_change', params: { value: '{{steps.check.isHealthy == false}}' } },
        {
          id: 'down',
          action: 'notify',
          condition: 'steps.notice.began',
          params: {
            to,
            subject: 'Your site is down',
            message: `${url} does not answer as it should: {{steps.check.problem}}`,
            type: 'error',
          },
        },
        {
          id: 'up',
          action: 'notify',
          condition: 'steps.notice.changed && steps.check.isHealthy && steps.notice.before == true',
          params: { to, subject: 'Your site is back', message: `${url} answers again.`, type: 'success' },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'news-digest',
    title: 'News of your trade',
    description: 'Reads a news feed every working day and mails you what is new, in short.',
    sentence: 'Every weekday morning summarize a news feed and email it to me',
    businesses: ['agency', 'coach', 'shop'],
    category: 'intelligence',
    agent: 'ezal',
    icon: 'newspaper',
    example: { page: 'https://news.example/feed.xml' },
    questions: { page: page('Which feed?', 'The address of its RSS feed'), time: at('07:30'), email: email() },
    build: ({ page: url, time, email: to }, facts) => ({
      triggers: onWorkdays(time, facts),
      steps: [
        { id: 'since', action: 'calculate_date', params: { add: { days: -1 } } },
        { id: 'feed', action: 'read_rss', params: { url, since: '{{steps.since.at}}', limit: 20 } },
        {
          id: 'none',
          action: 'stop_execution',
          condition: 'steps.feed.count == 0',
          params: { reason: 'Nothing new' },
        },
        {
          id: 'short',
          action: 'summarize_text',
          onError: 'continue',
          params: { text: '{{steps.feed.items}}', length: 'medium', format: 'bullets' },
        },
        {
          id: 'tell',
          action: 'notify',
          params: {
            to,
            subject: '{{steps.feed.count}} news of {{steps.feed.title}}',
            message:
              '{{fallback(steps.short.summary, "")}}\n\n{{steps.feed.items.map(i, "- " + i.title + " " + fallback(i.link, "")).join("\\n")}}',
          },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'failure-watch',
    title: 'Failure alert',
    description: 'Mails you when one of your playbooks fails, with what went wrong.',
    sentence: 'Email me when a playbook fails',
    businesses: ['agency', 'shop', 'online_store', 'gym', 'coach'],
    category: 'operations',
    agent: 'pops',
    icon: 'siren',
    questions: { email: email() },
    build: ({ email: to }) => ({
      triggers: event('execution.failed'),
      steps: [
        {
          id: 'tell',
          action: 'notify',
          params: { to, subject: '“{{event.playbookName}}” failed', message: '{{event.error}}', type: 'error' },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'approval-push',
    title: 'Ring my phone for approvals',
    description: 'Shows a message on your phone when something waits for your approval.',
    sentence: 'Send me a push message when an approval is needed',
    businesses: ['agency', 'coach', 'shop', 'online_store', 'gym'],
    category: 'operations',
    agent: 'pops',
    icon: 'smartphone',
    questions: { email: email('Whose phone?', 'The e-mail address of somebody of your team') },
    build: ({ email: to }) => ({
      triggers: event('approval.requested'),
      steps: [
        {
          id: 'ring',
          action: 'send_push',
          params: { to, title: 'A yes is needed', text: '{{event.title}} ({{event.playbookName}})' },
        },
      ],
    }),
  }),
];

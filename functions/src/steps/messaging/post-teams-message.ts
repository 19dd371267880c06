import { z } from 'zod';
import { postToTeams, teams } from '../../connectors/teams.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { chatParams, opening, toChat } from './chat-message.ts';
import { executionLink } from './mail-layout.ts';

const params = z.strictObject({
  ...chatParams,
  /** Whether the card has a button that leads to the execution. */
  withLink: z.boolean().default(true),
});
const output = z.object({ posted: z.literal(true), isCut: z.boolean() });

export const postTeamsMessage = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...toChat,
  id: 'post_teams_message',
  title: 'Post to Teams',
  description: 'Posts a card to a channel of Microsoft Teams.',
  modelDescription:
    'Posts a card of plain text to the Teams channel of the connection, with a button to the execution. Text is shown as written, without Markdown and mentions; 12,000 characters.',
  icon: 'messages-square',
  example: { title: 'Low stock', text: 'Blue Dream is down to 3 units.' },
  params,
  output,
  connectors: ['teams'],
  tally: { done: 'posted', one: 'card to Teams', many: 'cards to Teams' },
  async run({ connection, title, text, withLink }, context) {
    const link = withLink ? executionLink(context.setting('APP_ORIGIN'), context.executionId) : null;
    const access = await context.connect(teams, connection);
    return { posted: true, ...(await postToTeams(access, context, { title, text, link })) };
  },
  async dryRun(given) {
    return {
      output: { posted: true, isCut: false },
      wouldHave: `would have posted to Teams: ${opening(given)}`,
    };
  },
});

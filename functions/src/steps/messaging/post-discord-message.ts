import { z } from 'zod';
import { discord, postToDiscord } from '../../connectors/discord.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { chatParams, opening, toChat } from './chat-message.ts';

const params = z.strictObject(chatParams);
const output = z.object({ channelId: z.string(), messageId: z.string(), isCut: z.boolean() });

export const postDiscordMessage = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...toChat,
  id: 'post_discord_message',
  title: 'Post to Discord',
  description: 'Posts a message to a channel of your Discord server.',
  modelDescription:
    'Posts plain text to the Discord channel of the connection. Text is shown as written, without Markdown, and mentions nobody; 2,000 characters.',
  icon: 'message-circle',
  example: { title: 'Low stock', text: 'Blue Dream is down to 3 units.' },
  params,
  output,
  connectors: ['discord'],
  tally: { done: 'posted', one: 'message to Discord', many: 'messages to Discord' },
  async run({ connection, title, text }, context) {
    return postToDiscord(await context.connect(discord, connection), context, { title, text });
  },
  async dryRun(given) {
    return {
      output: { channelId: 'dry_run', messageId: 'dry_run', isCut: false },
      wouldHave: `would have posted to Discord: ${opening(given)}`,
    };
  },
});

import { z } from 'zod';
import { postToSlack, slack, slackChannelSchema } from '../../connectors/slack.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { chatParams, opening, toChat } from './chat-message.ts';

const params = z.strictObject({
  ...chatParams,
  /** Left out: the channel of the connection. */
  channel: slackChannelSchema.nullable().default(null),
});
const output = z.object({ channel: z.string().nullable(), messageId: z.string().nullable(), isCut: z.boolean() });

export const postSlackMessage = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...toChat,
  id: 'post_slack_message',
  title: 'Post to Slack',
  description: 'Posts a message to a channel of your Slack workspace.',
  modelDescription:
    'Posts plain text to Slack. `channel` (#sales or an id) only with a bot token; a webhook posts to its own channel. Text is shown as written, without Markdown and mentions; 4,000 characters.',
  icon: 'slack',
  example: { channel: '#sales', title: 'Low stock', text: 'Blue Dream is down to 3 units.' },
  params,
  output,
  targets: ['channel'],
  connectors: ['slack'],
  tally: { done: 'posted', one: 'message to Slack', many: 'messages to Slack' },
  async run({ connection, channel, title, text }, context) {
    const access = await context.connect(slack, connection);
    return postToSlack(access, context, { channel, title, text });
  },
  async dryRun(given) {
    const { channel } = given;
    return {
      output: { channel, messageId: null, isCut: false },
      wouldHave: `would have posted to Slack${channel === null ? '' : ` (${channel})`}: ${opening(given)}`,
    };
  },
});

import type { AnyConnector, ConnectorCatalog } from '../core/engine/connector.ts';
import { bluesky } from './bluesky.ts';
import { discord } from './discord.ts';
import { door } from './door.ts';
import { google } from './google-account.ts';
import { googleAds } from './google-ads.ts';
import { imap } from './imap.ts';
import { mastodon } from './mastodon.ts';
import { shopify } from './shopify.ts';
import { skillWebhook } from './skill-webhook.ts';
import { slack } from './slack.ts';
import { smtp } from './smtp-connection.ts';
import { teams } from './teams.ts';
import { telegram } from './telegram.ts';
import { twilio } from './twilio.ts';
import { webhook } from './webhook-out.ts';
import { wordpress } from './wordpress.ts';

/** Every connector there is, by id. One line each. */
const connectors = [
  // What settings and secrets each has, only itself knows.
  bluesky,
  discord,
  door,
  google,
  googleAds,
  imap,
  mastodon,
  shopify,
  skillWebhook,
  slack,
  smtp,
  teams,
  telegram,
  twilio,
  webhook,
  wordpress,
] as unknown as readonly AnyConnector[];

const byId = new Map(connectors.map((connector) => [connector.id, connector]));

export const connectorCatalog: ConnectorCatalog = {
  get: (id) => byId.get(id),
  all: () => connectors,
};

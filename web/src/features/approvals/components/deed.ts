import { type JsonObject, type JsonValue, jsonObject } from '@model/json.ts';
import { textToHtml } from '@model/mail-html.ts';
import type { MailContent } from '../../../components/ui/mail-preview.tsx';

/** What an act comes to, as far as it can be shown as the thing that it is. */
export type Deed =
  | { readonly kind: 'mail'; readonly mail: MailContent }
  | {
      readonly kind: 'message';
      /** `Slack`, `text message`, … */
      readonly medium: string;
      readonly to: string | null;
      readonly title: string | null;
      readonly text: string;
    }
  | {
      readonly kind: 'price';
      readonly of: string;
      /** Null: it is not said what it is now. */
      readonly from: number | null;
      readonly to: number;
    }
  | {
      readonly kind: 'write';
      readonly verb: 'Add' | 'Change' | 'Delete';
      readonly place: string;
      readonly fields: JsonObject;
    }
  | { readonly kind: 'other' };

interface Business {
  readonly name: string;
}
type Reader = (params: JsonObject, business: Business) => Deed | null;

const messages: Readonly<Record<string, readonly [medium: string, to: string | null]>> = {
  post_slack_message: ['Slack', 'channel'],
  post_teams_message: ['Microsoft Teams', null],
  post_discord_message: ['Discord', null],
  send_telegram_message: ['Telegram', 'chatId'],
  send_sms: ['text message', 'to'],
  send_push: ['push message', 'to'],
};
const writes = { create_document: 'Add', update_document: 'Change', delete_document: 'Delete' } as const;

const readers: Readonly<Record<string, Reader>> = {
  send_email: (params, { name }) => mailOf(params, { body: 'body', reason: `Sent by ${name} with Playbooks.` }),
  reply_to_email: (params, { name }) => mailOf(params, { body: 'body', reason: `Sent by ${name} with Playbooks.` }),
  notify: (params, { name }) => {
    const deed = mailOf(params, { body: 'message', reason: `Your playbook at ${name} sent this.` });
    return deed?.kind === 'mail' ? { ...deed, mail: { ...deed.mail, html: textToHtml(deed.mail.body) } } : deed;
  },
  send_newsletter: (params, { name }) => {
    const reason = `${textOf(params.reason) ?? ''} ${name}, ${textOf(params.postalAddress) ?? ''} · Unsubscribe`.trim();
    const deed = mailOf({ ...params, to: params.recipients ?? params.audience ?? [] }, { body: 'body', reason });
    return deed;
  },
  apply_price_change: ({ productId, newPrice, oldPrice }) => priceOf(productId, oldPrice, newPrice),
  update_shopify_price: ({ sku, variantId, price }) => priceOf(sku ?? variantId, null, price),
  ...Object.fromEntries(
    Object.entries(messages).map(([action, [medium, to]]): [string, Reader] => [
      action,
      ({ text, title, ...params }) => {
        const words = textOf(text);
        return words === null
          ? null
          : {
              kind: 'message',
              medium,
              to: to && addressesOf(params[to]).join(', '),
              title: textOf(title),
              text: words,
            };
      },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(writes).map(([action, verb]): [string, Reader] => [
      action,
      ({ collection, id, data, set }) => {
        const place = [textOf(collection), textOf(id)].filter((part) => part !== null).join('/');
        return place === '' ? null : { kind: 'write', verb, place, fields: objectOf(data ?? set) };
      },
    ]),
  ),
};

/** The thing that would be sent, changed or deleted; `other` where it can be told by its params only. */
export function deedOf(action: string | null, params: JsonObject | null, business: Business): Deed {
  const read = action === null ? undefined : readers[action];
  return (params !== null && read?.(params, business)) || { kind: 'other' };
}

function mailOf(params: JsonObject, { body, reason }: { readonly body: string; readonly reason: string }): Deed | null {
  const text = textOf(params[body]);
  if (text === null) return null;
  return {
    kind: 'mail',
    mail: {
      to: addressesOf(params.to),
      subject: textOf(params.subject),
      replyTo: textOf(params.replyTo),
      body: text,
      html: textOf(params.html),
      reason,
      attachments: Array.isArray(params.attachments)
        ? params.attachments.flatMap((one) => textOf(objectOf(one).name) ?? [])
        : [],
    },
  };
}

function priceOf(of: JsonValue | undefined, from: JsonValue | undefined, to: JsonValue | undefined): Deed | null {
  const [what, price] = [textOf(of), numberOf(to)];
  return what === null || price === null ? null : { kind: 'price', of: what, from: numberOf(from), to: price };
}

function textOf(value: JsonValue | undefined): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

function numberOf(value: JsonValue | undefined): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return jsonObject.catch({}).parse(value ?? {});
}

function addressesOf(value: JsonValue | undefined): string[] {
  const parts = Array.isArray(value) ? value : typeof value === 'string' ? value.split(',') : [];
  return parts.flatMap((part) => (typeof part === 'string' && part.trim() !== '' ? [part.trim()] : []));
}

import type { Mail } from '../../connectors/smtp.ts';
import { NonRetriableError } from '../../core/engine/errors.ts';
import type { StepContext } from '../../core/engine/step-type.ts';
import { signUnsubscribe, unsubscribeId } from '../../core/engine/unsubscribe.ts';
import { mailHtml } from '../../model/mail-html.ts';
import { escapeHtml, markdownToHtml, markdownToText } from '../../model/markdown.ts';
import type { Reader } from './newsletter-people.ts';
import { filledIn, knownOf } from './placeholders.ts';

interface Letter {
  readonly subject: string;
  readonly body: string;
  /** Why the mail comes, in one sentence. */
  readonly reason: string;
  readonly postalAddress: string;
  readonly replyTo: string | null;
}

/** Makes the mail of each reader out of a letter: his name in it, and a link of his own by which he may leave. */
export async function mailMaker(context: StepContext, letter: Letter): Promise<(reader: Reader) => Mail> {
  const { org, orgId, executionId } = context;
  const key = await context.secret(context.setting('LINK_KEY_NAME') ?? 'LINK_KEY');
  const origin = context.setting('APP_ORIGIN') ?? context.setting('API_ORIGIN');
  if (key === null || origin === null) {
    const message = 'Newsletters need links to unsubscribe by: put a long random text into the secret LINK_KEY.';
    throw new NonRetriableError(message, { code: 'links_not_set_up', mayHaveActed: false });
  }
  // What a reader's fields say comes in later: it becomes neither a mark nor a link.
  const [plain, html] = [markdownToText(letter.body), withLinks(markdownToHtml(letter.body))];
  const foot = `${letter.reason}\n${org.name}, ${letter.postalAddress}`;
  return ({ address, fields }) => {
    const known = knownOf(fields, address, org.name);
    const token = signUnsubscribe(key, { orgId, id: unsubscribeId(orgId, address), executionId });
    const href = `${origin}/api/unsubscribe/${token}`;
    const footer = { reason: foot.replaceAll('\n', ' · '), link: { label: 'Unsubscribe', href } };
    return {
      to: [address],
      subject: filledIn(letter.subject, known, (text) => text),
      text: `${filledIn(plain, known, (text) => text)}\n\n--\n${foot}\nUnsubscribe: ${href}\n`,
      html: mailHtml(filledIn(html, known, escapeHtml), footer),
      headers: {
        'List-Unsubscribe': `<${href}>`,
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        Precedence: 'bulk',
        ...(letter.replyTo !== null && { 'Reply-To': letter.replyTo }),
      },
    };
  };
}

/** Web addresses in HTML that was text become links. */
function withLinks(html: string): string {
  return html.replaceAll(/https?:\/\/(?:(?!&(?:lt|gt|quot|#39);)[^\s<>])+/g, (found) => {
    const url = found.replace(/[.,;:!?)\]]+$/, '');
    return `<a href="${url}">${url}</a>${found.slice(url.length)}`;
  });
}

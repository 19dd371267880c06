import { SegmentedControl, Text } from '@mantine/core';
import { mailHtml } from '@model/mail-html.ts';
import { markdownToHtml, markdownToText } from '@model/markdown.ts';
import { ImageOff, Paperclip } from 'lucide-react';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { quietHtml } from '../../lib/quiet-html.ts';
import classes from './mail-preview.module.css';

export interface MailContent {
  readonly to: readonly string[];
  /** Null where the mail that is answered gives it. */
  readonly subject: string | null;
  readonly replyTo?: string | null;
  /** The text, with the marks of our Markdown. */
  readonly body: string;
  /** Null: it is made from `body`, as it is when it is sent. */
  readonly html: string | null;
  /** What stands below it. */
  readonly reason: string;
  /** The names of the files that go along. */
  readonly attachments?: readonly string[];
}

interface MailPreviewProps {
  readonly mail: MailContent;
  /** Who sends it. */
  readonly from: string;
}

const SHOWN_RECIPIENTS = 5;

/** A mail as it will arrive: its head, and its body in a frame of its own that runs nothing and loads nothing. */
export function MailPreview({ mail, from }: MailPreviewProps) {
  const [isPlain, setIsPlain] = useState(false);
  const { subject, body, html, reason, attachments = [] } = mail;
  const { quiet, blocked } = useMemo(
    () => quietHtml(mailHtml(html ?? markdownToHtml(body), { reason, link: null })),
    [html, body, reason],
  );
  return (
    <article className={classes.mail} aria-label={`The mail${subject === null ? '' : ` “${subject}”`}`}>
      <header className={classes.head}>
        <div className={classes.subject}>{subject ?? 'Re: the subject of the mail that it answers'}</div>
        <dl className={classes.lines}>
          <Line name="From">{from}</Line>
          <Line name="To">
            <Recipients to={mail.to} />
          </Line>
          {mail.replyTo && <Line name="Answers to">{mail.replyTo}</Line>}
        </dl>
        <SegmentedControl
          size="xs"
          aria-label="Which form of the mail"
          value={isPlain ? 'plain' : 'rich'}
          onChange={(value) => setIsPlain(value === 'plain')}
          data={[
            { value: 'rich', label: 'As it arrives' },
            { value: 'plain', label: 'Text only' },
          ]}
        />
      </header>
      {isPlain ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable from the keyboard
        <section className={classes.plain} tabIndex={0} aria-label="The text of the mail">
          {`${markdownToText(body)}\n\n${reason}`}
        </section>
      ) : (
        <Frame html={quiet} />
      )}
      {blocked > 0 && !isPlain && (
        <Foot icon={ImageOff}>
          {blocked === 1 ? 'A picture from the web is' : `${blocked} pictures from the web are`} not loaded here; the
          reader’s mail program may load {blocked === 1 ? 'it' : 'them'}.
        </Foot>
      )}
      {attachments.length > 0 && <Foot icon={Paperclip}>{attachments.join(', ')}</Foot>}
    </article>
  );
}

function Line({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Foot({ icon: Icon, children }: { readonly icon: typeof ImageOff; readonly children: ReactNode }) {
  return (
    <div className={classes.foot}>
      <Icon size={14} aria-hidden />
      <Text size="xs" component="span">
        {children}
      </Text>
    </div>
  );
}

function Recipients({ to }: { readonly to: readonly string[] }) {
  const [isWhole, setIsWhole] = useState(false);
  const shown = isWhole ? to : to.slice(0, SHOWN_RECIPIENTS);
  const more = to.length - shown.length;
  return (
    <>
      {shown.join(', ')}
      {more > 0 && (
        <>
          {' '}
          <button type="button" className={classes.more} onClick={() => setIsWhole(true)}>
            and {more} more
          </button>
        </>
      )}
    </>
  );
}

/** Nothing from outside, no script, no form; links lead nowhere. */
const GUARD = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"><meta name="color-scheme" content="light"><base target="_blank">`;
const [LEAST, MOST] = [96, 520];

function Frame({ html }: { readonly html: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(LEAST);
  // `allow-same-origin` lets us measure it; without `allow-scripts` nothing in it runs.
  return (
    <iframe
      ref={frame}
      className={classes.frame}
      title="The mail as it arrives"
      sandbox="allow-same-origin"
      srcDoc={`${GUARD}${html}`}
      style={{ height }}
      onLoad={() => {
        const found = frame.current?.contentDocument?.documentElement.scrollHeight ?? MOST;
        setHeight(Math.min(MOST, Math.max(LEAST, found)));
      }}
    />
  );
}

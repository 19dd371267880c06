import { Button } from '@mantine/core';
import type { GalleryReportView, ModerationView } from '@model/gallery-views.ts';
import { CircleCheck } from 'lucide-react';
import { useCallback, useState } from 'react';
import { TextLink } from '../../../components/ui/links.tsx';
import { Section } from '../../../components/ui/page.tsx';
import { EmptyState, LiveView } from '../../../components/ui/states.tsx';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import type { Live } from '../../../lib/use-live.ts';
import { moderate, settleReport } from '../api/gallery.ts';
import { reasonWords } from '../api/gallery-words.ts';
import classes from './gallery.module.css';
import { ReasonDialog } from './reason-dialog.tsx';
import { WaitingItem } from './waiting-item.tsx';

interface ModerationProps {
  readonly live: Live<ModerationView>;
  onDone(): void;
}

/** What waits for the moderators: versions to be let in, and what people have reported. */
export default function Moderation({ live, onDone }: ModerationProps) {
  return (
    <LiveView live={live}>
      {({ waiting, reports }) =>
        waiting.length === 0 && reports.length === 0 ? (
          <EmptyState icon={CircleCheck} title="Nothing waits">
            What somebody shares or reports appears here.
          </EmptyState>
        ) : (
          <>
            {waiting.length > 0 && (
              <Section title="To be let in">
                <ul className={classes.lines} aria-label="Waiting">
                  {waiting.map((one) => (
                    <li key={`${one.itemId} ${one.number}`}>
                      <WaitingItem waiting={one} onDone={onDone} />
                    </li>
                  ))}
                </ul>
              </Section>
            )}
            {reports.length > 0 && (
              <Section title="Reports">
                <ul className={classes.lines} aria-label="Reports">
                  {reports.map((report) => (
                    <li key={report.reportId}>
                      <Report report={report} onDone={onDone} />
                    </li>
                  ))}
                </ul>
              </Section>
            )}
          </>
        )
      }
    </LiveView>
  );
}

interface ReportProps {
  readonly report: GalleryReportView;
  onDone(): void;
}

function Report({ report, onDone }: ReportProps) {
  const { api } = useSession();
  const { reportId, itemId, itemName, reviewId, reviewText, reason, text } = report;
  const [isRemoving, setIsRemoving] = useState(false);
  const settle = useCommand(
    useCallback(
      async (decision: 'dismiss' | 'remove_review') => {
        await settleReport(api, reportId, decision);
        toastDone(decision === 'dismiss' ? 'The report is closed' : 'The review is taken down');
        onDone();
      },
      [api, reportId, onDone],
    ),
    'It was not decided',
  );
  return (
    <article aria-label={`Report about ${itemName}`}>
      <div className={classes.step}>
        <TextLink to="/gallery/$itemId" params={{ itemId }}>
          {itemName}
        </TextLink>
        <b>{reasonWords[reason]}</b>
      </div>
      {text !== '' && <p className={classes.text}>{text}</p>}
      {reviewId !== null && (
        <div className={classes.reply}>
          <span className={classes.soft}>The review</span>
          <p className={classes.text}>{reviewText ?? 'It is not there any more.'}</p>
        </div>
      )}
      <div className={classes.actions} style={{ marginTop: 10 }}>
        <Button variant="default" loading={settle.busy} onClick={() => void settle.run('dismiss')}>
          Nothing is wrong
        </Button>
        {reviewId === null ? (
          <Button variant="default" color="red" onClick={() => setIsRemoving(true)}>
            Take the item down…
          </Button>
        ) : (
          <Button variant="default" loading={settle.busy} onClick={() => void settle.run('remove_review')}>
            Take the review down
          </Button>
        )}
      </div>
      {isRemoving && (
        <ReasonDialog
          title={`Take “${itemName}” down`}
          confirm="Take it down"
          act={(said) => moderate(api, itemId, { decision: 'remove', reason: said })}
          done="It is out of the gallery"
          onDone={onDone}
          onClose={() => setIsRemoving(false)}
        />
      )}
    </article>
  );
}

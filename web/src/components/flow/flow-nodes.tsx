import type { NodeProps } from '@xyflow/react';
import { CornerDownRight, type LucideIcon, OctagonAlert, Repeat, Split, UserRoundCheck, Zap } from 'lucide-react';
import { memo, useContext } from 'react';
import type { StatusLook } from '../../lib/status.ts';
import { agentNames, stepWords } from '../../lib/words.ts';
import { AgentDisc } from '../ui/agent.tsx';
import tones from '../ui/tone.module.css';
import classes from './flow.module.css';
import { FlowState } from './flow-state.ts';
import { aboutStep, asksFirst, frameWords, onlyIf } from './flow-words.ts';
import type { FlowItem, FrameLabel } from './layout.ts';
import { isReached, wasReached } from './reached.ts';
import { StepIcon } from './step-icon.tsx';
import type { FlowNode } from './to-nodes.ts';

export const StartNode = memo(function StartNode({ data: { item } }: NodeProps<FlowNode>) {
  if (item.kind !== 'start') return null;
  return (
    <div className={classes.start}>
      <div className={classes.startHead}>
        <Zap size={15} aria-hidden />
        It starts
      </div>
      {item.triggers.map((words) => (
        <div key={words} className={classes.line} title={words}>
          {words}
        </div>
      ))}
    </div>
  );
});

export const FrameNode = memo(function FrameNode({ data: { item } }: NodeProps<FlowNode>) {
  const { statuses, isLive } = useContext(FlowState);
  if (item.kind !== 'frame') return null;
  const words = frameWords(item.label);
  const Icon = iconOf(item.label);
  const isFaint = isLive && !wasReached(item, statuses);
  return (
    <div className={classes.frame} data-kind={item.label.kind} data-faint={isFaint || undefined}>
      <div className={classes.frameHead} title={words}>
        <Icon size={14} aria-hidden />
        <span className={classes.line}>{words}</span>
      </div>
      {item.inside.length === 0 && <div className={classes.none}>Nothing is done</div>}
    </div>
  );
});

function iconOf({ kind }: FrameLabel): LucideIcon {
  if (kind === 'loop') return Repeat;
  return kind === 'failure' ? OctagonAlert : CornerDownRight;
}

type StepItem = Extract<FlowItem, { kind: 'step' }>;

export const StepNode = memo(function StepNode({ data: { item } }: NodeProps<FlowNode>) {
  return item.kind === 'step' ? <Step item={item} /> : null;
});

function Step({ item: { id, step } }: { readonly item: StepItem }) {
  const { statuses, isLive, selected, onSelect } = useContext(FlowState);
  const look = statuses.get(id);
  const marks = {
    className: `${classes.step} ${look?.busy ? classes.pulsing : ''}`,
    'data-faint': (isLive && !isReached(look)) || undefined,
    'data-tone': isLive && isReached(look) ? look?.tone : undefined,
    'data-selected': selected === id || undefined,
  };
  const face = <StepFace step={step} look={isReached(look) ? look : undefined} />;
  if (onSelect === undefined) return <div {...marks}>{face}</div>;
  return (
    <button type="button" {...marks} aria-pressed={selected === id} data-step={id} onClick={() => onSelect(id)}>
      {face}
    </button>
  );
}

interface FaceProps {
  readonly step: StepItem['step'];
  readonly look: StatusLook | undefined;
}

function StepFace({ step, look }: FaceProps) {
  const { title } = stepWords(step);
  const detail = aboutStep(step);
  const condition = onlyIf(step);
  return (
    <>
      <span className={classes.face}>
        <span className={classes.icon}>
          <StepIcon action={step.action} size={17} />
        </span>
        <span className={classes.words}>
          <span className={classes.title} title={title}>
            {title}
          </span>
          {detail !== null && (
            <span className={classes.detail} title={detail}>
              {detail}
            </span>
          )}
        </span>
        {asksFirst(step) && (
          <span
            className={classes.asks}
            title="A person is asked first"
            role="img"
            aria-label="A person is asked first"
          >
            <UserRoundCheck size={15} aria-hidden />
          </span>
        )}
        {step.agent !== null && (
          <span title={agentNames[step.agent]} role="img" aria-label={agentNames[step.agent]}>
            <AgentDisc agent={step.agent} size={24} />
          </span>
        )}
      </span>
      {condition !== null && (
        <span className={classes.condition} title={condition}>
          <Split size={13} aria-hidden />
          <span className={classes.line}>{condition}</span>
        </span>
      )}
      {look !== undefined && <Badge look={look} />}
    </>
  );
}

/** How it went, on the edge of the step. */
function Badge({ look: { icon: Icon, tone, word, busy } }: { readonly look: StatusLook }) {
  return (
    <span className={`${classes.badge} ${tones[tone]}`}>
      <Icon size={12} strokeWidth={2.6} aria-hidden className={busy ? tones.busy : undefined} />
      {word}
    </span>
  );
}

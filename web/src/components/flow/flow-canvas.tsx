import type { FlowPictureProps } from './flow-picture.tsx';

/** Drawn with React Flow. */
export default function FlowCanvas({ steps }: FlowPictureProps) {
  return (
    <ol>
      {steps.map((step) => (
        <li key={step.id ?? step.action}>{step.action}</li>
      ))}
    </ol>
  );
}

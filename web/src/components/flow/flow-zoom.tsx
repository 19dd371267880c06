import { ActionIcon } from '@mantine/core';
import { useReactFlow } from '@xyflow/react';
import { Maximize, Minus, Plus } from 'lucide-react';
import classes from './flow.module.css';

export function ZoomButtons({ onWhole }: { onWhole(): void }) {
  const { zoomIn, zoomOut } = useReactFlow();
  return (
    <div className={classes.zoom}>
      <ActionIcon aria-label="Larger" onClick={() => void zoomIn()}>
        <Plus size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon aria-label="Smaller" onClick={() => void zoomOut()}>
        <Minus size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon aria-label="Show all of it" onClick={onWhole}>
        <Maximize size={15} aria-hidden />
      </ActionIcon>
    </div>
  );
}

import type { JsonObject } from '@model/json.ts';
import { ParamAny } from './param-any.tsx';
import { useParamContext } from './param-context.ts';
import { ParamMap } from './param-map.tsx';
import { paramWords } from './param-words.ts';

interface StepParamMapProps {
  readonly params: JsonObject;
  onChange(params: JsonObject): void;
}

/** The params of a step that takes any names. */
export function StepParamMap({ params, onChange }: StepParamMapProps) {
  const { step } = useParamContext();
  const words = paramWords(step.action, '', {});
  return (
    <ParamMap
      path="params"
      label={words.label || 'Values'}
      help={words.help}
      isRequired
      value={params}
      onChange={(value) => onChange(value ?? {})}
    >
      {(pair) => (
        <ParamAny
          {...pair}
          help={null}
          isRequired={false}
          isLabelHidden
          onChange={(next) => pair.onChange(next ?? '')}
        />
      )}
    </ParamMap>
  );
}

import { Radio, Stack, Textarea } from '@mantine/core';

interface AnswerFieldProps {
  /** What there is to choose from; none: words of one's own. */
  readonly choices: readonly string[];
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** The answer to a question. */
export function AnswerField({ choices, value, onChange }: AnswerFieldProps) {
  if (choices.length === 0) {
    return (
      <Textarea
        mt="sm"
        label="Answer"
        autosize
        minRows={2}
        maxLength={2_000}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  return (
    <Radio.Group mt="sm" label="Answer" value={value} onChange={onChange}>
      <Stack gap="xs" mt={6}>
        {choices.map((choice) => (
          <Radio key={choice} value={choice} label={choice} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

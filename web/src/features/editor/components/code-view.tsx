import { Button, Group, Text } from '@mantine/core';
import { CircleAlert, Download } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { CopyButton } from '../../../components/ui/copy-button.tsx';
import { Note } from '../../../components/ui/status-pill.tsx';
import { saveFile } from '../../../lib/save-file.ts';
import type { TextForm, TextProblem } from '../../../lib/text-form.ts';
import { editedFrom, textOf } from '../api/content-text.ts';
import type { Edited } from '../api/edited.ts';
import classes from './editor.module.css';

interface CodeViewProps {
  readonly edited: Edited;
  readonly form: TextForm;
  readonly name: string;
  onChange(edited: Edited): void;
  /** A text that says nothing that could be kept; null: what is shown is kept. */
  onUnkept(text: string | null): void;
}

const QUIET_MS = 400;

/** The whole playbook as text, to read, copy and write. What is right goes at once into the draft. */
export default function CodeView({ edited, form, name, onChange, onUnkept }: CodeViewProps) {
  const [text, setText] = useState(() => textOf(edited, form));
  const [problems, setProblems] = useState<readonly TextProblem[]>([]);
  const area = useRef<HTMLTextAreaElement>(null);
  const said = useRef(edited);
  useEffect(() => {
    // What was changed elsewhere, such as by undoing, is shown; what was typed stays as it was typed.
    if (said.current === edited) return;
    said.current = edited;
    setText(textOf(edited, form));
    setProblems([]);
  }, [edited, form]);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const read = (typed: string) => {
    clearTimeout(timer.current);
    const result = editedFrom(typed, form);
    setProblems('problems' in result ? result.problems : []);
    onUnkept('problems' in result ? typed : null);
    if ('problems' in result) return;
    said.current = result.edited;
    onChange(result.edited);
  };
  const goTo = (line: number) => {
    const start =
      text
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length + (line > 1 ? 1 : 0);
    const end = text.indexOf('\n', start);
    area.current?.focus();
    area.current?.setSelectionRange(start, end === -1 ? text.length : end);
  };
  return (
    <div data-code>
      <TextProblems problems={problems} onGo={goTo} />
      <Group justify="flex-end" mb="sm" gap="xs">
        <CopyButton text={text} size="xs" label={`Copy the ${form.toUpperCase()}`} />
        <Button
          size="xs"
          variant="default"
          leftSection={<Download size={15} aria-hidden />}
          onClick={() => download(text, `${fileName(name)}.${form}`)}
        >
          Download
        </Button>
      </Group>
      <textarea
        ref={area}
        className={classes.code}
        aria-label={`The playbook as ${form.toUpperCase()}`}
        aria-invalid={problems.length > 0}
        spellCheck={false}
        value={text}
        onChange={({ currentTarget: { value } }) => {
          setText(value);
          onUnkept(value);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => read(value), QUIET_MS);
        }}
        onBlur={() => text !== textOf(said.current, form) && read(text)}
      />
    </div>
  );
}

interface TextProblemsProps {
  readonly problems: readonly TextProblem[];
  onGo(line: number): void;
}

const SHOWN = 8;

function TextProblems({ problems, onGo }: TextProblemsProps) {
  if (problems.length === 0) return null;
  return (
    <div style={{ marginBottom: 12 }}>
      <Note tone="bad" icon={CircleAlert} role="alert">
        <Text size="sm" fw={600}>
          This text is not kept until it is put right
        </Text>
        <ul className={classes.summary}>
          {problems.slice(0, SHOWN).map(({ line, message }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: there may be two of the same
            <li key={`${line}|${message}|${index}`}>
              {line === null ? (
                message
              ) : (
                <button type="button" className={classes.jump} onClick={() => onGo(line)}>
                  Line {line}: {message}
                </button>
              )}
            </li>
          ))}
        </ul>
      </Note>
    </div>
  );
}

function fileName(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '')
      .slice(0, 60) || 'playbook'
  );
}

function download(text: string, file: string): void {
  saveFile(file, new Blob([text], { type: 'text/plain' }));
}

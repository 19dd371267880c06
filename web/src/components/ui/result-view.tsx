import { Anchor, Button, Stack, Text } from '@mantine/core';
import type { SkillResult } from '@model/skill-result.ts';
import { Download } from 'lucide-react';
import { safeHref } from '../../lib/safe-href.ts';
import { saveFile } from '../../lib/save-file.ts';
import type { Table } from './data-shape.ts';
import { DataTable } from './data-table.tsx';
import { DataValue } from './data-view.tsx';
import { Markdown } from './markdown.tsx';
import classes from './result-view.module.css';

/** What came out of an execution, as people read it: its text, its table, its files; else the data as it is. */
export function ResultView({ result }: { readonly result: SkillResult | null }) {
  if (result === null) return <Text c="dimmed">Nothing came out.</Text>;
  const { text, table, files, output } = result;
  const isFormatted = text !== null || table !== null || files.length > 0;
  if (!isFormatted && output === null) return <Text c="dimmed">Nothing came out.</Text>;
  return (
    <Stack>
      {text !== null && (
        <div className={classes.text}>
          <Markdown text={text} />
        </div>
      )}
      {table !== null && (
        <div>
          <DataTable table={tableOfResult(table)} label="Table of the result" />
          {!table.isWhole && (
            <Text size="sm" c="dimmed" mt={6}>
              There are more rows. The steps of the execution have them all.
            </Text>
          )}
        </div>
      )}
      {files.length > 0 && <Files files={files} />}
      {!isFormatted && output !== null && <DataValue value={output} label="Result" />}
    </Stack>
  );
}

function Files({ files }: Pick<SkillResult, 'files'>) {
  return (
    <ul className={classes.files} aria-label="Files">
      {files.map((file, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two files may be called alike, and none ever moves
        <li key={index} className={classes.file}>
          <span>
            {file.name} <span className={classes.type}>{file.type}</span>
          </span>
          <GetFile file={file} />
        </li>
      ))}
    </ul>
  );
}

/** A content is saved here; an address is opened, if it is one that may be. */
function GetFile({ file: { name, type, content, url } }: { readonly file: SkillResult['files'][number] }) {
  if (content !== null) {
    return (
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<Download size={14} aria-hidden />}
        aria-label={`Download: ${name}`}
        onClick={() => saveFile(name, new Blob([content], { type }))}
      >
        Download
      </Button>
    );
  }
  const link = url === null ? null : safeHref(url);
  if (link === null) return null;
  return (
    <Anchor
      href={link.href}
      target="_blank"
      rel="noreferrer"
      underline="always"
      c="inherit"
      aria-label={`Open: ${name}`}
    >
      Open
    </Anchor>
  );
}

/** As tables are shown: a row by its columns. */
function tableOfResult({ columns, rows }: NonNullable<SkillResult['table']>): Table {
  const shown = rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null])));
  return { columns, rows: shown };
}

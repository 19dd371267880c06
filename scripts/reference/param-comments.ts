import { readdirSync, readFileSync } from 'node:fs';

const ID = /^ {2}id: '([a-z_]+)',$/m;
const COMMENT = /^ {2}\/\*\*\s*([\s\S]*?)\s*\*\/\n {2}(\w+)[:,]/gm;

/** What the comments of a step type's source say of its params: action → param → sentence. */
export function paramComments(folder: URL): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const sources = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'),
  );
  return new Map(
    sources.flatMap(({ parentPath, name }) => {
      const source = readFileSync(`${parentPath}/${name}`, 'utf8');
      const id = ID.exec(source)?.[1];
      return id === undefined ? [] : [[id, commentsIn(paramsOf(source))] as const];
    }),
  );
}

function paramsOf(source: string): string {
  const start = source.search(/^(?:export )?const params\b/m);
  if (start < 0) return '';
  const end = source.indexOf('\n});', start);
  return source.slice(start, end < 0 ? undefined : end);
}

function commentsIn(source: string): ReadonlyMap<string, string> {
  return new Map(
    [...source.matchAll(COMMENT)].map(([, comment = '', name = '']) => [
      name,
      comment.replaceAll(/\s*\n\s*\*\s*/g, ' '),
    ]),
  );
}

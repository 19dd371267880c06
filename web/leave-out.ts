import type { Plugin } from 'vite';

interface Cut {
  /** The file of a package that holds it. */
  readonly file: RegExp;
  readonly parts: readonly { readonly is: RegExp; readonly instead: string }[];
}

/** The whole of a function, whose end is the first brace at the margin. */
const bodyOf = (name: string) => ({
  is: new RegExp(`(?<=^(?:export )?function ${name})\\([^)]*\\) \\{\\n[\\s\\S]*?\\n\\}$`, 'm'),
  instead: '() { throw new Error("Not part of this app"); }',
});

/** Large parts of packages that this app never calls, and that no bundler can know to be unused. */
const CUTS: readonly Cut[] = [
  {
    // Queries as pipelines, worked out on the device.
    file: /[\\/]@firebase[\\/]firestore[\\/]dist[\\/]common-[\w-]+\.esm\.js$/,
    parts: [bodyOf('__PRIVATE_runPipeline'), bodyOf('__PRIVATE_toEvaluable')],
  },
  {
    // The JSON Schema of a schema: the server hands it out ready-made.
    file: /[\\/]zod[\\/]v4[\\/]classic[\\/]schemas\.js$/,
    parts: [
      { is: /^ +inst\._zod\.processJSONSchema = .*;$/gm, instead: '' },
      { is: /^ +jsonSchema: \{[^}]*\},$/m, instead: '' },
    ],
  },
  {
    file: /[\\/]zod[\\/]v4[\\/]core[\\/]to-json-schema\.js$/,
    parts: [
      {
        is: /^export const createToJSONSchemaMethod = [\s\S]*?^\};$/m,
        instead: 'export const createToJSONSchemaMethod = null;',
      },
    ],
  },
  { file: /[\\/]zod[\\/]v4[\\/]core[\\/]json-schema-processors\.js$/, parts: [bodyOf('toJSONSchema')] },
];

/** Takes them out of what is built. A new version of a package in which a part is not found stops the build. */
export function leaveOut(): Plugin {
  return {
    name: 'leave-out',
    apply: 'build',
    transform(code, id) {
      const cut = CUTS.find(({ file }) => file.test(id));
      if (cut === undefined) return null;
      let rest = code;
      for (const { is, instead } of cut.parts) {
        if (rest.search(is) < 0) this.error(`Nothing in ${id} is ${is}`);
        rest = rest.replace(is, instead);
      }
      return { code: rest, map: null };
    },
  };
}

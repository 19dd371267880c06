/**
 * Stands for `re2js`, 42 KB that Firestore brings along for regular expressions in pipelines: there are none in this app
 * (see vite.config.ts).
 */
export const RE2JS = {
  compile(): never {
    throw new Error('Pipelines with patterns are not part of this app');
  },
};

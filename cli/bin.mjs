#!/usr/bin/env node
// Plain JavaScript, so that an older Node says what it lacks. Node 24 reads the TypeScript behind it as it is.
import * as nodeModule from 'node:module';

const [major] = process.versions.node.split('.').map(Number);
if (major >= 24) {
  // What was compiled once is not compiled again: it begins in half the time.
  nodeModule.enableCompileCache();
  const { start } = await import('./src/main.ts');
  await start();
} else {
  process.stderr.write(`playbooks needs Node 24; this is ${process.versions.node}. npx playbooks brings its own.\n`);
  process.exitCode = 2;
}

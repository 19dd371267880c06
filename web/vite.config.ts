import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Rolldown } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { leaveOut } from './leave-out.ts';

const root = fileURLToPath(new URL('.', import.meta.url));
const model = fileURLToPath(new URL('../functions/src/model', import.meta.url));
const noPatterns = fileURLToPath(new URL('src/lib/no-patterns.ts', import.meta.url));

/** Builds src/sw.ts with the list of what is kept for reading offline; of the font the letters that English takes. */
const worker = VitePWA({
  strategies: 'injectManifest',
  srcDir: 'src',
  filename: 'sw.ts',
  injectRegister: false,
  manifest: false,
  injectManifest: { globPatterns: ['**/*.{js,css,html,svg,png,webmanifest}', '**/*-latin-wght-*.woff2'] },
});

/**
 * What is always loaded together is one file each, in which compression finds more than in a hundred small ones: what the
 * sign-in takes, and what every page behind it does. The rest is split by its own imports.
 */
const groups = [
  { name: 'start', tags: ['$initial'], priority: 2 },
  { name: 'app', test: /[\\/]web[\\/]src[\\/]app[\\/]signed-in\.tsx$/, priority: 1 },
] satisfies Rolldown.CodeSplittingGroup[];

/** One build serves every project: which one it talks to is asked at run time (see src/lib/config.ts). */
export default defineConfig({
  root,
  plugins: [leaveOut(), react(), worker],
  resolve: { alias: { '@model': model, re2js: noPatterns } },
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    sourcemap: true,
    assetsInlineLimit: 0,
    rolldownOptions: { output: { codeSplitting: { groups } } },
  },
  server: { host: '127.0.0.1' },
  preview: { host: '127.0.0.1' },
});

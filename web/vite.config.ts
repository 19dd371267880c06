import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

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

/** One build serves every project: which one it talks to is asked at run time (see src/lib/config.ts). */
export default defineConfig({
  root,
  plugins: [react(), worker],
  resolve: { alias: { '@model': model, re2js: noPatterns } },
  build: { target: 'es2022', outDir: 'dist', emptyOutDir: true, sourcemap: true, assetsInlineLimit: 0 },
  server: { host: '127.0.0.1' },
  preview: { host: '127.0.0.1' },
});

import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));
const model = fileURLToPath(new URL('../functions/src/model', import.meta.url));

/** One build serves every project: which one it talks to is asked at run time (see src/lib/config.ts). */
export default defineConfig({
  root,
  plugins: [react()],
  resolve: { alias: { '@model': model } },
  build: { target: 'es2022', outDir: 'dist', emptyOutDir: true, sourcemap: true, assetsInlineLimit: 0 },
  server: { host: '127.0.0.1' },
  preview: { host: '127.0.0.1' },
});

import { fileURLToPath } from 'node:url'

import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [react()],
  resolve: {
    alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) },
  },
  build: {
    // The first with light-dark(), which the colours are written in.
    target: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    // The chart library is one chunk, loaded when the first chart is shown.
    chunkSizeWarningLimit: 600,
    // Fonts and pictures stay files: the content policy allows no data URLs but for images.
    assetsInlineLimit: 0,
  },
  server: {
    // `npm run dev` beside a running API.
    proxy: { '/api': process.env.PYDASH_API_URL ?? 'http://127.0.0.1:8000' },
  },
  test: {
    environment: 'jsdom',
    environmentOptions: { jsdom: { url: 'http://pydash.test/' } },
    setupFiles: ['src/testing/setup.ts'],
    // Times on pages are in the zone of the browser; tests have one that is not UTC and has summer time.
    env: { TZ: 'Europe/Amsterdam' },
    testTimeout: 30_000,
    restoreMocks: true,
    unstubGlobals: true,
    // Rules are not applied; but palette.test.ts reads the colours.
    css: { include: /tokens\.css/, modules: { classNameStrategy: 'non-scoped' } },
  },
})

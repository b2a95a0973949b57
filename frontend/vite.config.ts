import { fileURLToPath } from 'node:url'

import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

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
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What every first visit loads comes in two files, the libraries' apart since they change less often:
          // by itself it would be cut into twenty, by which of them later pages need as well.
          groups: [
            { name: 'libraries', test: /node_modules/, tags: ['$initial'], priority: 1 },
            { name: 'initial', tags: ['$initial'] },
          ],
        },
      },
    },
  },
  server: {
    // `npm run dev` beside a running API.
    proxy: { '/api': process.env.PYDASH_API_URL ?? 'http://127.0.0.1:8000' },
  },
})

import { tanstackRouter } from '@tanstack/router-plugin/vite'
import react from '@vitejs/plugin-react'
import { readdirSync, readFileSync } from 'node:fs'
import { defineConfig, type Plugin } from 'vite'

const backend = process.env.GIAOBAN_BACKEND ?? 'http://127.0.0.1:8080'

/** What pdf.js fetches when a page needs it: decoders of scans, the standard fonts, colour profiles, CJK maps. */
const pdfExtras: Plugin = {
  name: 'pdf-extras',
  apply: 'build',
  generateBundle() {
    for (const folder of ['wasm', 'standard_fonts', 'iccs', 'cmaps'])
      for (const file of readdirSync(`node_modules/pdfjs-dist/${folder}`))
        this.emitFile({
          type: 'asset',
          fileName: `assets/pdfjs/${folder}/${file}`,
          source: readFileSync(`node_modules/pdfjs-dist/${folder}/${file}`),
        })
  },
}

export default defineConfig({
  plugins: [tanstackRouter({ target: 'react', autoCodeSplitting: true }), react(), pdfExtras],
  build: {
    target: 'es2022',
    manifest: true,
    chunkSizeWarningLimit: 1200,
    // Route files are a few lines each: one chunk of them, not one request for each. Their screens stay apart.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [{ name: 'routes', test: (id: string) => /\/src\/(routes\/|routeTree)/.test(id) && !id.includes('tsr-') }],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    port: 5173,
    strictPort: true,
    proxy: { '/api': backend, '/rtc': { target: backend.replace(/^http/, 'ws'), ws: true } },
  },
})

/** The build of the web: one page, split by route, hashed files in dist/web/assets. */
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  base: '/',
  plugins: [react()],
  build: { outDir: 'dist/web', emptyOutDir: true, manifest: true, target: 'es2023', assetsInlineLimit: 0, chunkSizeWarningLimit: 500 },
  server: { port: 7746, proxy: { '/api': 'http://127.0.0.1:7745' } },
})

/** The build of the web: one page, split by route, hashed files in dist/web/assets. */
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

type Exports = Readonly<Record<string, unknown>>
const mark = '?doors'
const isObject = (value: unknown): value is Exports => typeof value === 'object' && value !== null

/** Plain data as it is; of a contract its doors (method, path, media type); undefined for everything else: shapes, functions, events. */
function plain(value: unknown): unknown {
  if (typeof value === 'function' || (isObject(value) && '_zod' in value)) return undefined
  if (!isObject(value)) return value
  const entries = Object.values(value)
  if (entries.length > 0 && entries.every((one) => isObject(one) && 'method' in one && 'path' in one))
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, doorOf(one as Exports)]))
  return entries.every((one) => one === null || plain(one) !== undefined) ? value : undefined
}
const doorOf = ({ method, path, accepts }: Exports) => ({ method, path, accepts })

/** What the importer takes from there, types left out; undefined when it takes it whole or looks into the shapes of an endpoint. */
function takenBy(importer: string, source: string): readonly string[] | undefined {
  const text = readFileSync(importer, 'utf8')
  if (/\b\w+\.\w+\.(body|query|params|reply)\b/.test(text.replaceAll(/z\.infer<[^;]*>/g, ''))) return undefined
  const quoted = source.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const imports = [...text.matchAll(new RegExp(`import (type )?([^'"]*?) from '${quoted}'`, 'g'))]
  if (imports.length === 0) return undefined
  return imports.flatMap(([, type, clause = '']) => {
    if (type) return []
    const names = /^\{([\s\S]*)\}$/.exec(clause.trim())?.[1]
    // Of anything but a list of names nothing is known: a name that no contract has.
    if (names === undefined) return ['*']
    return names.split(',').flatMap((one) => (/^\s*(type\s|$)/.test(one) ? [] : [one.trim().split(/\s+as\s+/)[0] ?? '*']))
  })
}

/**
 * In the browser a contract is mostly where to send what. Its shapes, and zod with them, are a fifth of what a browser would load before the first
 * list: a file that uses none of them gets the contract without.
 */
function doors(): Plugin {
  return {
    name: 'spil:doors',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      if (!/(^|\/)contract\.ts$/.test(source) || !importer) return null
      const found = await this.resolve(source, importer, { ...options, skipSelf: true })
      if (!found) return null
      const taken = takenBy(importer.replace(/\?.*/, ''), source)
      if (!taken) return found
      const module: Exports = await import(pathToFileURL(found.id).href)
      return taken.every((name) => plain(module[name]) !== undefined) ? `${found.id}${mark}` : found
    },
    async load(id) {
      if (!id.endsWith(mark)) return null
      const module: Exports = await import(pathToFileURL(id.slice(0, -mark.length)).href)
      return Object.entries(module)
        .flatMap(([name, value]) => (plain(value) === undefined ? [] : [`export const ${name} = ${JSON.stringify(plain(value))}`]))
        .join('\n')
    },
  }
}

export default defineConfig({
  base: '/',
  plugins: [doors(), react()],
  build: { outDir: 'dist/web', emptyOutDir: true, manifest: true, target: 'es2023', assetsInlineLimit: 0, chunkSizeWarningLimit: 500 },
  server: { port: 7746, proxy: { '/api': 'http://127.0.0.1:7745' } },
})

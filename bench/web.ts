/** The size of what a browser loads before the signed-in list works: all JavaScript of the start and of the list page, gzipped. Fails above the limit. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

interface Chunk {
  file: string
  imports?: string[]
  isEntry?: boolean
}

const limit = 280
const folder = join(import.meta.dirname, '..', 'dist', 'web')
const page = process.argv[2] ?? 'src/work/desk/web/list/listPage.tsx'
const manifest = JSON.parse(readFileSync(join(folder, '.vite', 'manifest.json'), 'utf8')) as Record<string, Chunk>

/** A chunk and everything it imports before it can run; what it imports later does not count. */
function reach(name: string, seen: Set<string>): void {
  const chunk = manifest[name]
  if (!chunk || seen.has(name)) return
  seen.add(name)
  for (const next of chunk.imports ?? []) reach(next, seen)
}

const start = Object.keys(manifest).find((name) => manifest[name]?.isEntry)
if (start === undefined || manifest[page] === undefined) {
  console.error(
    `${page} is not in the build; pages are:\n${Object.keys(manifest)
      .filter((name) => name.endsWith('.tsx'))
      .join('\n')}`,
  )
  process.exit(1)
}
const names = new Set<string>()
reach(start, names)
reach(page, names)
let total = 0
for (const name of names) {
  const file = manifest[name]?.file ?? ''
  const size = gzipSync(readFileSync(join(folder, file)), { level: 9 }).length / 1000
  total += size
  console.log(`${size.toFixed(1).padStart(8)} kB  ${file}`)
}
console.log(`${total.toFixed(1).padStart(8)} kB  gzip in all, of at most ${limit} kB`)
process.exit(total > limit ? 1 : 0)

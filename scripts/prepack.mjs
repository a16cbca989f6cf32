/**
 * Makes dist/package, which is what is published: Node refuses TypeScript inside node_modules, so types are stripped (by Node itself, the
 * lines stay where they were) and imports end in .js. Beside it the SQL, the built web and a package.json for the imports that begin with #.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '..')
const out = join(root, 'dist', 'package')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

/** What runs on the server: everything but tests and what only the browser loads. */
const served = (path) => /\.(ts|sql)$/.test(path) && !/\.test\.ts$/.test(path) && !/^src\/web\/|\/web\//.test(path)

const compiled = (text) => stripTypeScriptTypes(text).replace(/(from\s+|import\s*\(?\s*)(['"])([.#][^'"\n]*)\.ts\2/g, '$1$2$3.js$2')

const { status } = spawnSync(process.execPath, [join(root, 'scripts', 'prestart.mjs')], { cwd: root, stdio: ['ignore', 2, 'inherit'] })
if (status !== 0) process.exit(1)
// stripTypeScriptTypes still says that it is experimental; what it makes is what Node runs from the sources every day.
process.removeAllListeners('warning')

rmSync(out, { recursive: true, force: true })
for (const entry of readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name).slice(root.length + 1)
  if (!entry.isFile() || !served(path)) continue
  const to = join(out, path.replace(/\.ts$/, '.js'))
  mkdirSync(dirname(to), { recursive: true })
  const text = readFileSync(join(root, path), 'utf8')
  writeFileSync(to, path.endsWith('.ts') ? compiled(text) : text)
}
cpSync(join(root, 'dist', 'web'), join(out, 'dist', 'web'), { recursive: true })
cpSync(join(root, 'scripts', 'spil.mjs'), join(out, 'spil.mjs'))
chmodSync(join(out, 'spil.mjs'), 0o755)
const imports = Object.fromEntries(Object.entries(manifest.imports).filter(([name]) => name !== '#test/*' && name !== '#web/*'))
writeFileSync(
  join(out, 'package.json'),
  `${JSON.stringify({ name: manifest.name, version: manifest.version, type: 'module', private: true, imports }, null, 2)}\n`,
)

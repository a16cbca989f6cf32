/**
 * Makes a clone ready to run: installs the packages when they differ from package-lock.json, builds the web when its sources changed.
 * With --packages it leaves the web as it is. Plain Node 20 without packages, because on a fresh clone there are none. Costs a tenth of a second when nothing changed.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
/** Node 24 from the registry package, whatever this machine has; see optionalDependencies in package.json. */
const node = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node')

const json = (path) => {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8'))
  } catch {
    return undefined
  }
}

/** npm keeps a list of what it really installed; nothing needs doing when that is what package-lock.json asks for. */
function installed() {
  const wanted = json('package-lock.json')?.packages
  const there = json('node_modules/.package-lock.json')?.packages
  if (!wanted) fail('package-lock.json is missing or cannot be read; get it back from the repository.')
  if (!there || !existsSync(node)) return false
  return Object.entries(wanted).every(([path, one]) => {
    if (path === '') return true
    const found = there[path]
    return found ? found.version === one.version && found.integrity === one.integrity : one.optional === true || one.peer === true
  })
}

function install() {
  console.log('Installing packages (once; again when package-lock.json changes) …')
  // npm must run on the machine's own Node: the one in node_modules/.bin, first in the path of an npm script, is deleted on the way.
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => !folder.includes(`node_modules${sep}.bin`))
    .join(delimiter)
  const { npm_execpath: npm, npm_node_execpath: npmNode } = process.env
  const own = npm && npmNode && !npmNode.startsWith(join(root, 'node_modules')) && existsSync(npm) && existsSync(npmNode)
  const [command, first] = own ? [npmNode, [npm]] : ['npm', []]
  const args = [...first, 'ci', '--loglevel=error', '--no-audit', '--no-fund', '--include=dev', '--include=optional']
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
    shell: !own && process.platform === 'win32',
  })
  if (error) fail(`npm could not be started: ${error.message}`)
  if (status !== 0) fail('npm ci failed; what it said stands above. Mend that (usually the network or the disk) and start again.')
  if (!existsSync(node)) fail(`There is no Node 24 package for ${process.platform} on ${process.arch}. Spil runs on Linux and macOS, x64 and arm64.`)
}

/** Everything the browser's program is made of: all sources but the server's. */
function webSources() {
  const serverOnly = /(\.sql|\.test\.ts|\.md|\/(module|store|jobs|reads)\.ts)$|\/adapters\//
  const files = ['package-lock.json', 'vite.config.ts', 'index.html', 'tsconfig.json'].filter((file) => existsSync(join(root, file)))
  for (const entry of readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1)
    if (entry.isFile() && !serverOnly.test(path)) files.push(path)
  }
  return files.sort()
}

function webStamp() {
  const hash = createHash('sha256')
  for (const file of webSources())
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0')
  return hash.digest('hex')
}

function buildWeb() {
  if (!existsSync(join(root, 'vite.config.ts'))) return
  const stamp = webStamp()
  const stampFile = join(root, 'dist', 'web.stamp')
  const web = join(root, 'dist', 'web')
  if (existsSync(join(web, 'index.html')) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  console.log('Building the web pages …')
  mkdirSync(join(root, 'dist'), { recursive: true })
  // Built beside and then moved, so that a Spil that runs meanwhile never serves half a page.
  const draft = `${web}.${process.pid}`
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const { status } = spawnSync(node, [vite, 'build', '--outDir', draft, '--emptyOutDir', '--logLevel', 'warn'], { cwd: root, stdio: 'inherit' })
  if (status !== 0) {
    rmSync(draft, { recursive: true, force: true })
    fail('The web pages could not be built; what vite said stands above.')
  }
  rmSync(web, { recursive: true, force: true })
  renameSync(draft, web)
  writeFileSync(stampFile, stamp)
}

function fail(message) {
  console.error(message)
  process.exit(1)
}

if (Number(process.versions.node.split('.')[0]) < 20) fail(`Spil needs Node 20 or newer to start its set-up; this is ${process.versions.node}.`)
if (!installed()) install()
if (!process.argv.includes('--packages')) buildWeb()

#!/usr/bin/env node
/** The command of the installed package: runs Spil on the Node 24 that came with it, whatever Node this one is. */
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)
const names = [`node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`]

function node24() {
  for (const name of names) {
    try {
      return join(dirname(require.resolve(`${name}/package.json`)), 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    } catch {
      // Not this name: the next one.
    }
  }
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  console.error(
    `Spil runs on Node 24. Its package for ${process.platform} on ${process.arch} is not installed (was npm told to omit optional packages?).`,
  )
  process.exit(1)
}

// New objects get 48 MB at most, as in `npm start`: V8 would take 190 on a large machine and gain little.
const child = spawn(
  node24(),
  ['--max-semi-space-size=16', join(dirname(fileURLToPath(import.meta.url)), 'src', 'cli.js'), ...process.argv.slice(2)],
  { stdio: 'inherit' },
)
// A Ctrl-C reaches both; what is sent to this process alone is passed on.
process.on('SIGINT', () => undefined)
for (const signal of ['SIGTERM', 'SIGHUP', 'SIGUSR2']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 130 : 1)))

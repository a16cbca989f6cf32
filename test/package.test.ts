/** What is published works for somebody who has nothing else: packed, installed in an empty folder, started until it answers. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'

/** Not the synchronous one: vitest gives up on a worker that says nothing for a minute. */
const execute = promisify(execFile)
const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'spil-package-'))
chmodSync(folder, 0o711)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** As in a terminal of somebody else: without this project's programs and npm's own variables. */
const env = {
  PATH: (process.env.PATH ?? '')
    .split(delimiter)
    .filter((one) => !one.includes('node_modules'))
    .join(delimiter),
  HOME: process.env.HOME ?? '',
  SPIL_DATA: join(folder, 'data'),
  SPIL_PORT: '0',
}

test('the package is packed, installed and started', { timeout: 300_000 }, async () => {
  await execute('npm', ['pack', '--silent', '--pack-destination', folder], { cwd: root, env, timeout: 120_000 })
  const archive = readdirSync(folder).find((name) => name.endsWith('.tgz'))
  expect(archive).toBeDefined()
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  await execute('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', `./${archive}`], {
    cwd: folder,
    env,
    timeout: 180_000,
  })
  expect(readdirSync(join(folder, 'node_modules/spil'))).not.toContain('src')

  const child = spawn(join(folder, 'node_modules/.bin/spil'), ['start'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk))
  const ended = once(child, 'exit')
  try {
    const url = await address(() => said)
    expect(await (await fetch(`${url}/api/health`)).json()).toMatchObject({ status: 'ok' })
    expect(await (await fetch(url)).text()).toContain('<!doctype html>')
  } finally {
    child.kill('SIGTERM')
    await ended
  }
  expect(existsSync(join(folder, 'data/spil.lock'))).toBe(false)
})

async function address(said: () => string): Promise<string> {
  for (let waited = 0; waited < 60_000; waited += 50) {
    const [, url] = /Spil is ready at (http:\S+)\n/.exec(said()) ?? []
    if (url) return url
    await sleep(50)
  }
  throw new Error(`Spil did not start: ${said()}`)
}

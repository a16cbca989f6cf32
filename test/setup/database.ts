/**
 * One PostgreSQL for the whole run, in a folder that goes away with it; or the one at SPIL_TEST_DATABASE_URL (a superuser's address),
 * with which the same tests run on another version.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '#platform/database/embedded.ts'
import { log } from '#platform/log.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection string of a superuser, to a database named spil that tests leave alone. */
    databaseUrl: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.SPIL_TEST_DATABASE_URL
  if (given) {
    project.provide('databaseUrl', given)
    return async () => undefined
  }
  const folder = mkdtempSync(join(tmpdir(), 'spil-test-'))
  // As root the server runs as another user, who must be able to come here.
  chmodSync(folder, 0o711)
  // Tests prove durability with servers of their own; this one may forget everything when the machine stops.
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }
  const running = await startEmbedded({ data: join(folder, 'data'), log: log('warn'), settings })
  project.provide('databaseUrl', running.url)
  return async () => {
    await running.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * One PostgreSQL for the whole run, in a folder that goes away with it: the one Spil brings, or the machine's own with SPIL_TEST_POSTGRES
 * (its folder of programs), or a running one at SPIL_TEST_DATABASE_URL (a superuser's address).
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbedded } from '#platform/database/embedded.ts'
import { log } from '#platform/log.ts'
import { startOlder } from './older-postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Connection string of a superuser; tests make databases of their own there and leave this one alone. */
    databaseUrl: string
  }
}

// Tests prove durability with servers of their own; this one may forget everything when the machine stops.
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { SPIL_TEST_DATABASE_URL: given, SPIL_TEST_POSTGRES: older } = process.env
  if (given) {
    project.provide('databaseUrl', given)
    return async () => undefined
  }
  const folder = mkdtempSync(join(tmpdir(), 'spil-database-'))
  // As root the server runs as another user, who must be able to come here.
  chmodSync(folder, 0o711)
  const running = older ? await startOlder(older, folder) : await startEmbedded({ data: join(folder, 'data'), log: log('warn'), settings })
  project.provide('databaseUrl', running.url)
  return async () => {
    await running.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Databases of the server that the tests share, or of one that a test brings. */
import pg from 'pg'
import { inject } from 'vitest'

/** One statement as the superuser, outside any database of a test. */
export async function onServer(statement: string, server = inject('databaseUrl')): Promise<void> {
  const connection = new pg.Client(server)
  await connection.connect()
  try {
    await connection.query(statement)
  } finally {
    await connection.end()
  }
}

/** The same server, another database: for postgres://host and for postgres://?host=/socket alike. */
export const databaseAt = (name: string, server = inject('databaseUrl')): string =>
  server.replace(/^(postgres(?:ql)?:\/\/[^/?]*\/)[^?]*/, `$1${name}`)

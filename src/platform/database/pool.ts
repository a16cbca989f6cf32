/**
 * Connections. Two roles: the owner migrates and seals; the app role (spil_app) has no BYPASSRLS, and every request and job runs as it.
 */
import { Socket } from 'node:net'
import pg from 'pg'

export interface Pools {
  /** The app role: row level security holds. */
  app: pg.Pool
  /** The owner: migrations, sealer, job runner. */
  owner: pg.Pool
  url: string
  end(): Promise<void>
}

/** bigint as number (ids and counts stay far below 2^53), timestamptz as ISO 8601 in UTC; everything else as pg does it. */
const types: pg.CustomTypesConfig = {
  getTypeParser(oid, format) {
    if (format === 'binary') return pg.types.getTypeParser(oid, format)
    if (oid === 20) return Number
    if (oid === 1184) return (value: string) => new Date(value).toISOString()
    if (oid === 1082) return (value: string) => value
    return pg.types.getTypeParser(oid, 'text')
  },
}

/**
 * What is asked in one turn of the event loop goes out in one write: a system call costs as much as a small question. Over TLS, which wraps the
 * socket, each goes out by itself.
 */
function gathering(): Socket {
  const socket = new Socket()
  const write = socket.write.bind(socket) as (...given: unknown[]) => boolean
  let holding = false
  socket.write = (...given: unknown[]) => {
    if (!holding) {
      holding = true
      socket.cork()
      setImmediate(() => {
        holding = false
        socket.uncork()
      })
    }
    return write(...given)
  }
  return socket
}

/**
 * `url`: postgres://… or a folder with a Unix socket as pg writes it. `size`: largest number of app connections.
 * A connection that breaks while idle is dropped; the next query makes a new one.
 */
export function pools(url: string, size: number, onError: (error: Error) => void): Pools {
  const common = { connectionString: url, types, connectionTimeoutMillis: 5_000, idleTimeoutMillis: 30_000, keepAlive: true }
  const app = new pg.Pool({
    ...common,
    max: size,
    // What a transaction asks in one go is sent in one go, without waiting for each answer before the next question.
    pipeline: true,
    stream: gathering,
    application_name: 'spil',
    options: '-c role=spil_app -c timezone=UTC -c statement_timeout=30000 -c idle_in_transaction_session_timeout=60000',
  })
  const owner = new pg.Pool({ ...common, max: 4, application_name: 'spil owner', options: '-c timezone=UTC' })
  for (const pool of [app, owner]) {
    pool.on('error', onError)
    // A connection that breaks while it is in use tells its query; without a listener of its own it would also end the program.
    pool.on('connect', (client) => client.on('error', () => undefined))
  }
  return {
    app,
    owner,
    url,
    async end() {
      // pg does not wait until a connection is really gone; what is said on it from now on is no news.
      for (const pool of [app, owner]) pool.off('error', onError).on('error', () => undefined)
      await Promise.all([app.end(), owner.end()])
    },
  }
}

/** SQLSTATE classes and codes that mean: the database is away or going, not: the statement was wrong. */
export function databaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = (error as { code?: string }).code ?? ''
  return (
    /^(08|57P|53)/.test(code) ||
    ['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT'].includes(code) ||
    /Connection terminated|timeout exceeded when trying to connect|not queryable/i.test(error.message)
  )
}

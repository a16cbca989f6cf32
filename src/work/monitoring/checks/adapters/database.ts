/** Whether a database lets us in and answers, with one number when asked for. It can write nothing: the transaction only reads. */
import { createConnection } from 'mysql2/promise'
import pg from 'pg'
import type { Told, WhatOf } from '../kinds/contract.ts'
import { connectTo, cut, type Env, Failed } from './wire.ts'

type What = WhatOf<'database'>
const mostBytes = 1_000_000

export async function database(what: What, env: Env): Promise<Told> {
  const socket = await connectTo(what, env, mostBytes)
  const closed = new Promise<never>((_, reject) => {
    socket.once('close', () => reject(socket.errored instanceof Failed ? socket.errored : new Failed(env.signal.aborted ? 'tooSlow' : 'closed')))
  })
  closed.catch(() => undefined)
  try {
    const value = await Promise.race([what.engine === 'postgresql' ? postgresql(what, env, socket) : mariadb(what, env, socket), closed])
    if (what.query === '') return { why: null, values: [] }
    if (!Number.isFinite(value)) return { why: { reason: 'noNumber', given: {} }, values: [] }
    return { why: null, values: [{ name: 'probe_database_value', value }] }
  } catch (error) {
    throw troubleOf(error)
  } finally {
    socket.destroy()
  }
}
function troubleOf(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Failed) return error
  const { code = '', message } = error as Error & { code?: string }
  // 28: who we are; 3D, 42: what is not there or not ours. MariaDB says so in words.
  if (/^(28|3D|42)/.test(code) || /^ER_(ACCESS|DBACCESS|BAD_DB|HOST)/.test(code)) return new Failed('denied', { what: cut(message, 160) })
  // It starts, stops or recovers (class 57P): it lets nobody in now.
  if (/^57P/.test(code)) return new Failed('refused')
  if (/CERT|SELF_SIGNED|UNABLE_TO|ALTNAME/.test(code)) return new Failed('untrusted', { what: code })
  if (/does not support SSL|HANDSHAKE_NO_SSL/.test(`${code} ${message}`)) return new Failed('noTls', { what: cut(message, 120) })
  return /^E[A-Z]+$/.test(code) ? error : new Failed('nonsense', { what: cut(message, 160) })
}
const only = (row: unknown): number => {
  const [value] = Object.values((row as object | undefined) ?? {})
  return value === null || value === undefined || value === '' ? Number.NaN : Number(value)
}
const tlsOf = ({ verify, address }: What) => ({ rejectUnauthorized: verify, servername: address })

async function postgresql(what: What, { secret, timeoutMs }: Env, socket: Awaited<ReturnType<typeof connectTo>>): Promise<number> {
  const client = new pg.Client({
    ...{ host: what.address, port: what.port, user: what.user || 'postgres', database: what.database || 'postgres', password: secret.password ?? '' },
    ...{ stream: () => connected(socket), ssl: what.secure ? tlsOf(what) : false, query_timeout: timeoutMs, statement_timeout: timeoutMs },
    ...{ connectionTimeoutMillis: timeoutMs, options: '-c default_transaction_read_only=on' },
  })
  // Told by what is waited for.
  client.on('error', () => undefined)
  await client.connect()
  await client.query('begin read only')
  const { rows } = await client.query(what.query || 'select 1')
  return only(rows[0])
}
/** A socket that is connected already: pg connects what it is given, and waits to be told. */
function connected(socket: Awaited<ReturnType<typeof connectTo>>) {
  socket.connect = () => {
    queueMicrotask(() => socket.emit('connect'))
    return socket
  }
  return socket
}

async function mariadb(what: What, { secret, timeoutMs }: Env, socket: Awaited<ReturnType<typeof connectTo>>): Promise<number> {
  const client = await createConnection({
    ...{ stream: socket, user: what.user || 'root', password: secret.password ?? '', database: what.database || undefined },
    ...{ connectTimeout: timeoutMs, multipleStatements: false, supportBigNumbers: true, flags: ['-LOCAL_FILES'] },
    ...(what.secure && { ssl: { rejectUnauthorized: what.verify, verifyIdentity: what.verify } }),
  })
  client.on('error', () => undefined)
  await client.query('start transaction read only')
  const [rows] = await client.query(what.query || 'select 1')
  return only((rows as unknown[])[0])
}

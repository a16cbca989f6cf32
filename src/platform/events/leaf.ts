/** One event as the logbook proves it: the SQL that reads it exactly, its canonical JSON, its leaf hash, and the signed head above it. */
import { createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { Secrets } from '../secrets.ts'
import { type Hash, leafHash } from './merkle.ts'

/** What a leaf is the hash of. `at` to the microsecond, as the database keeps it; `contentHash` hex. */
export interface LogRow {
  id: number
  name: string
  about: string
  organisationId: string | null
  actor: string
  at: string
  data: unknown
  people: string[]
  confined: boolean
  contentHash: string | null
}

const exact = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/** Columns of `event e` as a LogRow, whatever type parsers the connection has. */
export const logColumns = `e.id::text as id, e.name, e.about, e.organisation_id as "organisationId", e.actor, ${exact('e.at')} as at,
  e.data, e.people::text[] as people, e.confined, encode(e.content_hash, 'hex') as "contentHash"`
/** Columns of `head h` as a Head. */
export const headColumns = `h.size::text as size, encode(h.root, 'hex') as root, ${exact('h.at')} as at, encode(h.signature, 'base64') as signature`

/** As pg returns `logColumns`; null where an outer join found no event. */
export type LogRecord = Omit<LogRow, 'id'> & { id: string }

export function logRow(record: LogRecord): LogRow {
  const { id, name, about, organisationId, actor, at, data, people, confined, contentHash } = record
  return { id: Number(id), name, about, organisationId, actor, at, data, people, confined, contentHash }
}

/** RFC 8785. */
const canonical = (value: unknown): string => {
  const text = canonicalize(value)
  if (text === undefined) throw new Error('not JSON')
  return text
}
export const hashOf = (row: LogRow): Hash => leafHash(canonical(row))

export interface Head {
  size: number
  /** Hex. */
  root: string
  /** ISO 8601 in UTC, microseconds. */
  at: string
  /** Base64, ed25519 over `signedText`. */
  signature: string
}

export const headOf = (record: { size: string; root: string; at: string; signature: string }): Head => ({
  size: Number(record.size),
  root: record.root,
  at: record.at,
  signature: record.signature.replaceAll('\n', ''),
})

const signedText = (kind: 'head' | 'export', { size, root, at }: Omit<Head, 'signature'>) =>
  Buffer.from(`spil ${kind}\n${canonical({ size, root, at })}`)

export interface HeadKey {
  sign(kind: 'head' | 'export', head: Omit<Head, 'signature'>): Head
  publicPem: string
}

/** The key of the heads follows from the key file (a 32-byte ed25519 seed, RFC 8410), so it needs no keeping of its own. */
export function headKey(secrets: Secrets): HeadKey {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), secrets.derive('head')])
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  return {
    sign: (kind, head) => ({ ...head, signature: sign(null, signedText(kind, head), key).toString('base64') }),
    publicPem: createPublicKey(key).export({ format: 'pem', type: 'spki' }).toString(),
  }
}

export const publicKey = (pem: string): KeyObject => createPublicKey(pem)
export const isSigned = (kind: 'head' | 'export', head: Head, key: KeyObject): boolean =>
  verify(null, signedText(kind, head), key, Buffer.from(head.signature, 'base64'))

/**
 * The logbook as a file that proves itself elsewhere, with neither database nor key file: JSON lines with the public key, each event at its place,
 * each signed head after the batch it covers, and at the end one signature over the whole. No personal content is in it.
 */
import { createHash, type KeyObject } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import type { App } from '../room.ts'
import { type Head, type HeadKey, hashOf, headKey, isSigned, type LogRow, publicKey } from './leaf.ts'
import { append, type Hash, rootOf } from './merkle.ts'
import { Broken, type Verdict } from './verdict.ts'
import { heads, leaves } from './verify-read.ts'

interface Line {
  spil?: 'logbook'
  version?: number
  publicKey?: string
  seq?: number
  hash?: string
  event?: LogRow | null
  head?: Head
  end?: Head
}

/** Writes the sealed logbook as it is in one snapshot. Returns the number of events. */
export async function exportLogbook(app: App, path: string): Promise<number> {
  const key = headKey(app.secrets)
  const client = await app.pools.owner.connect()
  let size = 0
  try {
    await client.query('begin isolation level repeatable read read only')
    const counting = async function* () {
      for await (const line of lines(client, key, app.now())) {
        if (line.end) size = line.end.size
        yield `${JSON.stringify(line)}\n`
      }
    }
    await pipeline(Readable.from(counting()), createWriteStream(path, { mode: 0o600, flush: true }))
    return size
  } finally {
    await client.query('rollback').catch(() => undefined)
    client.release()
  }
}

async function* lines(client: pg.ClientBase, key: HeadKey, now: Date): AsyncGenerator<Line> {
  yield { spil: 'logbook', version: 1, publicKey: key.publicPem }
  const signed = heads(client)
  let next = (await signed.next()).value as Head | undefined
  const frontier: Hash[] = []
  let size = 0
  for await (const { seq, hash, event } of leaves(client)) {
    yield { seq, hash: hash.toString('hex'), event }
    append(frontier, size++, hash)
    if (next?.size === size) {
      const { root, at, signature } = next
      yield { head: { size, root, at, signature } }
      next = (await signed.next()).value as Head | undefined
    }
  }
  yield { end: key.sign('export', { size, root: rootOf(frontier).toString('hex'), at: now.toISOString().replace('Z', '000Z') }) }
}

/** SHA-256 of the public key, as people compare it. */
export const fingerprint = (pem: string): string =>
  createHash('sha256')
    .update(publicKey(pem).export({ format: 'der', type: 'spki' }))
    .digest('hex')

/**
 * Checks an exported file by itself. `key`: the public key (PEM) one already trusts; without it the file's own is used and
 * its fingerprint should be compared with the one that the installation shows.
 */
export async function verifyExport(path: string, key?: string): Promise<Verdict & { fingerprint: string | null }> {
  let pem = key
  const input = createReadStream(path)
  try {
    const walk = walker()
    let first = true
    for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      const line = parse(text, walk.size())
      if (!first) walk.take(line)
      else {
        pem = keyIn(line, key)
        walk.trust(publicKey(pem))
        first = false
      }
    }
    if (first) throw new Broken(0, null, 'this is not an exported logbook')
    return { ok: true, ...walk.end(), warning: null, fingerprint: fingerprint(pem ?? '') }
  } catch (error) {
    if (!(error instanceof Broken)) throw error
    const wrong = { seq: error.seq, eventId: error.eventId, about: error.about, why: error.message }
    return { ok: false, wrong, fingerprint: pem ? fingerprint(pem) : null }
  } finally {
    input.destroy()
  }
}

function keyIn(line: Line, trusted: string | undefined): string {
  if (line.spil !== 'logbook' || line.version !== 1 || !line.publicKey) throw new Broken(0, null, 'this is not an exported logbook')
  return trusted ?? line.publicKey
}

function parse(text: string, seq: number): Line {
  try {
    const line: unknown = JSON.parse(text)
    if (typeof line === 'object' && line !== null) return line
  } catch {
    // Said below.
  }
  throw new Broken(seq, null, 'this line is no longer JSON')
}

function walker() {
  const frontier: Hash[] = []
  let size = 0
  let covered = 0
  let ended = false
  let key: KeyObject | undefined
  const root = () => rootOf(frontier).toString('hex')

  function row({ seq, hash, event }: Line): void {
    const id = event?.id ?? null
    const about = event?.about ?? null
    if (seq !== size) throw new Broken(size, null, `it was removed or moved: ${seq} stands in its place`)
    if (!event) throw new Broken(size, null, 'the event was removed')
    const is = hashOf(event)
    if (is.toString('hex') !== hash) throw new Broken(size, id, 'the event does not fit its leaf: one of them was changed', about)
    append(frontier, size++, is)
  }
  function head(given: Head): void {
    if (given.size !== size || given.size <= covered)
      throw new Broken(covered, null, `the signed head of size ${given.size} does not stand where its batch ends`)
    if (given.root !== root())
      throw new Broken(
        covered,
        null,
        `one of the rows ${covered}–${size - 1} was changed together with its leaf: they do not give the signed root of size ${size}`,
      )
    if (!key || !isSigned('head', given, key)) throw new Broken(size - 1, null, `the head of size ${size} does not carry the signature of this key`)
    covered = size
  }
  return {
    size: () => size,
    trust(given: KeyObject) {
      key = given
    },
    take(line: Line) {
      if (ended) throw new Broken(size, null, 'something was added after the end')
      if (line.head) return head(line.head)
      if (!line.end) return row(line)
      if (line.end.size !== size || line.end.root !== root() || !key || !isSigned('export', line.end, key))
        throw new Broken(size, null, `the end does not fit: the signed export counts ${line.end.size} events`)
      ended = true
    },
    end() {
      if (!ended) throw new Broken(size, null, 'the end of the export is missing: rows were cut off here')
      if (covered < size) throw new Broken(covered, null, 'no signed head covers it')
      return { size, root: root() }
    },
  }
}

/** Dump files, read through as they are: whether they end as they should, and how many rows each table has. Nothing in them is executed. */
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { createGunzip } from 'node:zlib'
import { openFile } from './folder.ts'
import type { Measured } from './kind.ts'

export type Dialect = 'postgresql' | 'mariadb'
const endMark = { postgresql: 'PostgreSQL database dump complete', mariadb: '-- Dump completed' } as const
const clusterEnd = 'PostgreSQL database cluster dump complete'
const isGzip = (head: Buffer) => head[0] === 0x1f && head[1] === 0x8b
export const isCustom = (head: Buffer) => head.subarray(0, 5).toString('latin1') === 'PGDMP'

export async function headOf(path: string): Promise<Buffer> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const buffer = Buffer.alloc(16)
    const { bytesRead } = await handle.read(buffer, 0, 16, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

/** Its bytes, unpacked where it is gzip. A gzip that was cut off throws. */
export async function* bytesIn(path: string, signal: AbortSignal, start = 0): AsyncGenerator<Buffer> {
  const gzip = isGzip(await headOf(path))
  const raw = await openFile(path, gzip ? 0 : start)
  const stream = gzip ? raw.pipe(createGunzip()) : raw
  raw.once('error', (error) => stream.destroy(error))
  const stop = () => stream.destroy(new Error('stopped'))
  signal.addEventListener('abort', stop, { once: true })
  try {
    yield* stream as AsyncIterable<Buffer>
  } finally {
    signal.removeEventListener('abort', stop)
    raw.destroy()
  }
}

export interface Counted {
  tables: Map<string, number>
  ended: boolean
  truncated: boolean
  /** Unpacked. */
  bytes: number
  /** There is more than one database in it. */
  several: boolean
}
const tail = 4096
/** Only its end, where that can be read by itself; a gzip is read through, which also shows whether it is whole. */
export async function endOf(path: string, size: number, dialect: Dialect, signal: AbortSignal): Promise<Pick<Measured, 'flaw'> & { bytes: number }> {
  let last = ''
  let bytes = 0
  try {
    const gzip = isGzip(await headOf(path))
    for await (const chunk of bytesIn(path, signal, gzip ? 0 : Math.max(0, size - tail))) {
      bytes += chunk.length
      last = (last + chunk.subarray(-tail).toString('latin1')).slice(-tail)
    }
    if (!gzip) bytes = size
  } catch (error) {
    if (signal.aborted) throw error
    return { bytes: size, flaw: 'truncated' }
  }
  if (bytes === 0) return { bytes, flaw: 'emptyCopy' }
  return { bytes, flaw: last.includes(endMark[dialect]) || (dialect === 'postgresql' && last.includes(clusterEnd)) ? null : 'noEnd' }
}

const name = (quoted: string) => quoted.replace(/["`]/g, '')
const part = '(?:["`][^"`]*["`]|[^\\s"`.(]+)'
const table_ = `(${part}(?:\\.${part})?)`
const copies = new RegExp(`^COPY ${table_}(?: \\(.*\\))? FROM stdin;$`)
const creates = new RegExp(`^CREATE (?:UNLOGGED )?TABLE (?:IF NOT EXISTS )?${table_} \\(?`)
const inserts = new RegExp(`^(?:INSERT|REPLACE) (?:IGNORE )?INTO ${table_}(?: \\([^)]*\\))? VALUES$`, 'i')
const others = { postgresql: /^\\connect /, mariadb: /^USE / } as const
/** Rows per table: of COPY blocks and INSERTs. Strings are skipped as the database would, so a row that says 'INSERT INTO' counts once. */
export async function countRows(path: string, dialect: Dialect, signal: AbortSignal): Promise<Counted> {
  const counter = rowCounter(dialect)
  let last = ''
  let bytes = 0
  try {
    for await (const chunk of bytesIn(path, signal)) {
      counter.take(chunk)
      bytes += chunk.length
      last = (last + chunk.subarray(-tail).toString('latin1')).slice(-tail)
    }
  } catch (error) {
    if (signal.aborted) throw error
    return { ...counter.found, bytes, ended: false, truncated: true }
  }
  counter.end()
  return { ...counter.found, bytes, ended: last.includes(endMark[dialect]) || last.includes(clusterEnd), truncated: false }
}

const [newline, quote, backslash, open_, close, semicolon] = [10, 39, 92, 40, 41, 59]
/** A state for each byte, in whatever pieces it comes. */
export function rowCounter(dialect: Dialect) {
  const found = { tables: new Map<string, number>(), several: false }
  const { tables } = found
  const add = (table: string, rows: number) => tables.set(table, (tables.get(table) ?? 0) + rows)
  let mode: 'line' | 'copy' | 'values' | 'string' = 'line'
  let table = ''
  let depth = 0
  let escaped = false
  let start: number[] = []
  const begun = () => {
    const text = Buffer.from(start).toString('utf8')
    const copy = dialect === 'postgresql' ? copies.exec(text) : null
    const made = creates.exec(text)
    if (others[dialect].test(text)) found.several = true
    if (made?.[1]) add(name(made[1]), 0)
    if (copy?.[1]) {
      table = name(copy[1])
      mode = 'copy'
      add(table, 0)
    }
    start = []
  }
  const byte = (b: number) => {
    if (mode === 'copy') {
      if (b !== newline) {
        if (start.length < 3) start.push(b)
        return
      }
      if (start.length === 2 && start[0] === backslash && start[1] === 46) mode = 'line'
      else add(table, 1)
      start = []
    } else if (mode === 'string') {
      if (escaped) escaped = false
      else if (b === backslash && dialect === 'mariadb') escaped = true
      else if (b === quote) mode = 'values'
    } else if (mode === 'values') {
      if (b === quote) mode = 'string'
      else if (b === open_) depth += 1
      else if (b === close) {
        depth -= 1
        if (depth === 0) add(table, 1)
      } else if (b === semicolon && depth === 0) {
        mode = 'line'
        start = []
      }
    } else if (b === newline) begun()
    else if (start.length < 4000) {
      start.push(b)
      // VALUES ends with an S: only then it is worth looking.
      if (b === 83 || b === 115) {
        const found = inserts.exec(Buffer.from(start).toString('utf8'))
        if (found?.[1]) {
          table = name(found[1])
          add(table, 0)
          mode = 'values'
          depth = 0
        }
      }
    }
  }
  return {
    found,
    take(chunk: Buffer) {
      for (const b of chunk) byte(b)
    },
    end() {
      if (mode === 'line') begun()
    },
  }
}

/**
 * Files, content-addressed: the name on disk is the sha256 of the content, so nothing from outside ever becomes a path,
 * the same content is kept once, and a file cannot be changed without its name giving it away.
 */
import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { access, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Problem } from './room.ts'

export interface Stored {
  /** sha256, lower-case hex. */
  hash: string
  size: number
}
export interface Files {
  /** Streams to disk, synced before it answers. Throws Problem 'files.tooLarge' (413) past `maxBytes`. */
  put(from: Readable, maxBytes: number): Promise<Stored>
  /** Throws Problem 'files.missing' (404). */
  read(hash: string): Promise<{ stream: Readable; size: number }>
  folder: string
}

/** The refusal (413), with the bound for people and for programs. */
export const tooLarge = (maxBytes: number): Problem =>
  new Problem('files.tooLarge', 413, { maxBytes, megabytes: Math.floor((maxBytes / 1024 / 1024) * 10) / 10 })

export async function files(folder: string): Promise<Files> {
  const incoming = join(folder, 'incoming')
  await mkdir(incoming, { recursive: true })
  const place = (hash: string) => {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new Problem('files.missing', 404)
    return join(folder, hash.slice(0, 2), hash)
  }

  async function put(from: Readable, maxBytes: number): Promise<Stored> {
    const temporary = join(incoming, randomUUID())
    const sha = createHash('sha256')
    let size = 0
    const measure = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        size += chunk.length
        if (size > maxBytes) return done(tooLarge(maxBytes))
        sha.update(chunk)
        done(null, chunk)
      },
    })
    try {
      await pipeline(from, measure, createWriteStream(temporary, { mode: 0o600 }))
      await sync(temporary)
      const hash = sha.digest('hex')
      const to = place(hash)
      if (await exists(to)) return { hash, size }
      await mkdir(join(folder, hash.slice(0, 2)), { recursive: true })
      await rename(temporary, to)
      await sync(join(folder, hash.slice(0, 2)))
      return { hash, size }
    } finally {
      await rm(temporary, { force: true })
    }
  }

  async function read(hash: string) {
    const at = place(hash)
    const found = await stat(at).catch(() => undefined)
    if (!found) throw new Problem('files.missing', 404)
    return { stream: createReadStream(at), size: found.size }
  }
  return { put, read, folder }
}

/** All of it in memory: only for what is bounded in size. Throws Problem 'files.missing' (404). */
export async function bytesOf(files: Files, hash: string): Promise<Uint8Array> {
  const { stream, size } = await files.read(hash)
  const bytes = new Uint8Array(size)
  let at = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

/** The name that comes with an upload: percent-encoded in x-file-name, at most 500 characters. Never a path: safe to show after `safeName`. */
export function fileNameIn(headers: Readonly<Record<string, unknown>>): string {
  const name = String(headers['x-file-name'] ?? 'file')
  try {
    return decodeURIComponent(name).slice(0, 500)
  } catch {
    return name.slice(0, 500)
  }
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

/** The content, or for a folder the name in it, is on disk when this returns (fsync). */
async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

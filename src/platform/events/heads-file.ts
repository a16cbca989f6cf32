/**
 * The signed heads outside the database (data/log/heads.jsonl): what somebody who can write in the database cannot also write.
 * One line a sealed batch, with the hash of each of its leaves, so that a check can name the very row that was changed.
 */
import { createReadStream } from 'node:fs'
import { mkdir, open, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Head } from './leaf.ts'

export interface HeadLine extends Head {
  /** The batch is seq `from` up to and without `size`. */
  from: number
  /** Event id and leaf hash (base64) of each seq in the batch. */
  leaves: [id: number, hash: string][]
}

export const headsPath = (data: string) => join(data, 'log', 'heads.jsonl')
const publicKeyPath = (data: string) => join(data, 'log', 'public.pem')

/** Writes the public key beside the heads, for whoever checks an export elsewhere. */
export async function writePublicKey(data: string, pem: string): Promise<void> {
  await mkdir(join(data, 'log'), { recursive: true, mode: 0o700 })
  if ((await readFile(publicKeyPath(data), 'utf8').catch(() => '')) === pem) return
  const handle = await open(publicKeyPath(data), 'w', 0o644)
  try {
    await handle.writeFile(pem)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** On disk when it returns. */
export async function appendHeads(data: string, lines: readonly HeadLine[]): Promise<void> {
  const handle = await open(headsPath(data), 'a', 0o600)
  try {
    await handle.appendFile(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    await handle.datasync()
  } finally {
    await handle.close()
  }
}

/** Cuts off a line that a crash left half written. Returns the size in the last whole line: 0 without one, undefined when it cannot be read. */
export async function mendHeads(data: string): Promise<number | undefined> {
  const handle = await open(headsPath(data), 'a+', 0o600)
  try {
    let start = (await handle.stat()).size
    let tail: Buffer = Buffer.alloc(0)
    // Backwards until there are two ends of line: the one before the last whole line and its own.
    while (start > 0 && tail.indexOf(10) === tail.lastIndexOf(10)) {
      const from = Math.max(0, start - 65_536)
      const chunk = Buffer.alloc(start - from)
      await handle.read(chunk, 0, chunk.length, from)
      tail = Buffer.concat([chunk, tail])
      start = from
    }
    const end = tail.lastIndexOf(10)
    if (end !== tail.length - 1) await handle.truncate(start + end + 1)
    if (end === -1) return 0
    const whole = tail.subarray(0, end)
    return lineOf(whole.subarray(whole.lastIndexOf(10) + 1).toString('utf8'))?.size
  } finally {
    await handle.close()
  }
}

/** How long the file is now: reading up to here leaves out what is appended meanwhile. */
export const headsLength = (data: string): Promise<number> =>
  stat(headsPath(data)).then(
    (found) => found.size,
    () => 0,
  )

/** The lines in the first `length` bytes, one at a time. A line that cannot be read comes as null. */
export async function* readHeads(data: string, length: number): AsyncGenerator<HeadLine | null> {
  if (length === 0) return
  const input = createReadStream(headsPath(data), { end: length - 1 })
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (line === '') continue
      yield lineOf(line)
    }
  } finally {
    input.destroy()
  }
}

function lineOf(text: string): HeadLine | null {
  try {
    return JSON.parse(text) as HeadLine
  } catch {
    return null
  }
}

/** Reads a back-up. Nothing is restored before the whole archive has been read once and found undamaged. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import * as z from 'zod'
import { BackupError, Contents, Manifest } from './format.ts'

export interface Part {
  name: string
  content: AsyncIterable<Buffer>
}

/** Runs over the parts in their order. Each part's content must be read, or is passed over. */
export async function eachPart(file: string, run: (part: Part) => Promise<void>): Promise<void> {
  const tar = extract()
  const reading = pipeline(createReadStream(file), createGunzip(), tar)
  // A damaged archive fails both the reading and the loop below; the loop tells.
  reading.catch(() => undefined)
  for await (const entry of tar) {
    await run({ name: entry.header.name, content: entry as AsyncIterable<Buffer> })
    entry.resume()
  }
  await reading
}

async function whole({ name, content }: Part, most = 512 * 1024 * 1024): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of content) {
    size += chunk.length
    if (size > most) throw new BackupError(`${name} in the archive is larger than it can be`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Reads everything once: every part there, none more, each as it was written. Throws BackupError naming what is wrong. */
export async function checkBackup(file: string): Promise<{ contents: Contents; manifest: Manifest }> {
  const found = new Map<string, { size: number; sha256: string }>()
  const files = { count: 0, bytes: 0 }
  let contents: Contents | undefined
  let manifest: Manifest | undefined
  try {
    await eachPart(file, async (part) => {
      if (part.name === 'manifest.json') {
        manifest = Manifest.parse(JSON.parse((await whole(part)).toString('utf8')))
        return
      }
      const first = part.name === 'spil.json' ? await whole(part) : undefined
      if (first) contents = readContents(first)
      const sum = first ? await measure([first]) : await measure(part.content)
      if (!part.name.startsWith('files/')) found.set(part.name, sum)
      else {
        if (part.name !== `files/${sum.sha256}`) throw new BackupError(`${part.name} in the archive was changed or damaged`)
        files.count += 1
        files.bytes += sum.size
      }
    })
  } catch (error) {
    if (error instanceof BackupError || (error as NodeJS.ErrnoException).code === 'ENOENT') throw error
    throw new BackupError(`${file} is not a whole back-up of Spil: ${(error as Error).message}`)
  }
  if (!contents || !manifest) throw new BackupError(`${file} is not a whole back-up of Spil: its ${contents ? 'end' : 'beginning'} is missing`)
  compare(manifest, found, files)
  return { contents, manifest }
}

function readContents(first: Buffer): Contents {
  const parsed = Contents.safeParse(JSON.parse(first.toString('utf8')))
  if (!parsed.success)
    throw new BackupError(`This back-up was written by another version of Spil and cannot be read by this one: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

async function measure(content: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<{ size: number; sha256: string }> {
  const hash = createHash('sha256')
  let size = 0
  for await (const chunk of content) {
    size += chunk.length
    hash.update(chunk)
  }
  return { size, sha256: hash.digest('hex') }
}

function compare(manifest: Manifest, found: ReadonlyMap<string, { size: number; sha256: string }>, files: Manifest['files']): void {
  for (const part of manifest.parts) {
    const is = found.get(part.name)
    if (!is) throw new BackupError(`${part.name} is missing from the archive`)
    if (is.size !== part.size || is.sha256 !== part.sha256) throw new BackupError(`${part.name} in the archive was changed or damaged`)
  }
  if (found.size !== manifest.parts.length) throw new BackupError('The archive holds a part that its manifest does not know')
  if (files.count !== manifest.files.count || files.bytes !== manifest.files.bytes)
    throw new BackupError('The archive does not hold all files that its manifest knows')
}

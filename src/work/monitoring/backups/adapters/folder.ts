/** Reading below a folder without ever leaving it: symbolic links are never followed, only ordinary files are opened. */
import { createHash } from 'node:crypto'
import { constants, createReadStream, type ReadStream } from 'node:fs'
import { open, opendir, realpath, stat, statfs } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { isBelow } from '../rules.ts'

export interface Entry {
  /** Below the folder. */
  path: string
  size: number
  at: Date
}
export class OutsideError extends Error {
  override name = 'OutsideError'
}

/** Where it really is. Throws OutsideError when that is not below one of the roots, ENOENT when it is not there. */
export async function realPlace(path: string, roots: readonly string[]): Promise<string> {
  const real = await realpath(path)
  const allowed = await Promise.all(roots.map((root) => realpath(root).catch(() => undefined)))
  if (
    !isBelow(
      real,
      allowed.flatMap((root) => root ?? []),
    )
  )
    throw new OutsideError(path)
  return real
}

/** The file as it is, or nothing where it is no ordinary file. A link in its place is not followed. */
export async function openFile(path: string, start = 0): Promise<ReadStream> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  const found = await handle.stat()
  if (!found.isFile()) {
    await handle.close()
    throw new OutsideError(path)
  }
  return createReadStream('', { fd: handle, start })
}
export async function sha256Of(path: string, signal: AbortSignal): Promise<string> {
  const sha = createHash('sha256')
  await pipeline(await openFile(path), sha, { signal })
  return sha.digest('hex')
}

/** Every ordinary file below a folder, also of folders in it. */
export async function* filesBelow(folder: string, signal: AbortSignal): AsyncGenerator<Entry> {
  const waiting = [folder]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for await (const entry of await opendir(at)) {
      if (signal.aborted) throw signal.reason
      const path = join(at, entry.name)
      if (entry.isDirectory()) waiting.push(path)
      else if (entry.isFile()) {
        const found = await stat(path).catch(() => undefined)
        if (found) yield { path: relative(folder, path), size: found.size, at: found.mtime }
      }
    }
  }
}
/** A file as a part of all data: what was made later under the same name is another. */
export const partOf = ({ id, at }: { id: string; at: Date }): string => `${at.getTime()}/${id}`
export const fileOf = (part: string): string => part.replace(/^\d+\//, '')
/** Bytes that are free where this folder is. */
export async function roomAt(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

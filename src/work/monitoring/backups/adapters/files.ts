/** Plain files: a folder that is kept equal (with our manifest in it), folders of points in time, or tar archives (also gzip). */
import { createHash } from 'node:crypto'
import { lstat, opendir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import { manifestName } from '../manifest/rules.ts'
import { headOf } from './dump.ts'
import { fileOf, filesBelow, openFile, partOf, sha256Of } from './folder.ts'
import { type Kind, type Seen, type Source, SourceError } from './kind.ts'

const tarball = /\.(tar|tar\.gz|tgz)$/i
const most = 100
/** The folder itself. */
export const itself = '.'

export const copyPath = ({ place }: Source, { id }: Seen): string => (id === itself ? place : join(place, basename(id)))
export const isTar = (id: string): boolean => tarball.test(id)

async function copiesIn({ place, signal }: Source): Promise<Seen[]> {
  const top = await lstat(place)
  if (!top.isDirectory()) throw new SourceError('missing')
  const [archives, folders]: [Seen[], Seen[]] = [[], []]
  let files = 0
  for await (const entry of await opendir(place)) {
    if (/\p{Cc}/u.test(entry.name)) continue
    const at = (await lstat(join(place, entry.name))).mtime
    if (entry.isFile() && tarball.test(entry.name)) archives.push({ id: entry.name, at })
    else if (entry.isFile()) files += 1
    else if (entry.isDirectory()) folders.push({ id: entry.name, at })
  }
  const newest = (all: Seen[]) => all.sort((a, b) => b.at.getTime() - a.at.getTime()).slice(0, most)
  if (archives.length > 0) return newest(archives)
  if (files === 0 && folders.length > 0)
    return newest(await Promise.all(folders.map(async (one) => ({ ...one, at: await ageOf(join(place, one.id), signal) }))))
  return [{ id: itself, at: files === 0 ? top.mtime : await ageOf(place, signal) }]
}
/** When it was made: of the manifest, else of the youngest file in it. */
async function ageOf(folder: string, signal: AbortSignal): Promise<Date> {
  const manifest = await lstat(join(folder, manifestName)).catch(() => undefined)
  if (manifest) return manifest.mtime
  let at = new Date(0)
  for await (const file of filesBelow(folder, signal)) if (file.at > at) at = file.at
  return at.getTime() === 0 ? (await lstat(folder)).mtime : at
}

/** Of an archive that somebody made to be read for ever. */
const mostEntries = 2_000_000
const mostKept = 128_000_000
export interface InTar {
  path: string
  size: number
  sha256: string
}
/** Reads an archive to its end and hashes every file in it; nothing of it is written anywhere. Throws where it was cut off or is no archive. */
export async function readTar(path: string, signal: AbortSignal, each: (file: InTar, text: Buffer | undefined) => void): Promise<void> {
  const head = await headOf(path)
  const gzip = head[0] === 0x1f && head[1] === 0x8b
  const tar = extract()
  // Two empty blocks say that nothing is missing; tar-stream itself takes the end of the file for it.
  let last = Buffer.alloc(0)
  const watch = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      last = Buffer.concat([last, chunk]).subarray(-1024)
      done(null, chunk)
    },
  })
  const raw = await openFile(path)
  const fed = gzip ? pipeline(raw, createGunzip(), watch, tar, { signal }) : pipeline(raw, watch, tar, { signal })
  // What goes wrong in it also ends the reading below.
  fed.catch(() => undefined)
  let [entries, room] = [0, mostKept]
  for await (const entry of tar) {
    const { header } = entry
    entries += 1
    if (entries > mostEntries) throw new SourceError('tooMuch')
    const sha = createHash('sha256')
    // Only manifests are kept, and of all together no more than one may be.
    const kept: Buffer[] | undefined = basename(header.name) === manifestName && (header.size ?? 0) <= room ? [] : undefined
    if (kept) room -= header.size ?? 0
    for await (const chunk of entry as AsyncIterable<Buffer>) {
      sha.update(chunk)
      kept?.push(chunk)
    }
    const name = header.name.replace(/^(\.?\/)+/, '')
    if (header.type === 'file') each({ path: name, size: header.size ?? 0, sha256: sha.digest('hex') }, kept && Buffer.concat(kept))
  }
  await fed
  if (last.length < 1024 || last.some((byte) => byte !== 0)) throw new Error('cut off')
}

async function measureFolder(folder: string, signal: AbortSignal) {
  let [bytes, files] = [0, 0]
  for await (const file of filesBelow(folder, signal)) {
    if (basename(file.path) === manifestName) continue
    bytes += file.size
    files += 1
  }
  return { bytes, files, flaw: null }
}
const share = (path: string, days: number) => (createHash('sha256').update(path).digest().readUInt32BE(0) % days) + 1

export const files: Kind = {
  copies: copiesIn,
  async measure(source, copy) {
    const path = copyPath(source, copy)
    if (!isTar(copy.id)) return measureFolder(path, source.signal)
    let [bytes, count] = [0, 0]
    try {
      await readTar(path, source.signal, (file) => {
        if (basename(file.path) === manifestName) return
        bytes += file.size
        count += 1
      })
    } catch (error) {
      if (source.signal.aborted || error instanceof SourceError) throw error
      return { bytes, files: count, flaw: 'truncated' }
    }
    return { bytes, files: count, flaw: null }
  },
  async parts(source, days) {
    const copies = await copiesIn(source)
    if (copies.some(({ id }) => isTar(id)))
      return Promise.all(copies.map(async (one) => ({ part: partOf(one), weight: (await lstat(join(source.place, one.id))).size + 1 })))
    return Array.from({ length: days }, (_, at) => ({ part: `${at + 1}/${days}`, weight: 1 }))
  },
  /** Of an archive its hash; of a folder every file that falls in this share is read. What they should be, the restore test says. */
  async read(source, part, days) {
    if (isTar(part)) return { sha256: await sha256Of(join(source.place, basename(fileOf(part))), source.signal), why: [], problems: [] }
    const problems: string[] = []
    const [copy] = await copiesIn(source)
    const folder = copy ? copyPath(source, copy) : source.place
    for await (const { path } of filesBelow(folder, source.signal)) {
      if (share(path, days) !== Number(part.split('/')[0])) continue
      await sha256Of(join(folder, path), source.signal).catch((error: NodeJS.ErrnoException) => {
        if (source.signal.aborted) throw error
        if (error.code !== 'ENOENT') problems.push(path)
      })
    }
    return { sha256: null, why: problems.length > 0 ? [{ code: 'corrupt', given: { what: part } }] : [], problems }
  },
}

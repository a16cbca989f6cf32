/** Restores from a copy into the scratch folder and compares it with what was there when the back-up was made. */
import { join } from 'node:path'
import type { Log } from '#platform/log.ts'
import { copyPath, isTar, readTar } from '../adapters/files.ts'
import { filesBelow, openFile, roomAt, sha256Of } from '../adapters/folder.ts'
import { type Listed, type Seen, type Source, SourceError } from '../adapters/kind.ts'
import { repositories } from '../adapters/kinds.ts'
import { readManifest } from '../manifest/jobs.ts'
import { compare, type Manifest, ManifestError } from '../manifest/rules.ts'
import type { Reason } from '../rules.ts'
import { withinRoom } from './adapters/room.ts'
import { testDump } from './dumps/jobs.ts'
import { choose, isManifest, nothing, type Tested, together } from './rules.ts'

/** Manifests as they were sent, the newest first. */
export interface Sent {
  at: Date
  sha256: string
  read(): Promise<Manifest>
}
export interface Testing {
  source: Source
  copy: Seen
  sent: readonly Sent[]
  mostBytes: number
  log: Log
  random?: () => number
}
interface OnDisk {
  size: number
  sha256?: string
}
type Found = Map<string, OnDisk>
const minute = 60_000
/** Sent before the copy was made; counts of a dump come when it is done. */
const sentFor = ({ sent, copy }: Testing) => sent.find(({ at }) => at.getTime() <= copy.at.getTime() + 15 * minute) ?? sent[0]

export const testCopy = (testing: Testing): Promise<Tested> => withinRoom(testing.source, (source) => testOf({ ...testing, source }))
async function testOf(testing: Testing): Promise<Tested> {
  const { kind } = testing.source
  if (kind === 'postgresql' || kind === 'mariadb') return testDump(testing, kind, await sentFor(testing)?.read())
  return kind === 'files' ? testFiles(testing) : testRepository(testing)
}

async function testRepository(testing: Testing): Promise<Tested> {
  const { source, copy, mostBytes, random = Math.random } = testing
  const tool = repositories[source.kind]
  if (!tool) throw new Error(`${source.kind} is no repository`)
  const listed: Listed[] = []
  await tool.list(source, copy, (file) => {
    if (listed.length >= 2_000_000) throw new SourceError('tooMuch')
    listed.push(file)
  })
  const total = listed.reduce((sum, { size }) => sum + size, 0)
  const whole = total <= mostBytes
  if (Math.min(total, mostBytes) > (await roomAt(source.scratch)) * 0.8) throw new SourceError('noRoom')
  if (listed.every(({ path }) => isManifest(path))) return { ...nothing, whole, compared: 'listing', why: [{ code: 'emptyCopy' }] }
  const chosen = whole ? undefined : choose(listed, mostBytes, random)
  const said = await tool.restore(source, copy, chosen)
  const folder = join(source.scratch, 'restored')
  const found: Found = new Map()
  for await (const { path, size } of filesBelow(folder, source.signal)) found.set(path, { size })
  const only = chosen && new Set(chosen)
  const tested = await beside(testing, { folder, found, only, listed })
  const why: Reason[] = said.length > 0 && tested.missing + tested.different === 0 ? [{ code: 'corrupt', given: { what: said[0] ?? '' } }] : []
  return { ...tested, whole, why: [...tested.why, ...why], problems: [...tested.problems, ...said].slice(0, 100) }
}

async function testFiles(testing: Testing): Promise<Tested> {
  const { source, copy, mostBytes, random = Math.random } = testing
  const path = copyPath(source, copy)
  const found: Found = new Map()
  const inside = new Map<string, Buffer>()
  let why: Reason[] = []
  if (isTar(copy.id)) {
    await readTar(path, source.signal, (file, text) => {
      found.set(file.path, file)
      if (text) inside.set(file.path, text)
    }).catch((error) => {
      if (source.signal.aborted || error instanceof SourceError) throw error
      why = [{ code: 'truncated' }]
    })
    const tested = await beside(testing, { folder: undefined, found, only: undefined, listed: [], inside })
    return { ...tested, whole: true, why: [...tested.why, ...why] }
  }
  const listed: Listed[] = []
  for await (const { path: name, size } of filesBelow(path, source.signal)) {
    found.set(name, { size })
    listed.push({ path: name, size })
  }
  const whole = listed.reduce((sum, { size }) => sum + size, 0) <= mostBytes
  const only = whole ? undefined : new Set(choose(listed, mostBytes, random))
  return { ...(await beside(testing, { folder: path, found, only, listed })), whole }
}

interface Beside {
  /** Where what was found lies; undefined: it is hashed already. */
  folder: string | undefined
  found: Found
  only: ReadonlySet<string> | undefined
  listed: readonly Listed[]
  inside?: ReadonlyMap<string, Buffer>
}
/** Everything that a manifest names beside what is there; without any manifest, what the tool listed by size. */
async function beside(testing: Testing, all: Beside): Promise<Tested> {
  const { found, only, listed } = all
  const manifests = await manifestsFor(testing, all)
  const tested: Tested = { ...nothing, whole: true, compared: manifests.compared, why: manifests.why }
  for (const name of found.keys()) if (isManifest(name)) found.delete(name)
  if (manifests.all.length === 0) {
    const sizes = new Map(listed.filter(({ path }) => !isManifest(path)).map(({ path, size }) => [path, { size }]))
    if (sizes.size === 0) for (const [name, { size }] of found) sizes.set(name, { size })
    return { ...tested, ...compare<OnDisk>(sizes, found, (one, other) => one.size === other.size, only) }
  }
  const results = []
  for (const { below, manifest } of manifests.all) {
    const here: Found = new Map()
    const chosen = only && new Set<string>()
    for (const [path, file] of found) {
      if (!path.startsWith(below)) continue
      const name = path.slice(below.length)
      if (only && !only.has(path)) continue
      chosen?.add(name)
      const sha256 = file.sha256 ?? (all.folder === undefined || !manifest.files.has(name) ? '' : await hashed(testing, join(all.folder, path)))
      here.set(name, { size: file.size, sha256 })
    }
    // Chosen and not restored is missing.
    for (const path of only ?? []) if (path.startsWith(below) && !isManifest(path)) chosen?.add(path.slice(below.length))
    results.push(compare<OnDisk>(manifest.files, here, (one, other) => one.sha256 === other.sha256, chosen))
  }
  return { ...tested, ...together(results) }
}
const hashed = ({ source }: Testing, path: string): Promise<string> =>
  sha256Of(path, source.signal).catch((error) => {
    if (source.signal.aborted) throw error
    return ''
  })

interface Manifests {
  all: { below: string; manifest: Manifest }[]
  compared: Tested['compared']
  why: Reason[]
}
/** Those in the copy, as long as they are what was sent; else what was sent. */
async function manifestsFor(testing: Testing, { folder, found, inside }: Beside): Promise<Manifests> {
  const { sent } = testing
  const why: Reason[] = []
  const all: (Manifests['all'][number] & { sha256: string })[] = []
  for (const path of [...found.keys()].filter(isManifest)) {
    const text = inside?.get(path)
    if (folder === undefined && !text) continue
    try {
      const { manifest, sha256 } = await readManifest(text ? one(text) : await openFile(join(folder ?? '', path)))
      if (manifest.sort === 'files') all.push({ below: path.slice(0, path.lastIndexOf('/') + 1), manifest, sha256 })
    } catch (error) {
      if (!(error instanceof ManifestError)) throw error
      why.push({ code: 'manifestWrong', given: { line: error.line } })
    }
  }
  const replaced = sent.length > 0 && (all.length === 0 || all.some(({ sha256 }) => !sent.some((one) => one.sha256 === sha256)))
  if (!replaced) return { all, compared: all.length === 0 ? 'listing' : sent.length > 0 ? 'sent' : 'inCopy', why }
  why.push({ code: 'manifestReplaced' })
  const manifest = await sentFor(testing)?.read()
  if (manifest?.sort !== 'files') return { all, compared: 'inCopy', why }
  return { all: [{ below: all[0]?.below ?? belowOf(manifest, found), manifest }], compared: 'sent', why }
}
async function* one(text: Buffer): AsyncGenerator<Buffer> {
  yield text
}
/** Where in the copy the folder of a manifest is, when it does not say so itself: before the first of its files that is there. */
function belowOf(manifest: Manifest, found: Found): string {
  // The first few: one that is missing says nothing, and each is looked for among all.
  for (const name of [...manifest.files.keys()].slice(0, 20))
    for (const path of found.keys()) if (path === name || path.endsWith(`/${name}`)) return path.slice(0, path.length - name.length)
  return ''
}

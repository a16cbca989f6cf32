/** Batches on the disk of a collector, oldest first: what was seen while nobody could be told. A file a batch, written whole before it counts. */
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Batch, type Outcome } from '../../contract.ts'

export interface Spool {
  /** Keeps these as one more batch, on disk when it answers. */
  add(outcomes: readonly Outcome[]): Promise<void>
  /** The oldest; undefined when nothing waits. What cannot be read is put aside. */
  oldest(): Promise<Batch | undefined>
  /** Everything up to this number was taken there. */
  taken(number: number): Promise<void>
  /** The oldest is refused there: it is put aside, so that the others go on. */
  refused(): Promise<void>
  waiting(): number
  /** Results that were dropped because there was no room. */
  lost(): number
}
/** The name says which it is and how many results are in it, so that it is known what is lost with a file. */
const named = (number: number, count: number) => `${String(number).padStart(16, '0')}-${count}.json`
const numbered = /^(\d{16})-(\d{1,6})\.json$/

/** `most`: bytes on disk; more, and the oldest go. `after`: numbers begin after this one. */
export async function openSpool(folder: string, most: number, after: number): Promise<Spool> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const sizes = new Map<number, { bytes: number; count: number }>()
  for (const name of (await readdir(folder)).sort()) {
    const [, number, count] = numbered.exec(name) ?? []
    // Half a file: it was never said that it counts.
    if (name.endsWith('.partial')) await rm(join(folder, name), { force: true })
    if (number !== undefined) sizes.set(Number(number), { bytes: (await stat(join(folder, name))).size, count: Number(count) })
  }
  let last = Math.max(after, ...sizes.keys())
  let lost = 0
  const pathOf = (number: number) => join(folder, named(number, sizes.get(number)?.count ?? 0))
  const drop = async (number: number) => {
    await rm(pathOf(number), { force: true })
    sizes.delete(number)
  }
  const makeRoom = async () => {
    let bytes = [...sizes.values()].reduce((sum, one) => sum + one.bytes, 0)
    for (const [number, one] of [...sizes].sort(([a], [b]) => a - b)) {
      if (bytes <= most || sizes.size === 1) return
      bytes -= one.bytes
      lost += one.count
      await drop(number)
    }
  }
  const putAside = async (number: number) => {
    lost += sizes.get(number)?.count ?? 0
    await rename(pathOf(number), `${pathOf(number)}.unreadable`).catch(() => undefined)
    sizes.delete(number)
  }
  return {
    async add(outcomes) {
      const number = ++last
      const bytes = Buffer.from(JSON.stringify({ number, outcomes }))
      const path = join(folder, named(number, outcomes.length))
      const file = await open(`${path}.partial`, 'w', 0o600)
      try {
        await file.writeFile(bytes)
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(`${path}.partial`, path)
      sizes.set(number, { bytes: bytes.length, count: outcomes.length })
      await makeRoom()
    },
    async oldest() {
      for (const number of [...sizes.keys()].sort((a, b) => a - b)) {
        try {
          return Batch.parse(JSON.parse(await readFile(pathOf(number), 'utf8')))
        } catch {
          await putAside(number)
        }
      }
      return undefined
    },
    async taken(number) {
      for (const one of [...sizes.keys()]) if (one <= number) await drop(one)
    },
    async refused() {
      const [number] = [...sizes.keys()].sort((a, b) => a - b)
      if (number !== undefined) await putAside(number)
    },
    waiting: () => sizes.size,
    lost: () => lost,
  }
}

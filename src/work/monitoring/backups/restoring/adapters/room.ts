/** Room on disk: what is restored may not fill it, whatever a copy says of its own size. */
import { tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { roomAt } from '../../adapters/folder.ts'
import { type Source, SourceError } from '../../adapters/kind.ts'

/** Of what is free at the beginning so much is left. */
const left = 0.2
/** Where a restore writes: its own folder, and those of servers that may not come there. */
const placesOf = ({ scratch }: Source) => [scratch, '/var/lib', '/var/tmp', tmpdir()]
const roomsOf = (source: Source) => Promise.all(placesOf(source).map((path) => roomAt(path).catch(() => Number.POSITIVE_INFINITY)))

/** Ended, with what it began, when a disk it writes on is filling. Throws SourceError. */
export async function withinRoom<T>(source: Source, run: (source: Source) => Promise<T>): Promise<T> {
  const [full, done] = [new AbortController(), new AbortController()]
  const least = (await roomsOf(source)).map((room) => room * left)
  const watching = (async () => {
    while (!done.signal.aborted) {
      await sleep(500, undefined, { signal: done.signal }).catch(() => undefined)
      if ((await roomsOf(source)).some((room, at) => room < (least[at] ?? 0))) full.abort(new SourceError('noRoom'))
    }
  })()
  try {
    return await run({ ...source, signal: AbortSignal.any([source.signal, full.signal]) })
  } catch (error) {
    throw full.signal.aborted ? full.signal.reason : error
  } finally {
    done.abort()
    await watching
  }
}

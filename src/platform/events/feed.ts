/** The sealed events as open screens need them: the last ones in memory, one query a batch however many screens are open. */
import type { Actor, App } from '../room.ts'
import { type LogRecord, type LogRow, logColumns, logRow } from './leaf.ts'
import { listen } from './listen.ts'

export interface FeedEvent extends LogRow {
  seq: number
}

export interface Feed {
  /** The last seq this process has seen; -1 on an empty logbook. */
  seq(): number
  /** Events after `seq`, in order, at most 500; from memory when they are recent. */
  after(seq: number): Promise<FeedEvent[]>
  stop(): Promise<void>
}

const kept = 1000

/** The rule of the policy event_read, on a row in memory. The live test holds the two together. */
export function maySee(actor: Actor, event: Pick<LogRow, 'people' | 'confined' | 'organisationId'>): boolean {
  if (actor.kind === 'system') return true
  if (actor.personId !== null && event.people.includes(actor.personId)) return true
  return !event.confined && event.organisationId !== null && actor.scopes.read.includes(event.organisationId)
}

/** Follows the logbook. `grown` is called whenever there is something new. Begins at the end of the logbook as it is now. */
export async function follow(app: App, grown: () => void): Promise<Feed> {
  let recent: FeedEvent[] = []
  let seq = (await sizeOf(app)) - 1
  let busy: Promise<void> | undefined
  let again = false
  const fetch = async () => {
    for (;;) {
      const found = await between(app, seq)
      if (found.length === 0) return
      recent = [...recent, ...found].slice(-kept)
      seq = found.at(-1)?.seq ?? seq
      grown()
    }
  }
  /** One fetch at a time; what is said during it leads to one more. A failure waits for the next word or the next look. */
  const look = () => {
    again = true
    busy ??= (async () => {
      while (again) {
        again = false
        await fetch().catch((error: Error) => app.log.debug({ at: 'live', error: error.message }))
      }
      busy = undefined
    })()
  }
  const stopListening = listen(app, { on: { spil_sealed: look }, connected: look })
  const timer = setInterval(look, 5000)
  return {
    seq: () => seq,
    async after(from) {
      const first = recent[0]?.seq
      return first !== undefined && from >= first - 1 ? recent.slice(from - first + 1, from - first + 501) : between(app, from, seq)
    },
    async stop() {
      clearInterval(timer)
      await stopListening()
      await busy
    },
  }
}

async function sizeOf(app: App): Promise<number> {
  const { rows } = await app.pools.owner.query<{ size: number }>('select coalesce(max(size), 0) as size from head')
  return Number(rows[0]?.size ?? 0)
}

async function between(app: App, after: number, until = Number.MAX_SAFE_INTEGER): Promise<FeedEvent[]> {
  const { rows } = await app.pools.owner.query<LogRecord & { seq: number }>({
    name: 'feed',
    text: `select l.seq, ${logColumns} from leaf l join event e on e.id = l.event_id where l.seq > $1 and l.seq <= $2 order by l.seq limit 500`,
    values: [after, until],
  })
  return rows.map((row) => ({ ...logRow(row), seq: Number(row.seq) }))
}

/** One open screen: a stream of server-sent events (WHATWG HTML section 9.2) with what this person may see, in order, without gaps. */
import type { Actor, App } from '../room.ts'
import { type Feed, type FeedEvent, maySee } from './feed.ts'

/** Where a screen's bytes go. */
export interface Wire {
  write(text: string): void
  /** Bytes that were written and not yet taken by the other side. */
  waiting(): number
  close(): void
}

export interface Screen {
  actor(): Actor
  /** There is something new, or it is time to look who this is again. */
  pump(): void
  beat(now: number): void
  close(): void
}

interface Opening {
  app: App
  feed: Feed
  wire: Wire
  actor: Actor
  /** Who this is by now; `nobody` when the session was ended. Throws when the database is away. */
  identify(): Promise<Actor>
  /** The last event the screen has had, undefined for a screen that begins. */
  last: number | undefined
}

/** What a screen may leave untaken before it is let go; it comes back by itself and catches up. */
const maxWaiting = 1024 * 1024
const maxReplay = 1000
/** Looked at with each heartbeat, so that nobody's rights are older than half a minute. */
const identifyEveryMs = 14_000

export function openScreen({ app, feed, wire, actor: first, identify, last }: Opening): Screen {
  let actor = first
  let seen = performance.now()
  let stale = false
  let seq = feed.seq()
  let pumping = false
  let again = false
  let closed = false

  const put = (text: string) => {
    if (closed) return
    wire.write(text)
    if (wire.waiting() > maxWaiting) close()
  }
  const close = () => {
    closed = true
    wire.close()
  }
  const send = (name: string, data: unknown, at?: number) =>
    put(`${at === undefined ? '' : `id: ${at}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)

  /** False when this person is signed out. */
  async function known(): Promise<boolean> {
    if (!stale && performance.now() - seen < identifyEveryMs) return true
    actor = await identify()
    seen = performance.now()
    stale = false
    return actor.kind === 'person' && actor.blockedBy === null
  }

  async function deliver(): Promise<void> {
    for (;;) {
      if (!(await known())) {
        send('signedOut', {})
        return close()
      }
      if (closed || seq >= feed.seq()) return
      const events = await feed.after(seq)
      if (events.length === 0) return
      for (const event of events) {
        if (closed) return
        seq = event.seq
        if (maySee(actor, event)) send('message', shown(event), event.seq)
        // What comes after a change of rights is judged by the new rights.
        if (concerns(event, actor)) {
          stale = true
          break
        }
      }
    }
  }

  const pump = () => {
    again = true
    if (pumping || closed) return
    pumping = true
    void (async () => {
      while (again && !closed) {
        again = false
        // The database is away: the screen stays open and catches up at the next word.
        await deliver().catch((error: Error) => app.log.debug({ at: 'live', error: error.message }))
      }
      pumping = false
    })()
  }

  send('hello', { seq }, last === undefined ? seq : undefined)
  // Also when the screen is ahead: of a database that was set back, or of a process that has not caught up yet.
  if (last !== undefined && (last > seq || seq - last > maxReplay)) send('reset', { seq }, seq)
  else seq = last ?? seq
  pump()
  return {
    actor: () => actor,
    pump,
    beat(now) {
      put(': \n\n')
      if (now - seen >= identifyEveryMs) pump()
    },
    close,
  }
}

/** What may change the rights of this person: something of theirs, or of an organisation, in the room of people. */
function concerns(event: FeedEvent, actor: Actor): boolean {
  if (!event.name.startsWith('people.')) return false
  return !event.about.startsWith('person/') || event.about === `person/${actor.personId}` || event.people.includes(actor.personId ?? '')
}

const shown = ({ seq, name, about, organisationId, actor, at, data }: FeedEvent) => ({ seq, name, about, organisationId, actor, at, data })

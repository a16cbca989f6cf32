/** One LISTEN connection a process, shared by everything that waits for a notification; it comes back by itself after the database was away. */
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { App } from '../room.ts'

type Channel = 'spil_sealed'
export interface Ear {
  on: Partial<Record<Channel, (payload: string) => void>>
  /** The connection is (again) there: whatever was missed meanwhile can be fetched. */
  connected?(): void
  /** The connection that was there is gone: the database is away, or it was closed from its side. */
  lost?(): void
}

interface Listening {
  ears: Set<Ear>
  stop(): Promise<void>
}
const processes = new WeakMap<App, Listening>()

/** Listens until the returned function is called. */
export function listen(app: App, ear: Ear): () => Promise<void> {
  const listening = processes.get(app) ?? start(app)
  processes.set(app, listening)
  listening.ears.add(ear)
  return async () => {
    listening.ears.delete(ear)
    if (listening.ears.size > 0) return
    processes.delete(app)
    await listening.stop()
  }
}

function start(app: App): Listening {
  const ears = new Set<Ear>()
  const stopping = new AbortController()
  const done = run(app, ears, stopping.signal)
  return {
    ears,
    async stop() {
      stopping.abort()
      await done
    },
  }
}

async function run(app: App, ears: Set<Ear>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const client = new pg.Client({
      connectionString: app.pools.url,
      application_name: 'spil listener',
      keepAlive: true,
      connectionTimeoutMillis: 5000,
    })
    let release = () => {}
    try {
      const gone = new Promise<void>((resolve) => {
        client.on('end', resolve)
        client.on('error', () => resolve())
        release = resolve
      })
      signal.addEventListener('abort', release, { once: true })
      client.on('notification', ({ channel, payload }) => {
        for (const ear of ears) ear.on[channel as Channel]?.(payload ?? '')
      })
      await client.connect()
      await client.query('listen spil_sealed')
      for (const ear of ears) ear.connected?.()
      await gone
      if (!signal.aborted) for (const ear of ears) ear.lost?.()
    } catch (error) {
      app.log.debug({ at: 'listener', error: error instanceof Error ? error.message : String(error) })
    } finally {
      signal.removeEventListener('abort', release)
      await client.end().catch(() => undefined)
    }
    await sleep(1000, undefined, { signal }).catch(() => undefined)
  }
}

/** Who else has the same page open: kept in memory, told between processes by the database, forgotten by itself. */
import { randomUUID } from 'node:crypto'
import type { App } from '../room.ts'
import { listen } from './listen.ts'
import type { Screen } from './screen.ts'

interface Person {
  id: string
  name: string
}
interface Told {
  process: string
  about: string
  people: Person[]
}

export interface Presence {
  /** This screen is at `about` now, or nowhere. */
  at(screen: Screen, about: string | null): void
  /** Forgets who was not heard of for a while. */
  tidy(now: number): void
  stop(): Promise<void>
}

/** A page says every 20 s that it is still open; twice unheard is gone. */
const forgetMs = 45_000

export function presence(app: App): Presence {
  const self = randomUUID()
  const here = new Map<Screen, { about: string; until: number }>()
  /** 'process about' -> who is there, in another process. */
  const elsewhere = new Map<string, Told & { until: number }>()
  const shown = new Map<Screen, string>()

  const local = (about: string): Person[] =>
    unique(
      [...here].filter(([, place]) => place.about === about).map(([screen]) => ({ id: screen.actor().personId ?? '', name: screen.actor().name })),
    )

  const tellScreens = (about: string) => {
    const remote = [...elsewhere.values()].filter((told) => told.about === about).flatMap((told) => told.people)
    const people = unique([...local(about), ...remote])
    for (const [screen, place] of here) {
      if (place.about !== about) continue
      const others = people.filter((person) => person.id !== screen.actor().personId)
      const text = JSON.stringify({ about, people: others })
      if (shown.get(screen) === text) continue
      shown.set(screen, text)
      screen.send('presence', { about, people: others })
    }
  }
  const tellProcesses = (about: string) => {
    // A notification holds 8000 bytes.
    const told: Told = { process: self, about, people: local(about).slice(0, 20) }
    app.pools.owner
      .query('select pg_notify($1, $2)', ['spil_presence', JSON.stringify(told)])
      .catch((error: Error) => app.log.debug({ at: 'presence', error: error.message }))
  }
  const tell = (about: string) => {
    tellScreens(about)
    tellProcesses(about)
  }
  const hear = (payload: string) => {
    const told = JSON.parse(payload) as Told
    if (told.process === self) return
    const key = `${told.process} ${told.about}`
    const isNew = !elsewhere.has(key)
    if (told.people.length === 0) elsewhere.delete(key)
    else elsewhere.set(key, { ...told, until: performance.now() + forgetMs })
    tellScreens(told.about)
    // Who comes in has not heard who was here already.
    if (isNew && told.people.length > 0 && local(told.about).length > 0) tellProcesses(told.about)
  }
  const stopListening = listen(app, { on: { spil_presence: hear } })

  return {
    at(screen, about) {
      const before = here.get(screen)?.about
      if (about === null) here.delete(screen)
      else here.set(screen, { about, until: performance.now() + forgetMs })
      if (before !== about) shown.delete(screen)
      if (before !== undefined && before !== about) tell(before)
      if (about !== null) tell(about)
    },
    tidy(now) {
      const changed = new Set<string>()
      for (const [screen, place] of here)
        if (place.until < now) {
          here.delete(screen)
          changed.add(place.about)
        }
      for (const [key, told] of elsewhere)
        if (told.until < now) {
          elsewhere.delete(key)
          changed.add(told.about)
        }
      for (const about of changed) tell(about)
    },
    stop: stopListening,
  }
}

const unique = (people: readonly Person[]): Person[] =>
  [...new Map(people.map((person) => [person.id, person])).values()].sort((a, b) => a.name.localeCompare(b.name))

/**
 * What happens while you look: one stream of events per tab. Queries say with `meta: live(...)` what they are about;
 * an event about it, or with a name they follow, makes them load again.
 */
import type { Query, QueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { send } from './api.ts'

export interface LiveEvent {
  seq: number
  name: string
  /** What it is about: `case/<id>`. */
  about: string
}
export interface LiveFilter {
  /** Exactly these things. */
  about?: readonly string[]
  /** Events whose name begins with one of these: `case.`. */
  on?: readonly string[]
}
type Listener = (event: LiveEvent) => void

const listeners = new Set<Listener>()
const resets = new Set<() => void>()
let source: EventSource | undefined
let retry: ReturnType<typeof setTimeout> | undefined

const matches = (filter: LiveFilter, event: LiveEvent) =>
  (filter.about?.includes(event.about) ?? false) || (filter.on?.some((prefix) => event.name.startsWith(prefix)) ?? false)

/** The meta of a query that must follow what happens. */
export const live = (filter: LiveFilter) => ({ live: filter })

/** The last event seen, so that a new stream goes on where the old one stopped. */
let last = ''

let probing = false
/** Asks until Spil answers, so that the banner stands there while it does not, also on a page that asks for nothing itself. */
function probe() {
  if (probing) return
  probing = true
  send({ method: 'GET', url: '/api/health', body: undefined, contentType: undefined, headers: {}, signal: undefined })
    // Given up: the next error of the stream begins again.
    .catch(() => undefined)
    .finally(() => {
      probing = false
    })
}

function open() {
  source = new EventSource(last ? `/api/live?after=${last}` : '/api/live')
  source.addEventListener('hello', (message) => {
    last ||= message.lastEventId
  })
  source.addEventListener('message', (message) => {
    last = message.lastEventId || last
    const event = JSON.parse(message.data as string) as LiveEvent
    for (const tell of listeners) tell(event)
  })
  const reset = () => {
    for (const tell of resets) tell()
  }
  source.addEventListener('reset', reset)
  // Asking anything now answers 401, which leads to the sign-in page.
  source.addEventListener('signedOut', reset)
  source.addEventListener('error', () => {
    probe()
    // The browser resumes a broken stream itself; a refusal (503, 401) closes it for good, then we begin a new one after the last event seen.
    if (source?.readyState !== EventSource.CLOSED) return
    clearTimeout(retry)
    retry = setTimeout(() => {
      if (!last) reset()
      open()
    }, 3000)
  })
}

const follows = (query: Query, event: LiveEvent) => {
  const filter = query.meta?.live as LiveFilter | undefined
  return filter !== undefined && matches(filter, event)
}

/** Events that come this close together cost one reload. */
const gatherMs = 150
/** What follows waits this long after a reload: with many screens open on a busy day the lists stay cheap, and nobody reads faster. */
const restMs = 1000

/** Begins following; returns how to stop. */
export function startLive(queries: QueryClient): () => void {
  let waiting: LiveEvent[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  let stopped = false
  const flush = async () => {
    const events = waiting
    waiting = []
    await queries.invalidateQueries({ predicate: (query) => events.some((event) => follows(query, event)) })
    if (stopped) return
    timer = setTimeout(() => {
      timer = undefined
      if (waiting.length > 0) plan(0)
    }, restMs)
  }
  const plan = (ms: number) => {
    timer ??= setTimeout(() => void flush(), ms)
  }
  const gather: Listener = (event) => {
    waiting.push(event)
    plan(gatherMs)
  }
  const reload = () => void queries.invalidateQueries()
  listeners.add(gather)
  resets.add(reload)
  open()
  return () => {
    stopped = true
    listeners.delete(gather)
    resets.delete(reload)
    clearTimeout(timer)
    clearTimeout(retry)
    source?.close()
    source = undefined
  }
}

/** Calls `onEvent` for events that match, as long as the component is there. */
export function useLive(filter: LiveFilter, onEvent: Listener): void {
  const latest = useRef({ filter, onEvent })
  latest.current = { filter, onEvent }
  useEffect(() => {
    const listener: Listener = (event) => {
      if (matches(latest.current.filter, event)) latest.current.onEvent(event)
    }
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }, [])
}

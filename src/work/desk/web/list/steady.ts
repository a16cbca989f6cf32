/**
 * Rows that stay where they are while somebody reads. What changed is drawn in its place; what is new waits above the list until it is asked for,
 * or slips in by itself when nobody points at the list.
 */
import { type RefObject, useEffect, useRef, useState } from 'react'

interface Row {
  id: string
}
interface Steady<R> {
  rows: readonly R[] | undefined
  /** How many new rows wait. */
  waiting: number
  show: () => void
}

const held = (box: RefObject<HTMLElement | null>) =>
  box.current !== null && (box.current.querySelector('[role=grid]:hover') !== null || box.current.querySelector('[role=grid]:focus-within') !== null)

/** `question` is what was asked: another question begins anew. */
export function useSteady<R extends Row>(fresh: readonly R[] | undefined, question: string, box: RefObject<HTMLElement | null>): Steady<R> {
  const order = useRef({ question: '', ids: [] as readonly string[], settled: false, before: '' })
  const seen = useRef('')
  const [, again] = useState(0)
  const now = fresh?.map(({ id }) => id).join() ?? ''
  const begin = (settled: boolean) => {
    order.current = { question, ids: fresh?.map(({ id }) => id) ?? [], settled, before: now }
  }
  // After another question the rows of the one before stand there until the answer comes; the answer is taken as it is.
  if (fresh && (order.current.question !== question || order.current.ids.length === 0)) begin(order.current.question === '' || now !== seen.current)
  else if (fresh && !order.current.settled && order.current.before !== now) begin(true)
  seen.current = now
  const known = new Set(order.current.ids)
  const lastKnown = fresh?.findLastIndex(({ id }) => known.has(id)) ?? -1
  const unknown = fresh?.filter(({ id }) => !known.has(id)) ?? []
  // What comes after the last row that is shown was loaded by going down the list.
  const more = fresh?.slice(lastKnown + 1) ?? []
  const waiting = lastKnown < 0 ? 0 : unknown.length - more.length
  useEffect(() => {
    if (now === '' || order.current.ids.join() === now || held(box)) return
    order.current = { ...order.current, question, ids: now.split(',') }
    again((n) => n + 1)
  }, [now, question, box])
  if (!fresh) return { rows: undefined, waiting: 0, show: () => undefined }
  const byId = new Map(fresh.map((row) => [row.id, row]))
  const kept = order.current.ids.flatMap((id) => byId.get(id) ?? [])
  const rows = lastKnown < 0 ? fresh : [...kept, ...more]
  if (more.length > 0 && lastKnown >= 0) order.current = { ...order.current, ids: rows.map(({ id }) => id) }
  return {
    rows,
    waiting,
    show: () => {
      begin(true)
      again((n) => n + 1)
    },
  }
}

/** Counting on a device: each scan is kept here first, then sent in order; what is not sent yet waits for the network. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { useMe } from '#web/kit/person.ts'
import { loadReader } from '../../labels/web/camera.ts'
import { stocktakes } from './calls.ts'
import { drop, forget, type KeptScan, keep, keptOf, keyOf, newId, prepareOffline, type Taken, take, takenOf } from './queue.ts'

const patience = 8000
const everyMs = 4000
const atOnce = 100

/** What is counted: from the server, else as this device took it along. Undefined while it is looked for, null where it is not. */
export function useTaken(id: string): Taken | null | undefined {
  const me = useMe()
  const of = keyOf(me?.id ?? '', id)
  const [taken, setTaken] = useState<Taken | null>()
  useEffect(() => {
    let here = true
    const show = (one: Taken | null) => here && setTaken((now) => one ?? now ?? null)
    const load = async () => {
      const kept = await takenOf(of)
      if (kept) show(kept)
      const signal = AbortSignal.timeout(patience)
      const [stocktake, list] = await Promise.all([
        stocktakes.stocktake({ params: { id } }, { signal }),
        stocktakes.expected({ params: { id } }, { signal }),
      ])
      const fresh = { of, stocktake, ...list }
      await (stocktake.state === 'closed' ? forget(id) : take(fresh))
      show(fresh)
      // With the list comes everything else that counting needs.
      await loadReader()
      await prepareOffline()
    }
    load().catch(() => show(null))
    return () => {
      here = false
    }
  }, [id, of])
  return taken
}

export interface Counting {
  scans: readonly KeptScan[]
  unsent: number
  offline: boolean
  /** Why the server takes nothing any more. */
  refused: string | undefined
  add: (text: string, locationId: string | undefined) => void
  dropUnsent: () => void
}
export function useCounting(id: string): Counting {
  const me = useMe()
  const of = keyOf(me?.id ?? '', id)
  const [scans, setScans] = useState<readonly KeptScan[]>([])
  const [offline, setOffline] = useState(!navigator.onLine)
  const [refused, setRefused] = useState<string>()
  const sending = useRef(false)
  const refresh = useCallback(async () => setScans(await keptOf(of)), [of])
  const flush = useCallback(async () => {
    if (sending.current) return
    sending.current = true
    try {
      for (;;) {
        const waiting = (await keptOf(of)).filter(({ answer }) => !answer).slice(0, atOnce)
        if (waiting.length === 0) break
        const sent = waiting.map(({ id, text, at, locationId }) => ({ id, text, at, ...(locationId && { locationId }) }))
        const { scans: answers } = await stocktakes.scan({ params: { id }, body: { scans: sent } }, { signal: AbortSignal.timeout(patience) })
        setOffline(false)
        for (const answer of answers) {
          const scan = waiting.find((one) => one.id === answer.id)
          if (scan) await keep({ ...scan, answer })
        }
        await refresh()
        if (answers.length === 0) break
      }
      setRefused(undefined)
    } catch (error) {
      const problem = problemIn(error)
      if (problem?.type === 'items.stocktake.closed') await forget(id).then(refresh)
      if (problem) setRefused(problem.title)
      else setOffline(true)
    } finally {
      sending.current = false
    }
  }, [id, of, refresh])
  useEffect(() => {
    const go = () => void flush()
    void refresh().then(flush)
    const timer = setInterval(go, everyMs)
    const gone = () => setOffline(true)
    const back = () => {
      setOffline(false)
      go()
    }
    addEventListener('online', back)
    addEventListener('offline', gone)
    return () => {
      clearInterval(timer)
      removeEventListener('online', back)
      removeEventListener('offline', gone)
    }
  }, [refresh, flush])
  const add = (text: string, locationId: string | undefined) => {
    const at = new Date()
    const scan = { id: newId(), of, text, at: at.toISOString(), order: at.getTime() + performance.now() / 1e7, ...(locationId && { locationId }) }
    void keep(scan).then(refresh).then(flush)
  }
  const waiting = useMemo(() => scans.filter(({ answer }) => !answer), [scans])
  return { scans, unsent: waiting.length, offline, refused, add, dropUnsent: () => void drop(waiting).then(refresh) }
}

/** Which time is shown: up to now, or from one moment to another. It stands in the address, so that a link shows the same. */
import { useMemo, useRef } from 'react'
import { listOf, useUrlState } from '#web/kit/links.tsx'
import { type SpanName, spans } from '../../dashboards/contract.ts'

const lengths: Readonly<Record<SpanName, number>> = { '1h': 1, '6h': 6, '24h': 24, '7d': 168, '30d': 720, '90d': 2160 }
const hour = 3_600_000
/** In ms. Shorter shows nothing. */
const shortest = 60_000

export interface Shown {
  /** Ends now. */
  name: SpanName | undefined
  from: number
  to: number
}
export const lengthOfSpan = (name: SpanName): number => lengths[name] * hour
/** A graph of an hour is asked again every 15 seconds, one of months every 10 minutes: about as often as it would look different. */
export const refreshOf = (name: SpanName): number => Math.min(600_000, Math.max(15_000, lengthOfSpan(name) / 400))

type State = Readonly<Record<string, string | readonly string[] | undefined>>
/** What the address says; what makes no sense is what is usual. */
export function readSpan(state: State, usual: SpanName, now: number): Shown {
  const [from, to] = [Number(listOf(state.from)[0]), Number(listOf(state.to)[0])]
  if (from > 0 && to - from >= shortest && to < 1e14) return { name: undefined, from, to }
  const name = spans.find((one) => one === listOf(state.span)[0]) ?? usual
  return { name, from: now - lengthOfSpan(name), to: now }
}

export interface Span {
  name: SpanName | undefined
  /** The same question has the same key. */
  key: string
  /** From when to when, at the moment that it is asked. */
  now(): Shown
  choose(name: SpanName): void
  zoom(from: number, to: number): void
  /** To what was shown before the last look closer. */
  back(): void
}
export function useSpan(usual: SpanName = '6h'): Span {
  const [state, change] = useUrlState()
  const before = useRef<State[]>([])
  const key = JSON.stringify([state.span, state.from, state.to, usual])
  // biome-ignore lint/correctness/useExhaustiveDependencies: made anew when the address says another span, or other things change with it
  return useMemo(() => {
    const first = readSpan(state, usual, Date.now())
    const own = (from: number, to: number) => change({ span: undefined, from: String(Math.round(from)), to: String(Math.round(to)) })
    return {
      name: first.name,
      key,
      now: () => readSpan(state, usual, Date.now()),
      choose: (name) => {
        before.current = []
        change({ span: name === usual ? undefined : name, from: undefined, to: undefined })
      },
      zoom: (from, to) => {
        if (to - from < shortest) return
        before.current.push({ span: state.span, from: state.from, to: state.to })
        own(from, to)
      },
      back: () => {
        const last = before.current.pop()
        if (last) change(last)
        // Nothing before it: twice as long around it, or what is usual.
        else if (first.name === undefined) own(first.from - (first.to - first.from) / 2, Math.min(Date.now(), first.to + (first.to - first.from) / 2))
      },
    }
  }, [key, change])
}

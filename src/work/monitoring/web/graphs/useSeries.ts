/** Asks what lines are worth over a span, and again gently while that span ends now and the page is looked at. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Graph } from '#record/series/graphing/contract.ts'
import type { GraphLine } from '#web/kit/graph.tsx'
import { series } from './calls.ts'
import { namesOf } from './legend.ts'
import { refreshOf, type Span } from './span.ts'

export interface Query {
  expression: string
  legend: string
}
/** Only series of this item, of items there, or of that kind. */
export interface Narrowed {
  item?: string
  location?: string
  kind?: string
}
export interface Answer {
  span: { from: number; to: number }
  grid: { from: number; step: number; count: number }
  lines: GraphLine[]
  more: boolean
}

function joined(graphs: readonly Graph[], queries: readonly Query[], span: Answer['span']): Answer {
  const [first] = graphs
  const lines = graphs.flatMap((graph, at) => {
    const names = namesOf(graph.lines, queries[at]?.legend ?? '', queries[at]?.expression ?? '')
    return graph.lines.map(({ labels, values }, index) => ({
      key: `${at} ${JSON.stringify(Object.entries(labels).sort())}`,
      label: names[index] ?? '',
      values,
    }))
  })
  return {
    span,
    grid: { from: Date.parse(first?.from ?? '') / 1000, step: first?.step ?? 60, count: first?.count ?? 1 },
    lines,
    more: graphs.some(({ more }) => more),
  }
}

interface Asked {
  queries: readonly Query[]
  span: Span
  narrowed?: Narrowed | undefined
  points?: number
  lines?: number
  when?: boolean
}
export const useSeries = ({ queries, span, narrowed = {}, points = 300, lines = 20, when = true }: Asked) =>
  useQuery({
    queryKey: ['monitoring', 'series', queries, span.key, narrowed, points, lines],
    queryFn: async ({ signal }): Promise<Answer> => {
      const { from, to } = span.now()
      const asked = { from: new Date(from).toISOString(), to: new Date(to).toISOString(), points, lines, ...narrowed }
      const graphs = await Promise.all(queries.map(({ expression }) => series.graph({ query: { query: expression, ...asked } }, { signal })))
      return joined(graphs, queries, { from, to })
    },
    enabled: when && queries.length > 0,
    placeholderData: keepPreviousData,
    refetchInterval: span.name ? refreshOf(span.name) : false,
    staleTime: 5000,
    retry: false,
  })

/** True from when it first comes near what is seen: a long page asks for what is looked at. */
export function useSeen() {
  const at = useRef<HTMLDivElement>(null)
  const [seen, setSeen] = useState(false)
  useEffect(() => {
    const element = at.current
    if (!element || seen) return
    const watching = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && setSeen(true), {
      rootMargin: '200px',
    })
    watching.observe(element)
    return () => watching.disconnect()
  }, [seen])
  return { at, seen }
}

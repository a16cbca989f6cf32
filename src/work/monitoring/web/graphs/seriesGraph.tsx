/** A graph of PromQL expressions over a span of the page. */
import type { ReactNode } from 'react'
import { Graph, type GraphEvent } from '#web/kit/graph.tsx'
import { useText } from '#web/kit/texts.ts'
import type { Limit, Unit } from '../../dashboards/contract.ts'
import { graphTexts } from './graphTexts.ts'
import type { Span } from './span.ts'
import { type Narrowed, type Query, useSeen, useSeries } from './useSeries.ts'

interface Props {
  title: string
  queries: readonly Query[]
  span: Span
  unit?: Unit
  narrowed?: Narrowed | undefined
  limits?: readonly Limit[]
  stacked?: boolean
  /** Goes on as it went, and tells when it is at its greatest limit, or full. */
  forecast?: boolean
  events?: readonly GraphEvent[]
  height?: number
  actions?: ReactNode
  level?: 2 | 3
}
const none: readonly Limit[] = []
export function SeriesGraph({ queries, span, narrowed, limits = none, forecast = false, unit = 'number', ...graph }: Props) {
  const t = useText(graphTexts)
  const { at, seen } = useSeen()
  const { data, error, refetch } = useSeries({ queries, span, narrowed, when: seen })
  const shown = data?.span ?? span.now()
  const thresholds = limits.map(({ value, tone }) => ({ value, tone, label: t(`monitoring.graph.limit.${tone}`) }))
  const full = unit === 'percent' ? 100 : unit === 'ratio' ? 1 : limits.at(-1)?.value
  return (
    <div ref={at}>
      <Graph
        {...graph}
        span={shown}
        data={data}
        idle={!seen}
        error={error && !data ? error : undefined}
        retry={() => void refetch()}
        unit={unit}
        thresholds={thresholds}
        {...(forecast && { forecast: full === undefined ? {} : { limit: full } })}
        sync="page"
        onZoom={span.zoom}
        onBack={span.back}
      />
    </div>
  )
}

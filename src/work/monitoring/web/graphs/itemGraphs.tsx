/** The graphs of one item: those that matter by what is measured of it, and the rest to pick from. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { GraphEvent } from '#web/kit/graph.tsx'
import { useLoad } from '#web/kit/load.ts'
import { useText } from '#web/kit/texts.ts'
import type { Unit } from '../../dashboards/contract.ts'
import { type Family, type FamilyGraph, families } from '../../dashboards/families/contract.ts'
import { familyTexts } from '../../dashboards/families/texts.ts'
import { series } from './calls.ts'
import classes from './graphs.module.css'
import { graphTexts } from './graphTexts.ts'
import { SeriesGraph } from './seriesGraph.tsx'
import type { Span } from './span.ts'

export const useMeasured = (itemId: string) =>
  useLoad({
    key: ['monitoring', 'measured', itemId],
    load: (signal) => series.ofItem({ params: { id: itemId } }, { signal }),
  })
interface Curated extends FamilyGraph {
  family: Family['key']
}
export const curatedOf = (names: readonly string[]): Curated[] =>
  families.flatMap(({ key, graphs }) => graphs.filter(({ needs }) => names.includes(needs)).map((graph) => ({ ...graph, family: key })))

/** What a name says of its unit, as Prometheus and SNMP write them. */
export const unitOf = (name: string): Unit =>
  /_celsius$/.test(name)
    ? 'celsius'
    : /_bytes$|Bytes$/.test(name)
      ? 'bytes'
      : /_seconds$/.test(name)
        ? 'seconds'
        : /_ratio$/.test(name)
          ? 'ratio'
          : /_percent$/.test(name)
            ? 'percent'
            : 'number'
/** What only grows is shown by how fast. */
export const plainQuery = (name: string): { expression: string; unit: Unit } =>
  /_bytes_total$|Octets$/.test(name)
    ? { expression: `rate(${name}[5m])`, unit: 'bytesPerSecond' }
    : /_total$|_count$|_sum$|_bucket$/.test(name)
      ? { expression: `rate(${name}[5m])`, unit: 'perSecond' }
      : { expression: name, unit: unitOf(name) }

interface Props {
  itemId: string
  span: Span
  graphs: readonly Curated[]
  events?: readonly GraphEvent[]
  height?: number
  level?: 2 | 3
}
export function CuratedGraphs({ itemId, span, graphs, events, height, level = 3 }: Props) {
  const t = useText(familyTexts)
  return (
    <div className={classes.graphs}>
      {graphs.map(({ family, key, queries, unit, limits, stacked, forecast }) => (
        <SeriesGraph
          key={`${family} ${key}`}
          title={t(`monitoring.family.${family}.${key}` as keyof typeof familyTexts & string)}
          narrowed={{ item: itemId }}
          {...{ queries, unit, span, level }}
          {...(limits && { limits })}
          {...(stacked && { stacked })}
          {...(forecast && { forecast })}
          {...(events && { events })}
          {...(height && { height })}
        />
      ))}
    </div>
  )
}

/** Names to pick from; each becomes a graph. */
export function OtherGraphs({
  itemId,
  span,
  names,
  events,
}: {
  itemId: string
  span: Span
  names: readonly string[]
  events: readonly GraphEvent[]
}) {
  const t = useText(graphTexts)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const toggle = (name: string) => setChosen(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name])
  return (
    <>
      <ul className={classes.names} aria-label={t('monitoring.graph.others')}>
        {names.map((name) => (
          <li key={name}>
            <Button
              size="compact-sm"
              variant={chosen.includes(name) ? 'light' : 'default'}
              aria-pressed={chosen.includes(name)}
              onClick={() => toggle(name)}
            >
              <span className="mono">{name}</span>
            </Button>
          </li>
        ))}
      </ul>
      <div className={classes.graphs}>
        {chosen.map((name) => {
          const { expression, unit } = plainQuery(name)
          return (
            <SeriesGraph key={name} title={name} queries={[{ expression, legend: '' }]} narrowed={{ item: itemId }} {...{ unit, span, events }} />
          )
        })}
      </div>
    </>
  )
}

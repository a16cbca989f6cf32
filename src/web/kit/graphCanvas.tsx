/** The drawing of a graph, on uPlot. Fetched when the first graph comes into sight; everything it shows stands beside it as text too (graph.tsx). */
import { useComputedColorScheme } from '@mantine/core'
import { type RefObject, useEffect, useRef } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { overlay, underlay } from './graphEvents.ts'
import { boundsOf } from './graphMaths.ts'
import { type Colours, coloursOf, type Drawing, type Handle, type Picture } from './graphShapes.ts'
import { stepsOf } from './graphUnits.ts'

/** Days where days are what is told apart, else hours; the first moment of a day says which day it is. */
function momentsOf({ timeZone, tag }: Drawing): uPlot.Axis.DynamicValues {
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(tag, { timeZone, hourCycle: 'h23', ...options })
  const day = format({ day: 'numeric', month: 'short' })
  const minute = format({ hour: '2-digit', minute: '2-digit' })
  const second = format({ hour: '2-digit', minute: '2-digit', second: '2-digit' })
  return (_, splits, _axis, _space, apart) => {
    let before = ''
    return splits.map((at) => {
      const moment = new Date(at * 1000)
      const today = day.format(moment)
      const changed = before !== '' && before !== today
      before = today
      return apart >= 86_400 || changed ? today : (apart < 60 ? second : minute).format(moment)
    })
  }
}

const font = "11px 'Inter Variable', system-ui, sans-serif"
function axesOf(drawing: Drawing, colours: Colours): uPlot.Axis[] {
  const look: uPlot.Axis = {
    stroke: colours.of('dim'),
    font,
    grid: { stroke: colours.of('line'), width: 1 },
    ticks: { show: false },
    gap: 6,
  }
  const steps = stepsOf(drawing.unit)
  return [
    { ...look, values: momentsOf(drawing), space: 72, size: 28 },
    { ...look, values: (_, splits) => splits.map((value) => drawing.format(value)), size: 68, space: 32, ...(steps && { incrs: steps }) },
  ]
}
function seriesOf({ columns }: Picture, colours: Colours): uPlot.Series[] {
  return [
    {},
    ...columns.map(({ key, colour, dash, edge, filled, shown }): uPlot.Series => {
      const stroke = colours.line(colour)
      return {
        label: key,
        show: shown,
        spanGaps: false,
        points: { show: false, size: 5, fill: stroke, ...(!edge && { filter: alone }) },
        ...(!edge && { stroke, width: 1.5 }),
        ...(edge && { width: 0 }),
        ...(dash.length > 0 && { dash: [...dash] }),
        ...(filled && { fill: `${stroke}2e` }),
      }
    }),
  ]
}
/** A line needs two moments; what was measured between two gaps is a point. */
const alone: uPlot.Series.Points.Filter = (u, at) => {
  const values = u.data[at] ?? []
  const there = (place: number) => values[place] !== null && values[place] !== undefined
  return Array.from(values, (_, place) => place).filter((place) => there(place) && !there(place - 1) && !there(place + 1))
}

function optionsOf(now: () => Drawing, element: HTMLElement, width: number): uPlot.Options {
  const drawing = now()
  const { picture, height, stacked, sync, timeZone } = drawing
  const colours = coloursOf(element)
  const range: uPlot.Range.Function = (_, low, high) => {
    const { whole, thresholds } = now()
    const limits = thresholds.map(({ value }) => value)
    const none = low === null || high === null
    return boundsOf({ min: none ? Number.NaN : Math.min(low, ...limits), max: none ? Number.NaN : Math.max(high, ...limits) }, { whole, stacked })
  }
  return {
    width,
    height,
    tzDate: (at) => uPlot.tzDate(new Date(at * 1000), timeZone),
    scales: { x: { time: true, range: () => [now().picture.from, now().picture.to] }, y: { range } },
    axes: axesOf(drawing, colours),
    series: seriesOf(picture, colours),
    bands: picture.bands.map(({ high, low }) => {
      const colour = picture.columns[high]?.colour ?? 0
      return { series: [high + 1, low + 1], fill: `${colours.line(colour)}22` }
    }),
    legend: { show: false },
    padding: [8, 12, 0, 0],
    cursor: {
      y: false,
      points: { size: 7 },
      drag: { x: true, y: false, setScale: false, dist: 5 },
      ...(sync !== undefined && { sync: { key: sync, setSeries: false, scales: ['x', null] as [string, null] } }),
      bind: {
        dblclick: () => () => {
          now().onBack?.()
          return null
        },
      },
    },
    hooks: {
      drawClear: [(u) => underlay(u, now(), colours)],
      draw: [(u) => overlay(u, now(), colours)],
      setCursor: [(u) => now().onCursor(u.cursor.idx ?? null)],
      setSelect: [(u) => zoom(u, now())],
    },
  }
}
function zoom(u: uPlot, { onZoom }: Drawing): void {
  const { left, width } = u.select
  if (width < 5) return
  const [from, to] = [u.posToVal(left, 'x'), u.posToVal(left + width, 'x')]
  u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
  onZoom?.(from * 1000, to * 1000)
}
const dataOf = ({ times, columns }: Picture) => [times, ...columns.map(({ values }) => values)] as unknown as uPlot.AlignedData
/** What cannot be changed in a drawing that is there. */
const shapeOf = ({ picture: { columns, bands }, unit, stacked, height, sync, timeZone, tag }: Drawing) =>
  JSON.stringify([columns.map(({ key, colour, dash, filled }) => [key, colour, dash, filled]), bands, unit, stacked, height, sync, timeZone, tag])

export default function GraphCanvas({ handle, ...drawing }: Drawing & { handle: RefObject<Handle | null> }) {
  const place = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(null)
  const latest = useRef(drawing)
  latest.current = drawing
  const scheme = useComputedColorScheme('light')
  const shape = shapeOf(drawing)
  // biome-ignore lint/correctness/useExhaustiveDependencies: made anew only where its shape or the palette is another
  useEffect(() => {
    const element = place.current
    if (!element) return
    const u = new uPlot(
      optionsOf(() => latest.current, element, element.clientWidth || 300),
      dataOf(latest.current.picture),
      element,
    )
    plot.current = u
    handle.current = {
      show(at) {
        const moment = at === null ? undefined : latest.current.picture.times[at]
        u.setCursor(moment === undefined ? { left: -10, top: -10 } : { left: u.valToPos(moment, 'x'), top: 10 })
      },
    }
    const watching = new ResizeObserver(() => {
      if (element.clientWidth > 0 && element.clientWidth !== u.width) u.setSize({ width: element.clientWidth, height: latest.current.height })
    })
    watching.observe(element)
    return () => {
      watching.disconnect()
      handle.current = null
      plot.current = null
      u.destroy()
    }
  }, [shape, scheme, handle])
  const { picture, events, thresholds, format } = drawing
  const hidden = picture.columns.map(({ shown }) => shown).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: drawn again when any of what is drawn changes
  useEffect(() => {
    const u = plot.current
    if (!u) return
    u.batch(() => {
      for (const [at, { shown }] of picture.columns.entries()) if (u.series[at + 1]?.show !== shown) u.setSeries(at + 1, { show: shown })
      u.setData(dataOf(picture))
    })
  }, [picture, hidden, events, thresholds, format, shape, scheme])
  return <div ref={place} style={{ height: drawing.height }} />
}

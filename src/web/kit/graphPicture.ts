/** From lines to what is drawn: one on the other where they are stacked, and where they go when that is asked. */

import { forecastOf, type Grid, lookOf, stack, timesOf, type Values } from './graphMaths.ts'
import type { Column, GraphLine, Picture } from './graphShapes.ts'
import { light } from './theme.ts'

/** More forecasts nobody tells apart. */
export const mostForecasts = 4
/** How far ahead, as a part of what is shown. */
const part = 1 / 3
export const aheadOf = ({ count }: Grid): number => Math.max(2, Math.round(count * part))

interface How {
  stacked: boolean
  ahead: boolean
  hidden: ReadonlySet<string>
}
const blanks = (count: number): null[] => new Array<null>(count).fill(null)

export function pictureOf({ grid, lines }: { grid: Grid; lines: readonly GraphLine[] }, span: { from: number; to: number }, how: How): Picture {
  const more = how.ahead ? aheadOf(grid) : 0
  const shown = ({ key }: GraphLine) => !how.hidden.has(key)
  // What is hidden takes no room under the others either.
  const heights = how.stacked ? stack(lines.map((line) => (shown(line) ? line.values : blanks(grid.count)))) : lines.map(({ values }) => values)
  const columns = lines.map(
    (line, at): Column => ({
      ...{ key: line.key, ...lookOf(at, light.graph.length), shown: shown(line), filled: how.stacked },
      values: [...(heights[at] ?? []), ...blanks(more)],
    }),
  )
  const bands: { high: number; low: number }[] = []
  if (how.stacked) for (let at = 1; at < lines.length; at++) bands.push({ high: at, low: at - 1 })
  for (const [at, line] of lines.slice(0, more > 0 ? mostForecasts : 0).entries()) {
    const forecast = forecastOf(line.values, grid.step, more)
    if (!forecast) continue
    const colour = columns[at]?.colour ?? 0
    const column = (name: string, values: Values, edge: boolean): Column => ({
      ...{ key: `${line.key} ${name}`, colour, dash: edge ? [] : [4, 4], edge, shown: shown(line) },
      values: [...blanks(grid.count), ...values],
    })
    bands.push({ high: columns.length + 1, low: columns.length + 2 })
    columns.push(column('expected', forecast.values, false), column('high', forecast.high, true), column('low', forecast.low, true))
  }
  const whole = { ...grid, count: grid.count + more }
  return { times: timesOf(whole), columns, bands, from: span.from / 1000, to: Math.max(span.to / 1000, grid.from + (whole.count - 1) * grid.step) }
}

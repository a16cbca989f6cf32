/** What is drawn over the lines of a graph, in words: what happened, and where the lines go. */
import { useMemo } from 'react'
import classes from './graph.module.css'
import { forecastOf, type Grid, reaches, summaryOf } from './graphMaths.ts'
import { aheadOf, mostForecasts } from './graphPicture.ts'
import type { GraphEvent, GraphLine } from './graphShapes.ts'
import { type Format, momentOf } from './graphUnits.ts'
import { graphWords } from './graphWords.ts'
import { Link } from './links.tsx'
import { tagOf, useLooks, useText } from './texts.ts'
import { lengthOf } from './time.tsx'

export function EventsList({ events }: { events: readonly GraphEvent[] }) {
  const t = useText(graphWords)
  const { locale, timeZone } = useLooks()
  const moment = momentOf(tagOf(locale), timeZone)
  const when = ({ at, until }: GraphEvent) => {
    const from = moment(at / 1000)
    if (until === undefined) return from
    return until === null ? t('kit.graph.goesOn', { from }) : t('kit.graph.until', { from, until: moment(until / 1000) })
  }
  return (
    <details className={classes.events}>
      <summary>{t('kit.graph.events', { count: events.length })}</summary>
      <ul>
        {events.map((event) => (
          <li key={`${event.at} ${event.kind} ${event.text}`}>
            <span className={classes.tone} data-tone={event.tone}>
              {event.kind}
            </span>
            <span>{event.to ? <Link to={event.to}>{event.text}</Link> : event.text}</span>
            <span className="dim">{when(event)}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}

interface Ahead {
  grid: Grid
  lines: readonly GraphLine[]
  limit: number | undefined
  format: Format
}
export function Expected({ grid, lines, limit, format }: Ahead) {
  const t = useText(graphWords)
  const { locale, timeZone } = useLooks()
  const ahead = aheadOf(grid)
  const end = grid.from + (grid.count - 1 + ahead) * grid.step
  const said = useMemo(
    () =>
      lines.slice(0, mostForecasts).flatMap(({ key, label, values }) => {
        const forecast = forecastOf(values, grid.step, ahead)
        if (!forecast) return []
        const seconds = limit === undefined ? null : reaches(summaryOf(values), forecast, limit)
        const [value, low, high] = [forecast.values, forecast.low, forecast.high].map((all) => format(all.at(-1)))
        // Years ahead a straight line says nothing.
        const told = seconds !== null && seconds < 2 * 365 * 86_400
        const limited =
          limit === undefined || !told
            ? undefined
            : seconds === 0
              ? t('kit.graph.there', { line: label, limit: format(limit) })
              : t('kit.graph.reaches', { line: label, limit: format(limit), in: lengthOf(seconds, locale) })
        return [{ key, limited, words: t('kit.graph.expected', { line: label, value: value ?? '', low: low ?? '', high: high ?? '' }) }]
      }),
    [lines, grid, ahead, limit, format, t, locale],
  )
  if (said.length === 0) return null
  return (
    <div className={classes.note}>
      {said.map(({ key, limited }) => limited && <p key={key}>{limited}</p>)}
      <details>
        <summary>{t('kit.graph.forecast', { at: momentOf(tagOf(locale), timeZone)(end) })}</summary>
        <ul>
          {said.map(({ key, words }) => (
            <li key={key}>{words}</li>
          ))}
        </ul>
      </details>
    </div>
  )
}

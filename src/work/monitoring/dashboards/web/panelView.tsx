/** One panel of a dashboard as it reads. */
import { Written } from '#record/documents/web/written.tsx'
import { summaryOf } from '#web/kit/graphMaths.ts'
import { formatOf } from '#web/kit/graphUnits.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { SeriesGraph } from '../../web/graphs/seriesGraph.tsx'
import type { Span } from '../../web/graphs/span.ts'
import { useSeen, useSeries } from '../../web/graphs/useSeries.ts'
import { WrongNow } from '../../web/graphs/wrongNow.tsx'
import type { Limit, Panel } from '../contract.ts'
import { substitute } from '../variables/rules.ts'
import type { Chosen } from './chosen.tsx'
import classes from './dashboards.module.css'
import { dashboardTexts } from './dashboardTexts.ts'

interface Props {
  panel: Panel
  span: Span
  chosen: Chosen
  /** Of a panel of text, made safe by the server; undefined: it was just written. */
  html: string | null | undefined
}
/** Of a row of the grid, in pixels. */
const row = 130
export function PanelView({ panel, span, chosen, html }: Props) {
  const filled = (expression: string) => substitute(expression, chosen.values)
  if (panel.kind === 'graph') {
    const queries = panel.queries.map(({ expression, legend }) => ({ expression: filled(expression), legend }))
    const { title, unit, limits, stacked, forecast, height } = panel
    return (
      <SeriesGraph
        title={title || (queries[0]?.expression ?? '')}
        level={2}
        height={height * row - 20}
        narrowed={chosen.narrowed}
        {...{ queries, unit, limits, stacked, forecast, span }}
      />
    )
  }
  return (
    <div className={classes.body}>
      {panel.title && <h2 className={classes.title}>{panel.title}</h2>}
      <div className={classes.scroll} style={{ maxHeight: panel.height * row }}>
        {panel.kind === 'text' && (html === undefined ? <p className={classes.plain}>{panel.text}</p> : <Written html={html} text={panel.text} />)}
        {panel.kind === 'wrong' && <WrongNow named itemId={chosen.narrowed.item} locationId={chosen.narrowed.location} />}
        {panel.kind === 'value' && <ValuePanel panel={panel} expression={filled(panel.expression)} {...{ span, chosen }} />}
        {panel.kind === 'top' && <TopPanel panel={panel} expression={filled(panel.expression)} {...{ span, chosen }} />}
      </div>
    </div>
  )
}

/** The highest limit that is reached. */
const limitAt = (limits: readonly Limit[], value: number | null): Limit | undefined =>
  value === null ? undefined : [...limits].sort((one, other) => other.value - one.value).find((limit) => value >= limit.value)

type Of<K extends Panel['kind']> = { panel: Panel & { kind: K }; expression: string; span: Span; chosen: Chosen }
function Reached({ limit }: { limit: Limit | undefined }) {
  const t = useText(dashboardTexts)
  if (!limit) return null
  return (
    <StateBadge meaning={limit.tone === 'red' ? 'broken' : 'risk'} plain>
      {t(`monitoring.dashboard.limit.${limit.tone}`)}
    </StateBadge>
  )
}
function ValuePanel({ panel: { unit, of, limits }, expression, span, chosen }: Of<'value'>) {
  const t = useText(dashboardTexts)
  const { at, seen } = useSeen()
  const { data, error, refetch } = useSeries({
    queries: [{ expression, legend: '' }],
    span,
    narrowed: chosen.narrowed,
    points: 120,
    lines: 5,
    when: seen,
  })
  const format = formatOf(unit, t.locale)
  return (
    <div ref={at} className={classes.figures}>
      {error && !data ? <Failure error={error} retry={() => void refetch()} /> : !data && <Skeletons rows={1} />}
      {data?.lines.length === 0 && <p className="dim">{t('monitoring.dashboard.noValue')}</p>}
      {data?.lines.map(({ key, label, values }) => {
        const value = summaryOf(values)[of]
        return (
          <div key={key}>
            <span className={classes.figure}>{format(value)}</span> <Reached limit={limitAt(limits, value)} />
            {data.lines.length > 1 && <div className="dim small">{label}</div>}
          </div>
        )
      })}
    </div>
  )
}
function TopPanel({ panel: { unit, limits, count, title }, expression, span, chosen }: Of<'top'>) {
  const t = useText(dashboardTexts)
  const { at, seen } = useSeen()
  const { data, error, refetch } = useSeries({
    queries: [{ expression, legend: '' }],
    span,
    narrowed: chosen.narrowed,
    points: 60,
    lines: 50,
    when: seen,
  })
  const format = formatOf(unit, t.locale)
  const rows = (data?.lines ?? [])
    .map(({ key, label, values }) => ({ key, label, value: summaryOf(values).last }))
    .sort((one, other) => (other.value ?? Number.NEGATIVE_INFINITY) - (one.value ?? Number.NEGATIVE_INFINITY))
    .slice(0, count)
  const most = Math.max(...rows.map(({ value }) => Math.abs(value ?? 0)), 0)
  return (
    <div ref={at}>
      {error && !data ? <Failure error={error} retry={() => void refetch()} /> : !data && <Skeletons rows={3} />}
      {data && rows.length === 0 && <p className="dim">{t('monitoring.dashboard.noValue')}</p>}
      {rows.length > 0 && (
        <table className={classes.top}>
          <caption className="visually-hidden">{title || expression}</caption>
          <tbody>
            {rows.map(({ key, label, value }) => (
              <tr key={key}>
                <th scope="row">
                  {label}
                  <span className={classes.share} style={{ width: `${most > 0 ? (Math.abs(value ?? 0) / most) * 100 : 0}%` }} aria-hidden />
                </th>
                <td>
                  <Reached limit={limitAt(limits, value)} /> {format(value)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}

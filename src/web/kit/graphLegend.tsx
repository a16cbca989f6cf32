/** What the lines of a graph come to, and every value of them: tables that say what is drawn. */
import { useMemo } from 'react'
import classes from './graph.module.css'
import { type Grid, lookOf, summaryOf } from './graphMaths.ts'
import type { GraphLine } from './graphShapes.ts'
import { type Format, momentOf } from './graphUnits.ts'
import { graphWords } from './graphWords.ts'
import { tagOf, useLooks, useText } from './texts.ts'
import { light } from './theme.ts'

interface Props {
  title: string
  lines: readonly GraphLine[]
  grid: Grid
  format: Format
  /** Where the cursor is in the grid. */
  at: number | null
  hidden: ReadonlySet<string>
  toggle: (key: string) => void
}
const useMoment = () => {
  const { locale, timeZone } = useLooks()
  return useMemo(() => momentOf(tagOf(locale), timeZone), [locale, timeZone])
}

export function Legend({ title, lines, grid, format, at, hidden, toggle }: Props) {
  const t = useText(graphWords)
  const moment = useMoment()
  const sums = useMemo(() => new Map(lines.map(({ key, values }) => [key, summaryOf(values)])), [lines])
  return (
    <div className={classes.legend}>
      <table>
        <caption className="visually-hidden">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{t('kit.graph.line')}</th>
            <th scope="col" className={classes.now}>
              {at === null ? t('kit.graph.last') : moment(grid.from + at * grid.step)}
            </th>
            <th scope="col">{t('kit.graph.min')}</th>
            <th scope="col">{t('kit.graph.avg')}</th>
            <th scope="col">{t('kit.graph.max')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ key, label, values }, index) => {
            const sum = sums.get(key)
            return (
              <tr key={key}>
                <th scope="row">
                  <Name index={index} label={label} hidden={hidden.has(key)} toggle={() => toggle(key)} />
                </th>
                <td>{format(at === null ? sum?.last : values[at])}</td>
                <td>{format(sum?.min)}</td>
                <td>{format(sum?.avg)}</td>
                <td>{format(sum?.max)}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
function Name({ index, label, hidden, toggle }: { index: number; label: string; hidden: boolean; toggle: () => void }) {
  const t = useText(graphWords)
  const { colour, dash } = lookOf(index, light.graph.length)
  const style = { '--line': `var(--spil-graph-${colour + 1})` } as React.CSSProperties
  return (
    <button
      type="button"
      className={classes.name}
      data-hidden={hidden || undefined}
      onClick={toggle}
      title={t(hidden ? 'kit.graph.show' : 'kit.graph.hide', { name: label })}
    >
      <span className={classes.mark} data-dashed={dash.length > 0 || undefined} style={style} aria-hidden />
      <span className={classes.label}>{label}</span>
      {hidden && <span className="visually-hidden">{t('kit.graph.show', { name: '' })}</span>}
    </button>
  )
}

/** Every moment, the newest first: that is what somebody looks for. */
export function ValuesTable({ title, grid, lines, format }: Pick<Props, 'title' | 'grid' | 'lines' | 'format'>) {
  const t = useText(graphWords)
  const moment = useMoment()
  const rows = Array.from({ length: grid.count }, (_, back) => grid.count - 1 - back)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.values} tabIndex={0} aria-label={t('kit.graph.values', { title })}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('kit.graph.at')}</th>
            {lines.map(({ key, label }) => (
              <th key={key} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((at) => (
            <tr key={at}>
              <th scope="row">{moment(grid.from + at * grid.step)}</th>
              {lines.map(({ key, values }) => (
                <td key={key}>{format(values[at])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** The course of one fact: every change of every source, and for numbers a line. */
import { Modal } from '@mantine/core'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { factTexts } from './factTexts.ts'
import classes from './item.module.css'
import { facts } from './more.ts'
import { shownValue } from './shownValue.ts'

export default function FactCourse({ itemId, factKey, close }: { itemId: string; factKey: string; close: () => void }) {
  const t = useText(factTexts)
  const words = useWords()
  const { data, error, refetch } = useLoad({
    key: ['items', 'factHistory', itemId, factKey],
    load: (signal) => facts.factHistory({ params: { id: itemId }, query: { key: factKey } }, { signal }),
    about: [`item/${itemId}`],
  })
  const rows = data?.items ?? []
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={t('items.facts.history', { key: factKey })}
      closeButtonProps={{ 'aria-label': words('kit.close') }}
    >
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={4} />}
      {rows.length > 1 && rows.every(({ value }) => typeof value === 'number') && <Line factKey={factKey} rows={rows} />}
      {rows.length === 1 && <p className="dim small">{t('items.facts.unchanged')}</p>}
      <ul className={classes.long} aria-label={t('items.facts.history', { key: factKey })}>
        {rows.map((one) => (
          <li key={`${one.source} ${one.at}`} className={classes.row}>
            <span className={classes.wide}>{shownValue(t, one)}</span>
            <span className="dim small">{one.source}</span>
            <span className="dim small">
              <Time at={one.at} as="absolute" />
            </span>
          </li>
        ))}
      </ul>
    </Modal>
  )
}

interface Change {
  source: string
  value: unknown
  unit: string | null
  at: string
}
const width = 560
const height = 120
const edge = 6
/** A value holds until the next: each source is a line of steps, to this moment. */
function Line({ factKey, rows }: { factKey: string; rows: readonly Change[] }) {
  const t = useText(factTexts)
  const values = rows.map(({ value }) => Number(value))
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const from = Math.min(...rows.map(({ at }) => Date.parse(at)))
  const until = Math.max(Date.now(), from + 1)
  const x = (at: number) => edge + ((at - from) / (until - from)) * (width - 2 * edge)
  const y = (value: number) => height - edge - (most === least ? 0.5 : (value - least) / (most - least)) * (height - 2 * edge)
  const sources = [...Map.groupBy(rows, ({ source }) => source)]
  return (
    <figure className={classes.course}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={t('items.facts.drawn', { key: factKey, least: String(least), most: String(most) })}
      >
        {sources.map(([source, changes], at) => (
          <path key={source} data-at={at % 4} d={stepsOf(changes, x, y, until)} fill="none" vectorEffect="non-scaling-stroke" />
        ))}
      </svg>
      <figcaption className="dim small">
        {least} – {most} {rows[0]?.unit ?? ''}
        {sources.length > 1 &&
          sources.map(([source], at) => (
            <span key={source} data-at={at % 4} className={classes.courseSource}>
              {source}
            </span>
          ))}
      </figcaption>
    </figure>
  )
}
function stepsOf(changes: readonly Change[], x: (at: number) => number, y: (value: number) => number, until: number): string {
  const sorted = changes.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))
  const steps = sorted.map(
    ({ at, value }, n) => `${n === 0 ? 'M' : 'H'}${x(Date.parse(at)).toFixed(1)}${n === 0 ? ' ' : 'V'}${y(Number(value)).toFixed(1)}`,
  )
  return `${steps.join('')}H${x(until).toFixed(1)}`
}

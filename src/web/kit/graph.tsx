/**
 * Numbers in time as lines. Everything that is drawn can be read: what each line comes to in the table under it, every value in a table instead of the
 * drawing, what happened as a list. Drag to look closer, double-click to go back; or with the keyboard, or buttons for a finger. It is as high before it has data as after.
 */
import { ActionIcon, Button } from '@mantine/core'
import IconChevronLeft from '@tabler/icons-react/dist/esm/icons/IconChevronLeft.mjs'
import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs'
import IconZoomIn from '@tabler/icons-react/dist/esm/icons/IconZoomIn.mjs'
import IconZoomOut from '@tabler/icons-react/dist/esm/icons/IconZoomOut.mjs'
import { lazy, type ReactNode, Suspense, useCallback, useMemo, useRef, useState } from 'react'
import classes from './graph.module.css'
import { EventsList, Expected } from './graphFacts.tsx'
import { Legend, ValuesTable } from './graphLegend.tsx'
import { type Grid, nearest } from './graphMaths.ts'
import { pictureOf } from './graphPicture.ts'
import type { GraphEvent, GraphLine, Handle, Threshold } from './graphShapes.ts'
import { formatOf, momentOf, type Unit } from './graphUnits.ts'
import { graphWords } from './graphWords.ts'
import { Failure } from './marks.tsx'
import { tagOf, useLooks, useText } from './texts.ts'

export type { GraphEvent, GraphLine, Threshold } from './graphShapes.ts'

const Canvas = lazy(() => import('./graphCanvas.tsx'))

export interface GraphProps {
  title: string
  /** In ms since 1970: what is shown, whatever was measured. */
  span: { from: number; to: number }
  /** Undefined while it is on its way. */
  data: { grid: Grid; lines: readonly GraphLine[]; more?: boolean } | undefined
  /** Nobody looks at it yet: it is not asked for. */
  idle?: boolean
  error?: unknown
  retry?: () => void
  unit?: Unit
  height?: number
  stacked?: boolean
  events?: readonly GraphEvent[]
  thresholds?: readonly Threshold[]
  /** Goes on to the right as the lines did, with a band; `limit`: tells when they are there. */
  forecast?: { limit?: number }
  /** Graphs with the same word have one cursor. */
  sync?: string
  onZoom?: (from: number, to: number) => void
  onBack?: () => void
  actions?: ReactNode
  /** Level of its heading. */
  level?: 2 | 3
}

const wholes: Partial<Record<Unit, number>> = { percent: 100, ratio: 1 }
const none: readonly never[] = []

export function Graph(props: GraphProps) {
  const { title, data, idle = false, error, retry, unit = 'number', height = 220, level = 3, actions } = props
  const t = useText(graphWords)
  const [asTable, setAsTable] = useState(false)
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const [at, setAt] = useState<number | null>(null)
  const format = useMemo(() => formatOf(unit, t.locale), [unit, t.locale])
  const place = at !== null && data && at < data.grid.count ? at : null
  const Title = level === 2 ? 'h2' : 'h3'
  const toggle = (key: string) => setHidden((now) => (now.has(key) ? new Set([...now].filter((one) => one !== key)) : new Set([...now, key])))
  return (
    <figure className={classes.graph} aria-label={title}>
      <div className={classes.head}>
        <Title className={classes.title}>{title}</Title>
        <div className={classes.tools}>
          {actions}
          {data && data.lines.length > 0 && (
            <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setAsTable(!asTable)}>
              {t(asTable ? 'kit.graph.asGraph' : 'kit.graph.asTable')}
            </Button>
          )}
        </div>
      </div>
      <div className={classes.area} style={{ height }} aria-busy={data === undefined && !error && !idle}>
        {error ? (
          <Failure error={error} {...(retry && { retry })} />
        ) : data === undefined ? (
          <div className={classes.waiting} />
        ) : asTable && data.lines.length > 0 ? (
          <ValuesTable title={title} grid={data.grid} lines={data.lines} format={format} />
        ) : (
          <Plot {...props} unit={unit} height={height} data={data} hidden={hidden} at={place} setAt={setAt} />
        )}
      </div>
      {data && data.lines.length > 0 && !asTable && props.onZoom && <Fingers title={title} span={props.span} onZoom={props.onZoom} />}
      {data && data.lines.length > 0 && <Legend {...{ title, lines: data.lines, grid: data.grid, format, at: place, hidden, toggle }} />}
      {data?.more && <p className={classes.note}>{t('kit.graph.more')}</p>}
      {data && <Facts {...props} format={format} data={data} />}
    </figure>
  )
}

type Ready = GraphProps & { data: NonNullable<GraphProps['data']> }
function Facts({ data, thresholds = none, events = none, forecast, format }: Ready & { format: ReturnType<typeof formatOf> }) {
  const t = useText(graphWords)
  return (
    <>
      {forecast && <Expected grid={data.grid} lines={data.lines} limit={forecast.limit} format={format} />}
      {thresholds.length > 0 && data.lines.length > 0 && (
        <p className={classes.note}>
          {t('kit.graph.limits', {
            limits: thresholds.map(({ value, label }) => (label ? `${label} (${format(value)})` : format(value))).join(', '),
          })}
        </p>
      )}
      {events.length > 0 && <EventsList events={events} />}
    </>
  )
}

interface PlotProps extends Ready {
  unit: Unit
  height: number
  hidden: ReadonlySet<string>
  at: number | null
  setAt: (at: number | null) => void
}
function Plot(props: PlotProps) {
  const {
    title,
    data,
    span,
    unit,
    height,
    stacked = false,
    events = none,
    thresholds = none,
    forecast,
    sync,
    onZoom,
    onBack,
    hidden,
    at,
    setAt,
  } = props
  const t = useText(graphWords)
  const { locale, timeZone } = useLooks()
  const handle = useRef<Handle>(null)
  const format = useMemo(() => formatOf(unit, locale), [unit, locale])
  const ahead = forecast !== undefined
  const picture = useMemo(() => pictureOf(data, span, { stacked, ahead, hidden }), [data, span, stacked, ahead, hidden])
  const spoken = useMemo(() => momentOf(tagOf(locale), timeZone), [locale, timeZone])
  const keys = useKeys({ grid: data.grid, at, span, onZoom, onBack, show: useCallback((to: number | null) => handle.current?.show(to), []) })
  if (data.lines.length === 0) return <p className={classes.empty}>{t('kit.graph.empty')}</p>
  const { grid } = data
  const shown = data.lines.filter(({ key }) => !hidden.has(key))
  const values = shown.slice(0, 6).map(({ label, values: all }) => `${label} ${format(all[at ?? 0])}`)
  const rest = shown.length > 6 ? [t('kit.graph.andMore', { count: shown.length - 6 })] : []
  return (
    <div
      className={classes.plot}
      role="slider"
      tabIndex={0}
      aria-label={t('kit.graph.keys', { title })}
      aria-valuemin={0}
      aria-valuemax={grid.count - 1}
      aria-valuenow={at ?? 0}
      aria-valuetext={at === null ? t('kit.graph.noPlace') : [spoken(grid.from + at * grid.step), ...values, ...rest].join(', ')}
      onKeyDown={keys}
      onBlur={() => handle.current?.show(null)}
    >
      <Suspense fallback={<div className={classes.waiting} />}>
        <Canvas
          {...{ picture, height, unit, format, stacked, events, thresholds, sync, timeZone, onZoom, onBack, handle }}
          whole={wholes[unit]}
          tag={tagOf(locale)}
          onCursor={setAt}
        />
      </Suspense>
    </div>
  )
}

interface Keys {
  grid: Grid
  at: number | null
  span: { from: number; to: number }
  onZoom: GraphProps['onZoom']
  onBack: GraphProps['onBack']
  show: (at: number | null) => void
}
const moves = [
  { key: 'earlier', icon: IconChevronLeft, from: -0.5, to: -0.5 },
  { key: 'closer', icon: IconZoomIn, from: 0.25, to: -0.25 },
  { key: 'wider', icon: IconZoomOut, from: -0.5, to: 0.5 },
  { key: 'later', icon: IconChevronRight, from: 0.5, to: 0.5 },
] as const
/** For a finger, which cannot draw a span over the lines without moving the page. */
function Fingers({ title, span, onZoom }: { title: string; span: GraphProps['span']; onZoom: NonNullable<GraphProps['onZoom']> }) {
  const t = useText(graphWords)
  const length = span.to - span.from
  const show = (from: number, to: number) => {
    // Nothing was measured after now.
    const over = Math.max(0, span.to + to * length - Math.max(span.to, Date.now()))
    onZoom(span.from + from * length - over, span.to + to * length - over)
  }
  return (
    <fieldset className={classes.fingers} aria-label={t('kit.graph.move', { title })}>
      {moves.map(({ key, icon: Icon, from, to }) => (
        <ActionIcon key={key} variant="default" size="lg" aria-label={t(`kit.graph.${key}`)} onClick={() => show(from, to)}>
          <Icon size={18} stroke={1.75} aria-hidden />
        </ActionIcon>
      ))}
    </fieldset>
  )
}

function useKeys({ grid, at, span, onZoom, onBack, show }: Keys) {
  const last = grid.count - 1
  const tenth = Math.max(1, Math.round(grid.count / 10))
  return (event: React.KeyboardEvent) => {
    const here = at ?? nearest(grid, span.to / 1000)
    const moves: Record<string, number> = {
      ...{ ArrowLeft: here - 1, ArrowRight: here + 1, ArrowDown: here - 1, ArrowUp: here + 1 },
      ...{ PageDown: here - tenth, PageUp: here + tenth, Home: 0, End: last },
    }
    const to = moves[event.key]
    if (to !== undefined) show(Math.min(last, Math.max(0, to)))
    else if ((event.key === '+' || event.key === '=') && onZoom) {
      // Half as long, around where the cursor is.
      const middle = (grid.from + here * grid.step) * 1000
      const quarter = (span.to - span.from) / 4
      onZoom(middle - quarter, middle + quarter)
    } else if ((event.key === 'Escape' || event.key === '-') && onBack) onBack()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
}

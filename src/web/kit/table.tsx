/**
 * A list of many rows: only what is seen is drawn, all of it by keyboard, columns chosen by the person, and the place kept when coming back.
 * On a phone each row is a card. The grid fills the height that is left, so it stands in `<Page width="fill">`.
 */
import { Checkbox } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { Link, useGo } from './links.tsx'
import { useColumns, useNarrow, usePlace } from './list.ts'
import classes from './table.module.css'
import { TableBar, TableHead } from './tableBar.tsx'
import { useTableKeys } from './tableKeys.ts'
import { useWords } from './texts.ts'

export interface Column<Row> {
  key: string
  title: string
  /** In pixels; a column without width shares what is left. */
  width?: number
  render: (row: Row) => ReactNode
  /** The header can be pressed; the caller gets the key through `onSort`. */
  sort?: boolean
  end?: boolean
  mono?: boolean
  /** Carries the link to the record, and is the title of the card on a phone. Exactly one column. */
  lead?: boolean
  /** Cannot be left out. */
  fixed?: boolean
  /** Left out until chosen. */
  hidden?: boolean
  /** Not on the card of a phone. */
  wideOnly?: boolean
}
export interface Sort {
  key: string
  down: boolean
}
export interface TableProps<Row> {
  /** Under this name columns and place are kept: `desk/cases`. */
  name: string
  /** What the rows are, for screen readers: "Zaken". */
  label: string
  columns: readonly Column<Row>[]
  /** Undefined while the first rows are on their way: skeleton rows are shown. */
  rows: readonly Row[] | undefined
  rowKey: (row: Row) => string
  /** Name of a row for "Selecteer …". */
  rowName?: (row: Row) => string
  href?: (row: Row) => string
  onOpen?: (row: Row) => void
  /** Space: a look without leaving the list. */
  onPeek?: (row: Row) => void
  /** Called near the end of the list; leave out on the last page. */
  loadMore?: (() => void) | undefined
  loadingMore?: boolean
  sort?: Sort
  onSort?: (sort: Sort) => void
  /** With this rows can be selected; gives the actions for the selection. */
  actions?: (rows: readonly Row[], clear: () => void) => ReactNode
  /** When there are no rows. */
  empty?: ReactNode
  /** Left in the bar above: Filters. */
  bar?: ReactNode
}

const cardHeight = 96
const rowHeight = 36

export function Table<Row>(props: TableProps<Row>) {
  const { rows, columns, name, label, rowKey, href, loadMore } = props
  const t = useWords()
  const go = useGo()
  const narrow = useNarrow()
  const { shown, hidden, toggle } = useColumns(name, columns)
  const { first, keep } = usePlace(name)
  const scroller = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(first.active)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const open = useCallback((row: Row) => (props.onOpen ? props.onOpen(row) : href && go(href(row))), [props.onOpen, href, go])
  const select = (row: Row) => {
    const key = rowKey(row)
    setSelected((now) => (now.has(key) ? new Set([...now].filter((one) => one !== key)) : new Set([...now, key])))
  }
  const virtual = useVirtualizer({
    count: rows?.length ?? 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => (narrow ? cardHeight : rowHeight),
    getItemKey: (at) => (rows?.[at] ? rowKey(rows[at]) : at),
    overscan: 12,
  })
  useLayoutEffect(() => virtual.measure(), [narrow, virtual])
  const place = useRestoredPlace(scroller, rows !== undefined, first.top, (top) => keep({ top, active }))
  useMore(virtual.range?.endIndex ?? 0, rows?.length ?? 0, loadMore)
  const keys = useTableKeys({
    rows,
    active,
    setActive,
    scroller,
    show: (at) => virtual.scrollToIndex(at),
    open,
    peek: props.onPeek,
    select: props.actions ? select : undefined,
  })
  const chosen = rows?.filter((row) => selected.has(rowKey(row))) ?? []
  const template = [...(props.actions ? ['36px'] : []), ...shown.map((column) => (column.width ? `${column.width}px` : 'minmax(0, 1fr)'))].join(' ')
  return (
    <div className={classes.table} style={{ '--columns': template } as React.CSSProperties}>
      <TableBar chosen={chosen.length} clear={() => setSelected(new Set())} columns={columns} hidden={hidden} toggle={toggle} bar={props.bar}>
        {props.actions?.(chosen, () => setSelected(new Set()))}
      </TableBar>
      {rows?.length === 0 ? (
        props.empty
      ) : (
        // biome-ignore lint/a11y/useSemanticElements: a virtual list cannot be a table element
        <div
          ref={scroller}
          role="grid"
          aria-label={label}
          aria-rowcount={rows && !loadMore ? rows.length + 1 : -1}
          aria-busy={rows === undefined}
          className={classes.scroller}
          onScroll={place}
          onKeyDown={keys}
        >
          {!narrow && <TableHead columns={shown} selectable={props.actions !== undefined} sort={props.sort} onSort={props.onSort} />}
          {rows === undefined ? (
            <SkeletonRows columns={shown} selectable={props.actions !== undefined} narrow={narrow} />
          ) : (
            // biome-ignore lint/a11y/useSemanticElements: as above
            <div role="rowgroup" className={classes.rows} style={{ height: virtual.getTotalSize() }}>
              {virtual.getVirtualItems().map(({ index, start, key }) => {
                const row = rows[index]
                return row === undefined ? null : (
                  <TableRow
                    key={key}
                    {...{ row, index, start, shown, narrow, props, open, select }}
                    measure={narrow ? virtual.measureElement : undefined}
                    current={index === Math.min(active, rows.length - 1)}
                    selected={selected.has(rowKey(row))}
                    focus={() => setActive(index)}
                  />
                )
              })}
            </div>
          )}
          {rows && rows.length > 0 && (
            <p className={classes.end}>{props.loadingMore ? t('kit.loading') : !loadMore && t('kit.table.end', { count: rows.length })}</p>
          )}
        </div>
      )}
    </div>
  )
}

/** Puts the scroll back where it was once the rows are there, then remembers it. */
function useRestoredPlace(scroller: React.RefObject<HTMLDivElement | null>, ready: boolean, top: number, keep: (top: number) => void) {
  const done = useRef(false)
  useLayoutEffect(() => {
    if (!ready || done.current || !scroller.current) return
    scroller.current.scrollTop = top
    done.current = true
  }, [ready, top, scroller])
  return () => {
    if (done.current && scroller.current) keep(scroller.current.scrollTop)
  }
}

function useMore(last: number, count: number, loadMore: (() => void) | undefined) {
  const latest = useRef(loadMore)
  latest.current = loadMore
  useEffect(() => {
    if (count > 0 && last >= count - 20) latest.current?.()
  }, [last, count])
}

interface RowProps<Row> {
  row: Row
  index: number
  start: number
  shown: readonly Column<Row>[]
  narrow: boolean
  props: TableProps<Row>
  open: (row: Row) => void
  select: (row: Row) => void
  measure: ((element: HTMLElement | null) => void) | undefined
  current: boolean
  selected: boolean
  focus: () => void
}
function TableRow<Row>({ row, index, start, shown, narrow, props, open, select, measure, current, selected, focus }: RowProps<Row>) {
  const t = useWords()
  const cells = narrow ? [...shown].filter((column) => !column.wideOnly).sort((a, b) => Number(b.lead ?? false) - Number(a.lead ?? false)) : shown
  const press = (event: React.MouseEvent) => {
    focus()
    if (!(event.target as HTMLElement).closest('a, button, input, label')) open(row)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: as above
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid listens to the keys
    <div
      ref={measure}
      data-index={index}
      role="row"
      aria-rowindex={index + 2}
      {...(props.actions && { 'aria-selected': selected })}
      tabIndex={current ? 0 : -1}
      className={classes.row}
      data-card={narrow || undefined}
      style={{ transform: `translateY(${start}px)` }}
      onFocus={focus}
      onClick={press}
    >
      {props.actions && (
        // biome-ignore lint/a11y/useSemanticElements: as above
        <div role="gridcell" className={classes.check}>
          <Checkbox
            size="xs"
            tabIndex={-1}
            checked={selected}
            aria-label={t('kit.table.select', { name: props.rowName?.(row) ?? String(index + 1) })}
            onChange={() => select(row)}
          />
        </div>
      )}
      {cells.map((column) => (
        // biome-ignore lint/a11y/useSemanticElements: as above
        <div
          key={column.key}
          role="gridcell"
          className={classes.cell}
          data-end={column.end || undefined}
          data-mono={column.mono || undefined}
          data-lead={column.lead || undefined}
        >
          {column.lead && props.href ? (
            <Link to={props.href(row)} tabIndex={-1} className={classes.link}>
              {column.render(row)}
            </Link>
          ) : (
            column.render(row)
          )}
        </div>
      ))}
    </div>
  )
}

function SkeletonRows<Row>({ columns, selectable, narrow }: { columns: readonly Column<Row>[]; selectable: boolean; narrow: boolean }) {
  const rows = Array.from({ length: narrow ? 8 : 20 }, (_, at) => `skeleton-${at}`)
  return (
    <div aria-hidden>
      {rows.map((key) => (
        <div key={key} className={classes.row} data-still data-card={narrow || undefined}>
          {selectable && <div className={classes.cell} />}
          {columns.map((column) => (
            <div key={column.key} className={classes.cell}>
              <span className={classes.bone} />
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}

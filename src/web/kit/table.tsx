/**
 * A list of many rows: only what is seen is drawn, all of it by keyboard, columns chosen by the person, and the place kept when coming back.
 * On a phone each row is a card. The grid fills the height that is left, so it stands in `<Page width="fill">`.
 */
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useGo } from './links.tsx'
import { useColumns, useNarrow, usePlace } from './list.ts'
import classes from './table.module.css'
import { TableBar, TableHead } from './tableBar.tsx'
import { useTableKeys } from './tableKeys.ts'
import { SkeletonRows, TableRow } from './tableRow.tsx'
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
const headHeight = 32
/** As the tokens `row` and `row-touch`. */
const rowHeight = matchMedia('(pointer: coarse)').matches ? 44 : 36

function useSelection<Row>(rows: readonly Row[] | undefined, rowKey: (row: Row) => string) {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set())
  const flip = (row: Row) => {
    const key = rowKey(row)
    setKeys((now) => (now.has(key) ? new Set([...now].filter((one) => one !== key)) : new Set([...now, key])))
  }
  return { keys, flip, clear: () => setKeys(new Set()), chosen: rows?.filter((row) => keys.has(rowKey(row))) ?? [] }
}

export function Table<Row>(props: TableProps<Row>) {
  const { rows, columns, name, rowKey } = props
  const { keys, flip, clear, chosen } = useSelection(rows, rowKey)
  const chooser = useColumns(name, columns)
  const widths = chooser.shown.map((column) => chooser.widths[column.key] ?? column.width)
  const template = [...(props.actions ? ['36px'] : []), ...widths.map((width) => (width ? `${width}px` : 'minmax(160px, 1fr)'))].join(' ')
  const least = widths.reduce<number>((sum, width) => sum + (width ?? 160) + 12, 48 + (props.actions ? 48 : 0))
  const style = { '--columns': template, '--least': `${least}px`, '--row': `${rowHeight}px` } as React.CSSProperties
  return (
    <div className={classes.table} style={style}>
      <TableBar chosen={chosen.length} clear={clear} columns={columns} {...chooser} bar={props.bar}>
        {props.actions?.(chosen, clear)}
      </TableBar>
      {rows?.length === 0 ? props.empty : <Grid table={props} shown={chooser.shown} resize={chooser.resize} selected={keys} select={flip} />}
    </div>
  )
}

interface GridProps<Row> {
  table: TableProps<Row>
  shown: readonly Column<Row>[]
  resize: (key: string, width: number | undefined) => void
  selected: ReadonlySet<string>
  select: (row: Row) => void
}
function Grid<Row>({ table, shown, resize, selected, select }: GridProps<Row>) {
  const { rows, rowKey, href, loadMore, onOpen, actions } = table
  const t = useWords()
  const go = useGo()
  const narrow = useNarrow()
  const scroller = useRef<HTMLDivElement>(null)
  const { active, setActive, onScroll } = usePlace(table.name, scroller, rows !== undefined)
  const open = (row: Row) => (onOpen ? onOpen(row) : href && go(href(row)))
  const virtual = useVirtualizer({
    count: rows?.length ?? 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => (narrow ? cardHeight : rowHeight),
    getItemKey: (at) => (rows?.[at] ? rowKey(rows[at]) : at),
    overscan: 12,
    scrollMargin: narrow ? 0 : headHeight,
    scrollPaddingStart: narrow ? 0 : headHeight,
  })
  useMore(virtual.range?.endIndex ?? 0, rows?.length ?? 0, loadMore)
  const keys = useTableKeys({
    rows,
    active,
    setActive,
    scroller,
    show: (at) => virtual.scrollToIndex(at),
    open,
    peek: table.onPeek,
    select: actions && select,
  })
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual list cannot be a table element
    <div
      ref={scroller}
      role="grid"
      aria-label={table.label}
      aria-rowcount={rows && !loadMore ? rows.length + 1 : -1}
      aria-busy={rows === undefined}
      className={classes.scroller}
      onScroll={onScroll}
      onKeyDown={keys}
    >
      {!narrow && <TableHead columns={shown} selectable={actions !== undefined} sort={table.sort} onSort={table.onSort} resize={resize} />}
      {rows === undefined && <SkeletonRows columns={shown} selectable={actions !== undefined} narrow={narrow} />}
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <div role="rowgroup" key={narrow ? 'cards' : 'lines'} className={classes.rows} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start, key }) => {
          const row = rows?.[index]
          return row === undefined ? null : (
            <TableRow
              key={key}
              {...{ row, index, shown, narrow, open, select }}
              start={start - (narrow ? 0 : headHeight)}
              props={table}
              measure={narrow ? virtual.measureElement : undefined}
              current={index === Math.min(active, (rows?.length ?? 1) - 1)}
              selected={selected.has(rowKey(row))}
              focus={() => setActive(index)}
            />
          )
        })}
      </div>
      {rows && <p className={classes.end}>{table.loadingMore ? t('kit.loading') : !loadMore && t('kit.table.end', { count: rows.length })}</p>}
    </div>
  )
}

function useMore(last: number, count: number, loadMore: (() => void) | undefined) {
  const latest = useRef(loadMore)
  latest.current = loadMore
  useEffect(() => {
    if (count > 0 && last >= count - 20) latest.current?.()
  }, [last, count])
}

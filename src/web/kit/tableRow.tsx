/** One row of a table: a line, or a card on a phone; and the rows that stand there while the first ones are on their way. */
import { Checkbox } from '@mantine/core'
import { Link } from './links.tsx'
import classes from './table.module.css'
import type { Column, TableProps } from './table.tsx'
import { useWords } from './texts.ts'

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
export function TableRow<Row>({ row, index, start, shown, narrow, props, open, select, measure, current, selected, focus }: RowProps<Row>) {
  const t = useWords()
  const cells = narrow ? [...shown].filter((column) => !column.wideOnly).sort((a, b) => Number(b.lead ?? false) - Number(a.lead ?? false)) : shown
  const press = (event: React.MouseEvent) => {
    focus()
    if (!(event.target as HTMLElement).closest('a, button, input, label')) open(row)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual list cannot be a table element
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
        // biome-ignore lint/a11y/useSemanticElements: a virtual list cannot be a table element
        // biome-ignore lint/a11y/useFocusableInteractive: the row takes the focus
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
        // biome-ignore lint/a11y/useSemanticElements: a virtual list cannot be a table element
        // biome-ignore lint/a11y/useFocusableInteractive: the row takes the focus
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

export function SkeletonRows<Row>({ columns, selectable, narrow }: { columns: readonly Column<Row>[]; selectable: boolean; narrow: boolean }) {
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

/** Above a table: filters at the left, columns at the right; with a selection its count and actions. And the header row. */
import { ActionIcon, Button, Checkbox, Popover } from '@mantine/core'
import IconDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs'
import IconUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs'
import IconColumns from '@tabler/icons-react/dist/esm/icons/IconColumns3.mjs'
import IconMinus from '@tabler/icons-react/dist/esm/icons/IconMinus.mjs'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import type { ReactNode } from 'react'
import classes from './table.module.css'
import type { Column, Sort } from './table.tsx'
import { useWords } from './texts.ts'

interface BarProps<Row> {
  chosen: number
  clear: () => void
  columns: readonly Column<Row>[]
  hidden: readonly string[]
  toggle: (key: string) => void
  widths: Readonly<Record<string, number | undefined>>
  resize: (key: string, width: number | undefined) => void
  bar: ReactNode
  /** Actions of the selection. */
  children: ReactNode
}
export function TableBar<Row>({ chosen, clear, columns, hidden, toggle, widths, resize, bar, children }: BarProps<Row>) {
  const t = useWords()
  const widen = (column: Column<Row>, by: number) => resize(column.key, (widths[column.key] ?? column.width ?? 320) + by)
  return (
    <div className={classes.bar}>
      {chosen > 0 ? (
        <div className={classes.chosen} role="status">
          <strong>{t('kit.table.selected', { count: chosen })}</strong>
          {children}
          <Button size="xs" variant="subtle" color="gray" onClick={clear}>
            {t('kit.table.clear')}
          </Button>
        </div>
      ) : (
        <div className={classes.filters}>{bar}</div>
      )}
      <Popover position="bottom-end" withinPortal>
        <Popover.Target>
          <ActionIcon aria-label={t('kit.table.columns')} title={t('kit.table.columns')} className={classes.columnsButton}>
            <IconColumns size={18} stroke={1.75} aria-hidden />
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown>
          <fieldset className={classes.choose}>
            <legend>{t('kit.table.columns')}</legend>
            {columns.map((column) => (
              <div key={column.key} className={classes.choice}>
                <Checkbox
                  size="xs"
                  label={column.title}
                  checked={column.fixed || !hidden.includes(column.key)}
                  disabled={column.fixed ?? false}
                  onChange={() => toggle(column.key)}
                />
                <ActionIcon size="sm" aria-label={t('kit.table.narrower', { column: column.title })} onClick={() => widen(column, -24)}>
                  <IconMinus size={14} aria-hidden />
                </ActionIcon>
                <ActionIcon size="sm" aria-label={t('kit.table.wider', { column: column.title })} onClick={() => widen(column, 24)}>
                  <IconPlus size={14} aria-hidden />
                </ActionIcon>
              </div>
            ))}
          </fieldset>
        </Popover.Dropdown>
      </Popover>
    </div>
  )
}

interface HeadProps<Row> {
  columns: readonly Column<Row>[]
  selectable: boolean
  sort: Sort | undefined
  onSort: ((sort: Sort) => void) | undefined
  resize: (key: string, width: number | undefined) => void
}
export function TableHead<Row>({ columns, selectable, sort, onSort, resize }: HeadProps<Row>) {
  const t = useWords()
  return (
    // biome-ignore-start lint/a11y/useSemanticElements: a virtual list cannot be a table element
    // biome-ignore-start lint/a11y/useFocusableInteractive: the rows take the focus
    <div role="rowgroup" className={classes.head}>
      <div role="row" aria-rowindex={1} className={classes.headRow}>
        {selectable && (
          <div role="columnheader">
            <span className="visually-hidden">{t('kit.table.selection')}</span>
          </div>
        )}
        {columns.map((column) => {
          const on = sort?.key === column.key
          return (
            <div
              key={column.key}
              role="columnheader"
              className={classes.headCell}
              data-end={column.end || undefined}
              {...(column.sort && { 'aria-sort': on ? (sort.down ? 'descending' : 'ascending') : 'none' })}
            >
              {column.sort && onSort ? (
                <button
                  type="button"
                  className={classes.sort}
                  title={t('kit.table.sort', { column: column.title })}
                  onClick={() => onSort({ key: column.key, down: on ? !sort.down : false })}
                >
                  {column.title}
                  {on && (sort.down ? <IconDown size={12} aria-hidden /> : <IconUp size={12} aria-hidden />)}
                </button>
              ) : (
                <span className={classes.headText}>{column.title}</span>
              )}
              <Edge resize={(width) => resize(column.key, width)} />
            </div>
          )
        })}
      </div>
    </div>
    // biome-ignore-end lint/a11y/useFocusableInteractive: as above
    // biome-ignore-end lint/a11y/useSemanticElements: as above
  )
}

/** The edge of a column: drag it; twice pressed gives back the first width. By keyboard the same is done under the columns button. */
function Edge({ resize }: { resize: (width: number | undefined) => void }) {
  const drag = (event: React.PointerEvent<HTMLElement>) => {
    const edge = event.currentTarget
    const [from, width] = [event.clientX, edge.parentElement?.offsetWidth ?? 0]
    edge.setPointerCapture(event.pointerId)
    const move = (moved: PointerEvent) => resize(width + moved.clientX - from)
    edge.addEventListener('pointermove', move)
    edge.addEventListener('lostpointercapture', () => edge.removeEventListener('pointermove', move), { once: true })
  }
  return <span aria-hidden className={classes.edge} onPointerDown={drag} onDoubleClick={() => resize(undefined)} />
}

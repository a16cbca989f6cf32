/** Above a table: filters at the left, columns at the right; with a selection its count and actions. And the header row. */
import { ActionIcon, Button, Checkbox, Popover } from '@mantine/core'
import IconDown from '@tabler/icons-react/dist/esm/icons/IconArrowDown.mjs'
import IconUp from '@tabler/icons-react/dist/esm/icons/IconArrowUp.mjs'
import IconColumns from '@tabler/icons-react/dist/esm/icons/IconColumns3.mjs'
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
  bar: ReactNode
  /** Actions of the selection. */
  children: ReactNode
}
export function TableBar<Row>({ chosen, clear, columns, hidden, toggle, bar, children }: BarProps<Row>) {
  const t = useWords()
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
              <Checkbox
                key={column.key}
                size="xs"
                label={column.title}
                checked={column.fixed || !hidden.includes(column.key)}
                disabled={column.fixed ?? false}
                onChange={() => toggle(column.key)}
              />
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
}
export function TableHead<Row>({ columns, selectable, sort, onSort }: HeadProps<Row>) {
  const t = useWords()
  return (
    // biome-ignore-start lint/a11y/useSemanticElements: a virtual list cannot be a table element
    // biome-ignore-start lint/a11y/useFocusableInteractive: the rows take the focus
    <div role="rowgroup" className={classes.head}>
      <div role="row" aria-rowindex={1} className={classes.headRow}>
        {selectable && <div role="columnheader" aria-label={t('kit.table.select', { name: '' })} />}
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
                column.title
              )}
            </div>
          )
        })}
      </div>
    </div>
    // biome-ignore-end lint/a11y/useFocusableInteractive: as above
    // biome-ignore-end lint/a11y/useSemanticElements: as above
  )
}

/** A report on screen: the same words as on paper. */
import { useMemo } from 'react'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import type { Figures } from '../contract.ts'
import { type Sheet, sheetOf } from '../rules.ts'
import classes from './reports.module.css'
import { reportWords } from './texts.ts'

export function FiguresSheet({ name, figures }: { name: string; figures: Figures }) {
  const t = useText(reportWords)
  const sheet = useMemo(() => sheetOf(name, figures, t.locale, (key, values) => t(key as Parameters<typeof t>[0], values)), [name, figures, t])
  return (
    <>
      <dl className={classes.facts}>
        {sheet.facts.map(([label, text]) => (
          <div key={label} style={{ display: 'contents' }}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {sheet.tables.map((table) => (
        <Section key={table.title} title={table.title}>
          <Rows table={table} />
        </Section>
      ))}
      <div className={`${classes.notes} dim small`}>
        {sheet.notes.map((note) => (
          <p key={note}>{note}</p>
        ))}
      </div>
    </>
  )
}

function Rows({ table }: { table: Sheet['tables'][number] }) {
  if (table.rows.length === 0) return <p className="dim">{table.none}</p>
  const end = (at: number) => (table.columns[at]?.end ? classes.end : undefined)
  const cells = (row: readonly string[]) =>
    row.map((text, at) => (
      <td key={table.columns[at]?.title} className={end(at)}>
        {text}
      </td>
    ))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
    <section className={classes.scroll} tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            {table.columns.map(({ title }, at) => (
              <th key={title} scope="col" className={end(at)}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row.slice(0, 2).join(' ')}>{cells(row)}</tr>
          ))}
        </tbody>
        {table.total && (
          <tfoot>
            <tr>{cells(table.total)}</tr>
          </tfoot>
        )}
      </table>
    </section>
  )
}

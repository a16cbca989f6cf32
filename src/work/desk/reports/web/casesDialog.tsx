/** The cases behind a figure. */
import { Button, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from '#web/kit/links.tsx'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import classes from './reports.module.css'
import { reportWords } from './texts.ts'

export interface CaseOfFigure {
  key: string
  number: string
  title: string
  /** Beside the case, under `heads`. */
  cells: readonly ReactNode[]
}
interface Props {
  title: string
  heads: readonly string[]
  list: { rows: readonly CaseOfFigure[] | undefined; loadMore: (() => void) | undefined; loadingMore: boolean; error: unknown; retry(): void }
  close(): void
}
export function CasesDialog({ title, heads, list, close }: Props) {
  const t = useText(reportWords)
  const words = useWords()
  return (
    <Modal opened onClose={close} size="xl" title={title} closeButtonProps={{ 'aria-label': words('kit.close') }}>
      {Boolean(list.error) && <Failure error={list.error} retry={list.retry} />}
      {!list.rows && !list.error && <Skeletons rows={4} />}
      {list.rows && (
        <div className={classes.scroll}>
          <table className={`${classes.table} ${classes.wide}`} aria-label={title}>
            <thead>
              <tr>
                {[t('rep.case'), ...heads].map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {list.rows.map(({ key, number, title: about, cells }) => (
                <tr key={key}>
                  <td>
                    <Link to={`/desk/cases/${number}`}>
                      <span className="mono">{number}</span> {about}
                    </Link>
                  </td>
                  {cells.map((cell, at) => (
                    <td key={heads[at]}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {list.loadMore && (
        <Button variant="default" mt="sm" loading={list.loadingMore} onClick={list.loadMore}>
          {t('rep.more')}
        </Button>
      )}
    </Modal>
  )
}

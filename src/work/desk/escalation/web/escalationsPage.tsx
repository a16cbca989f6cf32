/** Escalations: that wait for me or my teams, that I asked, or all that wait. */
import { Button } from '@mantine/core'
import { Link, listOf, useUrlState } from '#web/kit/links.tsx'
import { useLoadList } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import { ViewLink } from '#web/kit/viewLink.tsx'
import { CaseState, PriorityMark } from '../../web/marksOfCase.tsx'
import { DeskPage } from '../../web/places.tsx'
import { Asked } from './asked.tsx'
import { escalationCalls } from './calls.ts'
import classes from './escalation.module.css'
import { escalationWords } from './texts.ts'

const views = ['mine', 'asked', 'open'] as const

export default function EscalationsPage() {
  const t = useText(escalationWords)
  const [search] = useUrlState()
  const which = views.find((view) => view === listOf(search.view)[0]) ?? 'mine'
  const { rows, loadMore, loadingMore, error, retry } = useLoadList({
    key: ['desk', 'escalations', which],
    load: (after, signal) => escalationCalls.escalations({ query: { which, limit: 50, ...(after && { after }) } }, { signal }),
    on: ['desk.escal'],
  })
  return (
    <DeskPage title={t('esc.title')} lead={t('esc.lead')}>
      <nav className="tabs" aria-label={t('esc.title')}>
        {views.map((view) => (
          <ViewLink key={view} to={`/desk/escalations?view=${view}`} on={view === which}>
            {t(`esc.${view}`)}
          </ViewLink>
        ))}
      </nav>
      {error && !rows && <Failure error={error} retry={retry} />}
      {!rows && !error && <Skeletons rows={6} />}
      {rows?.length === 0 && <Empty title={t(`esc.none.${which}`)}>{t('esc.none.text')}</Empty>}
      <ul className={classes.list}>
        {rows?.map((one) => (
          <li key={one.id} className={classes.item}>
            <div className={classes.line}>
              <Link to={`/desk/cases/${one.case.number}`}>
                <span className="mono">{one.case.number}</span> {one.case.title}
              </Link>
              <PriorityMark priority={one.case.priority} />
              <CaseState state={one.case.state} />
            </div>
            <Asked one={one} done={retry} />
          </li>
        ))}
      </ul>
      {loadMore && (
        <Button variant="default" mt="md" loading={loadingMore} onClick={loadMore}>
          {t('esc.more')}
        </Button>
      )}
    </DeskPage>
  )
}

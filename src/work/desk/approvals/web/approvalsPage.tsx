/** What waits for my yes or no, and what I decided before. */
import { Button } from '@mantine/core'
import IconCheck from '@tabler/icons-react/dist/esm/icons/IconChecks.mjs'
import { Link, listOf, useUrlState } from '#web/kit/links.tsx'
import { useLoadList } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { ViewLink } from '#web/kit/viewLink.tsx'
import portal from '../../web/portal/portal.module.css'
import { portalWords } from '../../web/portal/texts.ts'
import { approvalCalls } from './calls.ts'
import { approvalWords } from './texts.ts'

const meaning = { open: 'new', yes: 'held', no: 'broken', over: 'cancelled' } as const

export default function ApprovalsPage() {
  const t = useText(approvalWords)
  const p = useText(portalWords)
  const words = useWords()
  const [search] = useUrlState()
  const open = listOf(search.view)[0] !== 'over'
  const { rows, loadMore, loadingMore, error, retry } = useLoadList({
    key: ['desk/approvals', open],
    load: (after, signal) => approvalCalls.approvals({ query: { limit: 20, open: open ? 'true' : 'false', ...(after && { after }) } }, { signal }),
    on: ['desk.approvals.'],
  })
  return (
    <Page title={t('approvals.mine')} lead={t('approvals.mine.lead')} under={[{ label: p('portal.title'), to: '/portal' }]} width="form">
      <nav className="tabs" aria-label={t('approvals.mine')}>
        <ViewLink to="/portal/approvals" on={open}>
          {t('approvals.mine.open')}
        </ViewLink>
        <ViewLink to="/portal/approvals?view=over" on={!open}>
          {t('approvals.mine.over')}
        </ViewLink>
      </nav>
      {error && <Failure error={error} retry={retry} />}
      {!rows && !error && <Skeletons rows={4} />}
      {rows?.length === 0 && (
        <Empty icon={IconCheck} title={t(open ? 'approvals.mine.empty' : 'approvals.mine.emptyOver')}>
          {t('approvals.mine.empty.text')}
        </Empty>
      )}
      <ul className={portal.reports}>
        {rows?.map((one) => (
          <li key={one.id}>
            <Link to={`/portal/approvals/${one.id}`} className={portal.report}>
              <span className={portal.reportTitle}>{one.title}</span>
              <StateBadge meaning={meaning[one.mine]}>{t(`approvals.said.${one.mine}`)}</StateBadge>
              <span className={portal.reportFoot}>
                <span className="mono">{one.number}</span>
                <span>{one.askedBy.name}</span>
                <Time at={one.askedAt} />
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {loadMore && (
        <Button variant="default" loading={loadingMore} onClick={loadMore}>
          {words('kit.table.more')}
        </Button>
      )}
    </Page>
  )
}

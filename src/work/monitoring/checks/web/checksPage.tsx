/** All that is asked and how it stands; what failed first. */
import { Button } from '@mantine/core'
import IconActivity from '@tabler/icons-react/dist/esm/icons/IconActivity.mjs'
import { listOf, useGo, useUrlState } from '#web/kit/links.tsx'
import { useLoadList } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { MonitoringPage } from '../../web/places.tsx'
import { State } from '../kinds/contract.ts'
import { checks } from './calls.ts'
import { CheckRow } from './checkRow.tsx'
import classes from './checks.module.css'
import { checkTexts } from './checkTexts.ts'
import { CheckStates, useCheckCounts } from './places.tsx'

export default function ChecksPage() {
  const t = useText(checkTexts)
  const words = useWords()
  const go = useGo()
  const [query] = useUrlState()
  const chosen = listOf(query.state)[0]
  const state = State.safeParse(chosen).data
  const templateId = listOf(query.templateId)[0]
  const counts = useCheckCounts()
  const { rows, loadMore, loadingMore, error, retry } = useLoadList({
    key: ['monitoring', 'checks', chosen ?? '', templateId ?? ''],
    load: (after, signal) =>
      checks.checks({ query: { limit: 100, after, state, templateId, ...(chosen === 'paused' && { paused: 'true' }) } }, { signal }),
    on: ['monitoring.'],
  })
  const nothing = counts !== undefined && counts.ok + counts.failed + counts.unknown + counts.paused === 0
  return (
    <MonitoringPage title={t('monitoring.checks')} lead={t('monitoring.checks.lead')}>
      <CheckStates />
      {error && <Failure error={error} retry={retry} />}
      {!rows && !error && <Skeletons rows={8} />}
      {rows?.length === 0 &&
        (nothing ? (
          <Empty
            icon={IconActivity}
            title={t('monitoring.checks.empty')}
            action={<Button onClick={() => go('/monitoring/templates')}>{t('monitoring.checks.toTemplates')}</Button>}
          >
            {t('monitoring.checks.emptyWhat')}
          </Empty>
        ) : (
          <Empty title={t('monitoring.checks.none')} />
        ))}
      <ul className={classes.list} aria-label={t('monitoring.checks')}>
        {rows?.map((check) => (
          <CheckRow key={check.id} check={check} named />
        ))}
      </ul>
      {loadMore && (
        <Button variant="default" loading={loadingMore} onClick={loadMore}>
          {words('kit.table.more')}
        </Button>
      )}
    </MonitoringPage>
  )
}

/** For staff: everything that was published. */
import { Button } from '@mantine/core'
import { Link, useGo } from '#web/kit/links.tsx'
import { useLoadList } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { DeskPage } from '../../web/places.tsx'
import type { ManagedOutage } from '../contract.ts'
import { inLanguage } from '../rules.ts'
import { outageCalls } from './calls.ts'
import classes from './outages.module.css'
import { outageWords } from './texts.ts'

const meanings = { published: 'broken', over: 'done', withdrawn: 'cancelled' } as const

export default function ManagePage() {
  const t = useText(outageWords)
  const go = useGo()
  const { rows, loadMore, loadingMore, error, retry } = useLoadList({
    key: ['desk', 'outages'],
    load: (after, signal) => outageCalls.manage({ query: { limit: 50, ...(after && { after }) } }, { signal }),
    on: ['desk.outage'],
  })
  const publish = <Button onClick={() => go('/desk/outages/new')}>{t('out.publish')}</Button>
  return (
    <DeskPage title={t('out.manage')} lead={t('out.manage.lead')} actions={rows?.length ? publish : undefined}>
      {error && !rows && <Failure error={error} retry={retry} />}
      {!rows && !error && <Skeletons rows={6} />}
      {rows?.length === 0 && (
        <Empty title={t('out.manage.none')} action={publish}>
          {t('out.manage.none.text')}
        </Empty>
      )}
      <ul className={classes.list}>
        {rows?.map((one) => (
          <Row key={one.id} one={one} />
        ))}
      </ul>
      {loadMore && (
        <Button variant="default" mt="md" loading={loadingMore} onClick={loadMore}>
          {t('out.more')}
        </Button>
      )}
    </DeskPage>
  )
}

function Row({ one }: { one: ManagedOutage }) {
  const t = useText(outageWords)
  const planned = one.kind === 'maintenance' && one.state === 'published'
  return (
    <li className={classes.outage}>
      <div className={classes.head}>
        <Link to={`/desk/outages/${one.id}`}>
          <strong>{inLanguage(one, t.locale)?.title}</strong>
        </Link>
        <StateBadge meaning={planned ? 'waiting' : meanings[one.state]}>{t(planned ? 'out.kind.maintenance' : `out.state.${one.state}`)}</StateBadge>
      </div>
      <p className="dim small">
        {t(one.kind === 'maintenance' ? 'out.from' : 'out.since')} <Time at={one.from} as="absolute" />
        {one.until && (
          <>
            {' '}
            {t('out.until')} <Time at={one.until} as="absolute" />
          </>
        )}
        {one.case && (
          <>
            {' · '}
            <Link to={`/desk/cases/${one.case}`}>{one.case}</Link>
          </>
        )}
        {one.count > 0 && ` · ${t('out.count', { count: one.count })}`}
      </p>
    </li>
  )
}

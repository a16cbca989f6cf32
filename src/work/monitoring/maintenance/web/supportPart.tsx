/** What ends within a time, on how many items, on which; and the data that says so. */
import { Button, Modal, NativeSelect } from '@mantine/core'
import { useState } from 'react'
import { Link, listOf, useUrlState } from '#web/kit/links.tsx'
import { useLoad, useLoadList } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import type { Ends } from '../support/contract.ts'
import { support } from './calls.ts'
import { Left, useDay } from './days.tsx'
import classes from './maintenance.module.css'
import { Norm } from './norm.tsx'
import { SupportData } from './supportData.tsx'
import { maintenanceWords } from './texts.ts'

const choices = ['0', '90', '180', '365', '1095']
export function SupportPart({ organisationId }: { organisationId: string }) {
  const t = useText(maintenanceWords)
  const dayOf = useDay()
  const [query, change] = useUrlState()
  const days = choices.find((one) => one === listOf(query.days)[0]) ?? '180'
  const [where, setWhere] = useState<Ends>()
  const [data, setData] = useState(false)
  const found = useLoad({
    key: ['monitoring', 'support', organisationId, days],
    load: (signal) => support.ending({ query: { organisationId, days } }, { signal }),
    on: ['items.factsChanged', 'monitoring.supportBrought'],
  })
  return (
    <>
      <Norm name="support" organisationId={organisationId} />
      <div className={classes.tools}>
        <NativeSelect
          aria-label={t('maintenance.support.within')}
          value={days}
          onChange={(event) => change({ days: event.currentTarget.value })}
          data={choices.map((value) => ({
            value,
            label: value === '0' ? t('maintenance.over') : `${t('maintenance.support.within')} ${t('maintenance.support.days', { days: value })}`,
          }))}
        />
        <span className={classes.deeds}>
          <span className="dim small">{found.data && t('maintenance.support.known', { known: found.data.known })}</span>
          <Button size="compact-sm" variant="default" onClick={() => setData(true)}>
            {t('maintenance.support.data')}
          </Button>
        </span>
      </div>
      {found.error && <Failure error={found.error} retry={() => void found.refetch()} />}
      {!found.data && !found.error && <Skeletons rows={6} />}
      {found.data?.items.length === 0 && <Empty title={t('maintenance.support.none')}>{t('maintenance.support.noneWhat')}</Empty>}
      <ul className={classes.list} aria-label={t('maintenance.part.support')}>
        {found.data?.items.map((one) => (
          <li key={`${one.product} ${one.cycle}`} className={classes.row}>
            <strong className={classes.wide}>{one.label}</strong>
            <span className={classes.wide}>
              <Left until={one.until} near={90} />
              {one.extendedUntil && (
                <span className="dim small">
                  {' · '}
                  {t('maintenance.support.extended').toLowerCase()} {dayOf(one.extendedUntil)}
                </span>
              )}
            </span>
            <Button
              size="compact-sm"
              variant="subtle"
              aria-label={`${t('maintenance.planned.about', { count: one.items })}: ${t('maintenance.support.where', { label: one.label })}`}
              onClick={() => setWhere(one)}
            >
              {t('maintenance.planned.about', { count: one.items })}
            </Button>
          </li>
        ))}
      </ul>
      <Modal
        opened={where !== undefined}
        onClose={() => setWhere(undefined)}
        title={where && t('maintenance.support.where', { label: where.label })}
        closeButtonProps={{ 'aria-label': t('maintenance.close') }}
      >
        {where && <Items of={where} organisationId={organisationId} />}
      </Modal>
      <Modal
        size="lg"
        opened={data}
        onClose={() => setData(false)}
        title={t('maintenance.support.data')}
        closeButtonProps={{ 'aria-label': t('maintenance.close') }}
      >
        <SupportData organisationId={organisationId} />
      </Modal>
    </>
  )
}

function Items({ of: { product, cycle }, organisationId }: { of: Ends; organisationId: string }) {
  const t = useText(maintenanceWords)
  const list = useLoadList({
    key: ['monitoring', 'support', 'items', organisationId, product, cycle],
    load: (after, signal) => support.endingItems({ query: { organisationId, product, cycle, limit: 50, ...(after && { after }) } }, { signal }),
  })
  if (list.error) return <Failure error={list.error} retry={list.retry} />
  if (!list.rows) return <Skeletons rows={4} />
  return (
    <>
      <ul className={classes.list}>
        {list.rows.map(({ item, found }) => (
          <li key={item.id} className={classes.row}>
            <Link to={`/items/${item.number}`}>{item.name}</Link>
            <span className={`dim small ${classes.wide}`}>{found}</span>
          </li>
        ))}
      </ul>
      {list.loadMore && (
        <Button size="compact-sm" variant="subtle" loading={list.loadingMore} onClick={list.loadMore}>
          {t('maintenance.support.more')}
        </Button>
      )}
    </>
  )
}

/** Collectors: which there are, how they do, and how one is made. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Confirm } from '#web/kit/confirm.tsx'
import { Link } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { useMay } from '#web/kit/person.ts'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import classes from '../../receiving/web/receiving.module.css'
import { MonitoringPage } from '../../web/places.tsx'
import type { Collector } from '../contract.ts'
import { collectors } from './calls.ts'
import { collectorTexts } from './collectorTexts.ts'
import { CodeOnce, NewCollector } from './newCollector.tsx'

const meanings = { made: 'waiting', heard: 'done', silent: 'broken' } as const

export default function CollectorsPage() {
  const t = useText(collectorTexts)
  const configures = useMay('monitoring.configure')
  const reload = useReload()
  const [making, setMaking] = useState(false)
  const [code, setCode] = useState<{ name: string; code: string }>()
  const [removing, setRemoving] = useState<Collector>()
  const { data, error, refetch } = useLoad({
    key: ['monitoring', 'collectors'],
    load: (signal) => collectors.collectors({}, { signal }),
    on: ['monitoring.collectorChanged'],
  })
  const again = () => reload(['monitoring', 'collectors'])
  const remove = async () => {
    if (!removing) return
    await collectors.removeCollector({ params: { id: removing.id } }).then(
      () => toast(t('monitoring.collectors.removed', { name: removing.name })),
      (thrown: unknown) => toastProblem(thrown, t('monitoring.collectors.failed')),
    )
    await again()
  }
  const newCode = (of: Collector) =>
    collectors.newCode({ params: { id: of.id } }).then(setCode, (thrown: unknown) => toastProblem(thrown, t('monitoring.collectors.failed')))
  const make = configures && <Button onClick={() => setMaking(true)}>{t('monitoring.collectors.new')}</Button>
  return (
    <MonitoringPage title={t('monitoring.collectors')} lead={t('monitoring.collectors.lead')} actions={make}>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={3} />}
      {data?.items.length === 0 && <Empty title={t('monitoring.collectors.empty')} />}
      <ul className={classes.list} aria-label={t('monitoring.collectors')}>
        {data?.items.map((one) => (
          <Row key={one.id} of={one} change={configures ? { newCode: () => void newCode(one), remove: () => setRemoving(one) } : undefined} />
        ))}
      </ul>
      {making && (
        <NewCollector
          close={() => setMaking(false)}
          made={(made) => {
            setMaking(false)
            setCode(made)
            void again()
          }}
        />
      )}
      {code && <CodeOnce of={code} close={() => setCode(undefined)} />}
      <Confirm
        opened={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        title={t('monitoring.collectors.removeOf', { name: removing?.name ?? '' })}
        consequences={t('monitoring.collectors.removeWhat')}
        verb={t('monitoring.collectors.remove')}
        danger
        onConfirm={remove}
      />
    </MonitoringPage>
  )
}

function Row({ of, change }: { of: Collector; change: { newCode: () => void; remove: () => void } | undefined }) {
  const t = useText(collectorTexts)
  const { name, item, location, state, seenAt, checks, waiting, lost } = of
  return (
    <li className={classes.row}>
      <StateBadge meaning={meanings[state]}>{t(`monitoring.collectors.state.${state}`)}</StateBadge>
      <span className={classes.wide}>
        {name}
        <span className="dim small">
          {' · '}
          <Link to={`/items/${item.number}`}>{item.name}</Link>
          {' · '}
          <Link to={`/items/${location.number}`}>{location.name}</Link>
          {` · ${t('monitoring.collectors.checks', { count: checks })}`}
          {seenAt && (
            <>
              {` · ${t('monitoring.collectors.seen')} `}
              <Time at={seenAt} />
            </>
          )}
          {waiting > 1 && ` · ${t('monitoring.collectors.waiting', { count: waiting })}`}
          {lost > 0 && ` · ${t('monitoring.collectors.lost', { count: lost })}`}
        </span>
      </span>
      {change && (
        <>
          <Button size="xs" variant="default" aria-label={t('monitoring.collectors.newCodeOf', { name })} onClick={change.newCode}>
            {t('monitoring.collectors.newCode')}
          </Button>
          <Button size="xs" variant="default" aria-label={t('monitoring.collectors.removeOf', { name })} onClick={change.remove}>
            {t('monitoring.collectors.remove')}
          </Button>
        </>
      )}
    </li>
  )
}

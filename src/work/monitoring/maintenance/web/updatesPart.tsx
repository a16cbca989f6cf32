/** Hosts with what waits on them: what is oldest first. */
import { Button, Checkbox, Modal } from '@mantine/core'
import { useState } from 'react'
import { Link } from '#web/kit/links.tsx'
import { useLoad, useLoadList } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast } from '#web/kit/toast.tsx'
import type { HostUpdates } from '../updates/contract.ts'
import { updates } from './calls.ts'
import { useDay } from './days.tsx'
import classes from './maintenance.module.css'
import { Norm } from './norm.tsx'
import { maintenanceWords } from './texts.ts'

export function UpdatesPart({ organisationId }: { organisationId: string }) {
  const t = useText(maintenanceWords)
  const [all, setAll] = useState(false)
  const [script, setScript] = useState(false)
  const counts = useLoad({
    key: ['monitoring', 'updates', 'counts', organisationId],
    load: async (signal) => (await updates.hosts({ query: { organisationId, limit: 1 } }, { signal })).counts,
    on: ['items.factsChanged'],
  }).data
  const list = useLoadList({
    key: ['monitoring', 'updates', organisationId, all],
    load: (after, signal) => updates.hosts({ query: { organisationId, limit: 50, all: String(all), ...(after && { after }) } }, { signal }),
    on: ['items.factsChanged'],
  })
  const known = (counts?.hosts ?? 0) > 0
  return (
    <>
      <Norm name="securityUpdates" organisationId={organisationId} />
      <Norm name="reboot" organisationId={organisationId} />
      <div className={classes.tools}>
        <span className="dim small">{counts && known ? t('maintenance.updates.counts', counts) : ''}</span>
        <span className={classes.deeds}>
          {known && (
            <Checkbox size="xs" label={t('maintenance.updates.all')} checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />
          )}
          <Button size="compact-sm" variant="default" onClick={() => setScript(true)}>
            {t('maintenance.updates.script')}
          </Button>
        </span>
      </div>
      {list.error && <Failure error={list.error} retry={list.retry} />}
      {!list.rows && !list.error && <Skeletons rows={6} />}
      {list.rows?.length === 0 && counts && (
        <Empty title={t(known ? 'maintenance.updates.none' : 'maintenance.updates.empty')}>
          {t(known ? 'maintenance.updates.noneWhat' : 'maintenance.updates.emptyWhat')}
        </Empty>
      )}
      <ul className={classes.list} aria-label={t('maintenance.part.updates')}>
        {list.rows?.map((host) => (
          <li key={host.item.id} className={classes.row}>
            <Link to={`/items/${host.item.number}`}>{host.item.name}</Link>
            <HostWords host={host} />
            <span className="dim small">
              {t('maintenance.updates.seen')} <Time at={host.seenAt} />
            </span>
          </li>
        ))}
      </ul>
      {list.loadMore && (
        <Button size="compact-sm" variant="subtle" loading={list.loadingMore} onClick={list.loadMore}>
          {t('maintenance.support.more')}
        </Button>
      )}
      <Modal
        size="lg"
        opened={script}
        onClose={() => setScript(false)}
        title={t('maintenance.updates.script')}
        closeButtonProps={{ 'aria-label': t('maintenance.close') }}
      >
        <Script />
      </Modal>
    </>
  )
}

export function HostWords({ host }: { host: HostUpdates }) {
  const t = useText(maintenanceWords)
  const dayOf = useDay()
  const { security, waiting, securitySince, waitingSince, reboot, rebootSince, why, updatedOn } = host
  const since = securitySince ?? waitingSince
  return (
    <span className={classes.wide}>
      {waiting === null && security === null ? (
        <span className="dim">{t('maintenance.updates.unknown')}</span>
      ) : (
        <>
          {(security ?? 0) > 0 ? (
            <StateBadge meaning="risk" plain>
              {t('maintenance.updates.onItem', { security: security ?? 0, waiting: waiting ?? security ?? 0 })}
            </StateBadge>
          ) : (
            t('maintenance.updates.onItem', { security: security ?? 0, waiting: waiting ?? 0 })
          )}
          {since && (
            <span className="dim small">
              {' '}
              {t('maintenance.updates.since').toLowerCase()} <Time at={since} as="day" />
            </span>
          )}
        </>
      )}
      {reboot && (
        <span>
          {' '}
          <StateBadge meaning="test" plain>
            {t('maintenance.updates.pending')}
          </StateBadge>
          <span className="dim small">
            {rebootSince && (
              <>
                {' '}
                {t('maintenance.updates.since').toLowerCase()} <Time at={rebootSince} as="day" />
              </>
            )}
            {why !== '' && ` (${why})`}
          </span>
        </span>
      )}
      {updatedOn && (
        <span className="dim small">
          {' · '}
          {t('maintenance.updates.last').toLowerCase()} {dayOf(updatedOn)}
        </span>
      )}
    </span>
  )
}

function Script() {
  const t = useText(maintenanceWords)
  const { data, error } = useLoad({ key: ['monitoring', 'updates', 'script'], load: (signal) => updates.updatesScript({}, { signal }) })
  if (error) return <Failure error={error} />
  if (!data) return <Skeletons rows={8} />
  const copy = async () => {
    await navigator.clipboard.writeText(data.text)
    toast(t('maintenance.updates.copied'))
  }
  return (
    <div className={classes.stack}>
      <p>{t('maintenance.updates.scriptWhat')}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, also by keyboard */}
      <pre className={classes.script} tabIndex={0}>
        {data.text}
      </pre>
      <div className={classes.end}>
        <Button onClick={() => void copy()}>{t('maintenance.updates.copy')}</Button>
      </div>
    </div>
  )
}

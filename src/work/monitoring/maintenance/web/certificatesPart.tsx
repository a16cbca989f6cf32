/** Certificates, what ends first in front. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useMayAt } from '#record/items/web/more.ts'
import { Link, useGo } from '#web/kit/links.tsx'
import { useLoadList, useReload } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { Certificate } from '../certificates/contract.ts'
import { certificates } from './calls.ts'
import { Left } from './days.tsx'
import classes from './maintenance.module.css'
import { Norm } from './norm.tsx'
import { maintenanceWords } from './texts.ts'

export function CertificatesPart({ organisationId }: { organisationId: string }) {
  const t = useText(maintenanceWords)
  const list = useLoadList({
    key: ['monitoring', 'certificates', organisationId],
    load: (after, signal) => certificates.certificates({ query: { organisationId, limit: 50, ...(after && { after }) } }, { signal }),
    on: ['monitoring.certificateChanged'],
  })
  return (
    <>
      <Norm name="certificates" organisationId={organisationId} />
      {list.error && <Failure error={list.error} retry={list.retry} />}
      {!list.rows && !list.error && <Skeletons rows={6} />}
      {list.rows?.length === 0 && <Empty title={t('maintenance.certificates.none')}>{t('maintenance.certificates.noneWhat')}</Empty>}
      <ul className={classes.list} aria-label={t('maintenance.part.certificates')}>
        {list.rows?.map((one) => (
          <CertificateRow key={one.id} one={one} />
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

/** `on`: the item on whose page it stands, which then is not named. */
export function CertificateRow({ one, on }: { one: Certificate; on?: string }) {
  const t = useText(maintenanceWords)
  const items = new Map(one.places.map(({ item }) => [item.id, item]))
  const untrusted = one.places.some(({ trusted }) => trusted === false)
  const others = one.names.filter((name) => name !== one.subject)
  return (
    <li className={classes.row}>
      <span className={classes.wide}>
        <strong>{one.subject}</strong>
        {others.length > 0 && <span className="dim small"> {others.slice(0, 4).join(', ')}</span>}
        <br />
        <span className="dim small">
          {[one.issuer, one.key].filter(Boolean).join(' · ')}{' '}
          {untrusted && (
            <StateBadge meaning="risk" plain>
              {t('maintenance.certificates.untrusted')}
            </StateBadge>
          )}
        </span>
      </span>
      <Left until={one.until} near={21} />
      {on === undefined && (
        <span className={classes.deeds}>
          {[...items.values()].slice(0, 4).map((item) => (
            <Link key={item.id} to={`/items/${item.number}`}>
              {item.name}
            </Link>
          ))}
          {items.size > 4 && <span className="dim small">+{items.size - 4}</span>}
        </span>
      )}
      <Renew one={one} />
    </li>
  )
}

function Renew({ one }: { one: Certificate }) {
  const t = useText(maintenanceWords)
  const go = useGo()
  const reload = useReload()
  const may = useMayAt('monitoring.work', one.organisationId)
  const [busy, setBusy] = useState(false)
  if (one.case?.open) return <Link to={`/desk/cases/${one.case.number}`}>{one.case.number}</Link>
  if (!may) return null
  const renew = async () => {
    setBusy(true)
    try {
      const { number } = await certificates.renewCertificate({ params: { id: one.id } })
      toast(t('maintenance.certificates.opened', { number }))
      await reload(['monitoring', 'certificates'])
      go(`/desk/cases/${number}`)
    } catch (error) {
      toastProblem(error, t('maintenance.failed'))
      setBusy(false)
    }
  }
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={busy}
      aria-label={t('maintenance.certificates.renewOne', { subject: one.subject })}
      onClick={() => void renew()}
    >
      {t('maintenance.certificates.renew')}
    </Button>
  )
}

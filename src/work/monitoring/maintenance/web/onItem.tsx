/** On the page of an item: what waits, until when what it runs is supported, its certificates, and what is planned. */
import { Button, Modal, Textarea } from '@mantine/core'
import { type FormEvent, lazy, Suspense, useState } from 'react'
import { useMayAt } from '#record/items/web/more.ts'
import { problemIn } from '#web/kit/api.ts'
import type { PanelItem } from '#web/kit/itemPanels.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Note, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { certificates, support, updates } from './calls.ts'
import { CertificateRow } from './certificatesPart.tsx'
import { Left } from './days.tsx'
import classes from './maintenance.module.css'
import { PlannedRows, usePlanned } from './plannedPart.tsx'
import { maintenanceWords } from './texts.ts'
import { HostWords } from './updatesPart.tsx'

const Plan = lazy(() => import('./plan.tsx'))

export default function MaintenanceOnItem({ subject: item, title }: { subject: PanelItem; title: string }) {
  const t = useText(maintenanceWords)
  const plans = useMayAt('desk.configure', item.organisationId)
  const works = useMayAt('monitoring.work', item.organisationId)
  const sees = useMayAt('desk.work', item.organisationId)
  const [open, setOpen] = useState<'plan' | 'bring'>()
  const about = [`item/${item.id}`]
  const params = { id: item.id }
  const found = useLoad({
    key: ['monitoring', 'maintained', item.id],
    load: async (signal) => {
      const [waits, runs, serves] = await Promise.all([
        updates.itemUpdates({ params }, { signal }),
        support.itemSupport({ params }, { signal }),
        certificates.itemCertificates({ params }, { signal }),
      ])
      return { host: waits.host, runs: runs.items, serves: serves.items }
    },
    ...{ about, on: ['monitoring.certificateChanged'] },
  }).data
  const planned = usePlanned(item.organisationId, item.id, sees).data?.items ?? []
  const known = found && (found.host !== null || found.runs.length + found.serves.length > 0)
  if (!known && planned.length === 0 && !plans && !works) return null
  const close = () => setOpen(undefined)
  return (
    <Section
      title={title}
      actions={
        <span className={classes.deeds}>
          {works && (
            <Button size="compact-sm" variant="subtle" onClick={() => setOpen('bring')}>
              {t('maintenance.certificates.bring')}
            </Button>
          )}
          {plans && (
            <Button size="compact-sm" variant="default" onClick={() => setOpen('plan')}>
              {t('maintenance.plan')}
            </Button>
          )}
        </span>
      }
    >
      <ul className={classes.list}>
        {found?.host && (
          <li className={classes.row}>
            <span>{t('maintenance.part.updates')}</span>
            <HostWords host={found.host} />
          </li>
        )}
        {found?.runs.map((one) => (
          <li key={`${one.product} ${one.cycle}`} className={classes.row}>
            <span className={classes.wide}>
              {one.label} <span className="dim small">{one.found}</span>
            </span>
            <Left until={one.until} near={90} />
          </li>
        ))}
        {found?.serves.map((one) => (
          <CertificateRow key={one.id} one={one} on={item.id} />
        ))}
      </ul>
      {planned.length > 0 && <PlannedRows rows={planned} on={item.id} />}
      <Modal
        opened={open !== undefined}
        onClose={close}
        title={t(open === 'bring' ? 'maintenance.certificates.bring' : 'maintenance.plan')}
        closeButtonProps={{ 'aria-label': t('maintenance.close') }}
      >
        {open === 'plan' && (
          <Suspense fallback={<Skeletons rows={5} />}>
            <Plan item={item} close={close} />
          </Suspense>
        )}
        {open === 'bring' && <Bring item={item} close={close} />}
      </Modal>
    </Section>
  )
}

function Bring({ item, close }: { item: PanelItem; close: () => void }) {
  const t = useText(maintenanceWords)
  const reload = useReload()
  const [pem, setPem] = useState('')
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string>()
  const bring = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      await certificates.bringCertificate({ body: { itemId: item.id, pem } })
      toast(t('maintenance.certificates.brought'))
      await reload(['monitoring', 'maintained', item.id])
      close()
    } catch (error) {
      setWrong(problemIn(error)?.title ?? t('maintenance.failed'))
      setBusy(false)
    }
  }
  return (
    <form className={classes.stack} onSubmit={(event) => void bring(event)}>
      {wrong && (
        <div role="alert">
          <Note tone="red">{wrong}</Note>
        </div>
      )}
      <Textarea
        label={t('maintenance.certificates.pem')}
        data-autofocus
        autosize
        minRows={6}
        maxRows={16}
        value={pem}
        onChange={(event) => setPem(event.currentTarget.value)}
      />
      <div className={classes.end}>
        <Button type="submit" loading={busy} disabled={pem.trim() === ''}>
          {t('maintenance.certificates.bring')}
        </Button>
      </div>
    </form>
  )
}

/** The norm of a part of maintenance: whether it counts, and making it count in one click. */
import { Button, Modal, NativeSelect, NumberInput } from '@mantine/core'
import { useState } from 'react'
import { useMayAt } from '#record/items/web/more.ts'
import { severities } from '#record/norms/contract.ts'
import { normsTexts } from '#record/norms/texts.ts'
import { SeverityWord } from '#record/norms/web/marks.tsx'
import { problemIn } from '#web/kit/api.ts'
import { Link } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Note, Refused } from '#web/kit/marks.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import type { MaintenanceNorm, NormName } from '../expecting/contract.ts'
import { expecting } from './calls.ts'
import classes from './maintenance.module.css'
import { maintenanceWords } from './texts.ts'

export function Norm({ name, organisationId }: { name: NormName; organisationId: string }) {
  const t = useText(maintenanceWords)
  const may = useMayAt('norms.configure', organisationId)
  const [open, setOpen] = useState(false)
  const norm = useLoad({
    key: ['monitoring', 'norms', organisationId, t.locale],
    load: (signal) => expecting.maintenanceNorms({ query: { organisationId } }, { signal }),
    on: ['monitoring.maintenanceNormSet'],
  }).data?.items.find((one) => one.name === name)
  if (!norm) return null
  const counts = norm.expectationId !== null
  return (
    <div className={classes.norm}>
      <div className={classes.wide}>
        <p>
          <StateBadge meaning={counts ? 'held' : 'waiting'} plain>
            {t(counts ? 'maintenance.norm.counts' : 'maintenance.norm.off')}
          </StateBadge>{' '}
          <strong>{norm.title}</strong> <span className="dim small">{counts && <SeverityWord severity={norm.severity} />}</span>
        </p>
      </div>
      <span className={classes.deeds}>
        {counts && <Link to={`/norms/expectations/${norm.expectationId}`}>{t('maintenance.norm.show')}</Link>}
        <Refused why={may ? undefined : t('maintenance.norm.notYours')}>
          <Button size="compact-sm" variant="default" onClick={() => setOpen(true)}>
            {t(counts ? 'maintenance.norm.change' : 'maintenance.norm.on')}
          </Button>
        </Refused>
      </span>
      <Modal opened={open} onClose={() => setOpen(false)} title={norm.title} closeButtonProps={{ 'aria-label': t('maintenance.close') }}>
        <Setting norm={norm} organisationId={organisationId} close={() => setOpen(false)} />
      </Modal>
    </div>
  )
}

function Setting({ norm, organisationId, close }: { norm: MaintenanceNorm; organisationId: string; close: () => void }) {
  const t = useText({ ...normsTexts, ...maintenanceWords })
  const reload = useReload()
  const [days, setDays] = useState(norm.days)
  const [severity, setSeverity] = useState(norm.severity)
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string>()
  const set = async (counts: boolean) => {
    setBusy(true)
    try {
      await expecting.setMaintenanceNorm({ params: { name: norm.name }, body: { organisationId, counts, days, severity, version: norm.version } })
      await reload(['monitoring', 'norms'])
      toast(t(counts ? 'maintenance.norm.set' : 'maintenance.norm.stopped'))
      close()
    } catch (error) {
      setWrong(problemIn(error)?.title ?? t('maintenance.failed'))
      setBusy(false)
    }
  }
  return (
    <div className={classes.stack}>
      {wrong && (
        <div role="alert">
          <Note tone="red">{wrong}</Note>
        </div>
      )}
      <p className="small">{norm.reads}</p>
      <p className="dim small">{t('maintenance.norm.what')}</p>
      <NumberInput
        label={t('maintenance.norm.days')}
        data-autofocus
        min={0}
        max={730}
        value={days}
        onChange={(value) => setDays(Math.max(0, Math.min(730, Math.round(Number(value) || 0))))}
      />
      <NativeSelect
        label={t('maintenance.norm.severity')}
        value={severity}
        onChange={(event) => setSeverity(event.currentTarget.value as typeof severity)}
        data={severities.map((value) => ({ value, label: t(`norms.severity.${value}`) }))}
      />
      <div className={classes.end}>
        {norm.expectationId !== null && (
          <Button variant="default" disabled={busy} onClick={() => void set(false)}>
            {t('maintenance.norm.stop')}
          </Button>
        )}
        <Button loading={busy} onClick={() => void set(true)}>
          {t('maintenance.norm.on')}
        </Button>
      </div>
    </div>
  )
}

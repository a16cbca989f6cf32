/** Maintenance in four parts; the part and the organisation stand in the address. */
import { NativeSelect, SegmentedControl } from '@mantine/core'
import { useWhere } from '#record/items/web/more.ts'
import { listOf, useUrlState } from '#web/kit/links.tsx'
import { useText } from '#web/kit/texts.ts'
import { MonitoringPage } from '../../web/places.tsx'
import { CertificatesPart } from './certificatesPart.tsx'
import classes from './maintenance.module.css'
import { PlannedPart } from './plannedPart.tsx'
import { SupportPart } from './supportPart.tsx'
import { maintenanceWords } from './texts.ts'
import { UpdatesPart } from './updatesPart.tsx'

const parts = { updates: UpdatesPart, support: SupportPart, certificates: CertificatesPart, planned: PlannedPart } as const
type Part = keyof typeof parts
const names = Object.keys(parts) as Part[]

export default function MaintenancePage() {
  const t = useText(maintenanceWords)
  const where = useWhere('monitoring.read')
  const [query, change] = useUrlState()
  const part = names.find((one) => one === listOf(query.part)[0]) ?? 'updates'
  const organisationId = where.find(({ id }) => id === listOf(query.of)[0])?.id ?? where[0]?.id
  const Shown = parts[part]
  return (
    <MonitoringPage title={t('monitoring.maintenance')} lead={t('maintenance.lead')}>
      <div className={classes.tools}>
        <SegmentedControl
          className={classes.parts ?? ''}
          size="sm"
          aria-label={t('maintenance.part')}
          value={part}
          onChange={(value) => change({ part: value === 'updates' ? undefined : value })}
          data={names.map((value) => ({ value, label: t(`maintenance.part.${value}`) }))}
        />
        {where.length > 1 && (
          <NativeSelect
            aria-label={t('maintenance.organisation')}
            value={organisationId ?? ''}
            onChange={(event) => change({ of: event.currentTarget.value })}
            data={where.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
      </div>
      {organisationId !== undefined && <Shown key={organisationId} organisationId={organisationId} />}
    </MonitoringPage>
  )
}

/** One report over a period that is chosen, counted now; and what was made of it. */
import { ActionIcon, Button } from '@mantine/core'
import IconLeft from '@tabler/icons-react/dist/esm/icons/IconChevronLeft.mjs'
import IconRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs'
import { useState } from 'react'
import { Confirm } from '#web/kit/confirm.tsx'
import { listOf, useGo, usePath, useUrlState } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { useMay } from '#web/kit/person.ts'
import { useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import { periodAt } from '../../availability/periods/rules.ts'
import { MonitoringPage } from '../../web/places.tsx'
import type { Figures, Report } from '../contract.ts'
import { knowsNothing } from '../rules.ts'
import { reportCalls, reportEvents } from './calls.ts'
import { MadeList } from './madeList.tsx'
import classes from './reports.module.css'
import { FiguresSheet } from './sheet.tsx'
import { reportWords } from './texts.ts'

export default function ReportPage() {
  const t = useText(reportWords)
  const id = usePath().id ?? ''
  const [state] = useUrlState()
  const period = listOf(state.period)[0]
  const report = useLoad({
    key: ['monitoring', 'reports', id],
    load: (signal) => reportCalls.report({ params: { id } }, { signal }),
    on: reportEvents,
  })
  const figures = useLoad({
    key: ['monitoring', 'reports', id, 'figures', period ?? ''],
    load: (signal) => reportCalls.figures({ params: { id }, query: { ...(period && { period }) } }, { signal }),
  })
  const error = report.error ?? figures.error
  return (
    <MonitoringPage
      title={report.data?.name ?? t('report.title')}
      under={[{ label: t('report.title'), to: '/monitoring/reports' }]}
      actions={report.data && <Deeds report={report.data} period={figures.data?.period.name} />}
    >
      {error && <Failure error={error} retry={() => void Promise.all([report.refetch(), figures.refetch()])} />}
      {figures.data && <PeriodBar figures={figures.data} />}
      {!figures.data && !error && <Skeletons rows={8} />}
      {report.data && figures.data && <FiguresSheet name={report.data.name} figures={figures.data} />}
      {report.data && <MadeList reportId={id} />}
    </MonitoringPage>
  )
}

function PeriodBar({ figures }: { figures: Figures }) {
  const t = useText(reportWords)
  const { period, timeZone } = figures
  const [, change] = useUrlState()
  const begin = Date.parse(period.from)
  const before = periodAt(new Date(begin), period.length, timeZone, 1).name
  const whole = periodAt(new Date(begin), period.length, timeZone)
  const after = whole.until <= Date.now() ? periodAt(new Date(whole.until), period.length, timeZone).name : undefined
  const now = periodAt(new Date(), period.length, timeZone).name
  return (
    <div className={classes.bar}>
      <ActionIcon variant="default" aria-label={t('report.before')} onClick={() => change({ period: before })}>
        <IconLeft size={16} aria-hidden />
      </ActionIcon>
      <strong className="mono">{period.name}</strong>
      <ActionIcon variant="default" aria-label={t('report.after')} disabled={!after} onClick={() => after && change({ period: after })}>
        <IconRight size={16} aria-hidden />
      </ActionIcon>
      {after && knowsNothing(figures) && (
        <>
          <span className="dim">{t('report.nothing')}</span>
          <Button variant="default" size="compact-sm" onClick={() => change({ period: now })}>
            {t('report.untilNow', { period: now })}
          </Button>
        </>
      )}
    </div>
  )
}

function Deeds({ report, period }: { report: Report; period: string | undefined }) {
  const t = useText(reportWords)
  const go = useGo()
  const reload = useReload()
  const [asks, setAsks] = useState(false)
  const [works, leads] = [useMay('monitoring.work'), useMay('monitoring.configure')]
  const make = (mail: boolean) =>
    reportCalls
      .makeReport({ params: { id: report.id }, body: { mail, ...(period && { period }) } })
      .then(() => toast(t('report.making')))
      .then(() => reload(['monitoring', 'reports-made']))
      .catch((error: unknown) => toastProblem(error, t('report.failed')))
  return (
    <>
      {leads && (
        <Button variant="default" onClick={() => go(`/monitoring/reports/${report.id}/edit`)}>
          {t('report.change')}
        </Button>
      )}
      {works && report.recipients.length > 0 && (
        <Button variant="default" onClick={() => setAsks(true)}>
          {t('report.makeMail')}
        </Button>
      )}
      {works && <Button onClick={() => void make(false)}>{t('report.make')}</Button>}
      <Confirm
        opened={asks}
        onClose={() => setAsks(false)}
        title={t('report.makeMail')}
        consequences={t('report.makingMail', { count: report.recipients.length })}
        verb={t('report.makeMail')}
        onConfirm={() => make(true)}
      />
    </>
  )
}

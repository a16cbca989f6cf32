/** Reports by name, and what was made of them. */
import { Button } from '@mantine/core'
import IconReport from '@tabler/icons-react/dist/esm/icons/IconReport.mjs'
import { Link, useGo } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { useMay } from '#web/kit/person.ts'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { MonitoringPage } from '../../web/places.tsx'
import { reportCalls, reportEvents } from './calls.ts'
import { MadeList } from './madeList.tsx'
import classes from './reports.module.css'
import { reportWords } from './texts.ts'

export default function ReportsPage() {
  const t = useText(reportWords)
  const go = useGo()
  const may = useMay('monitoring.configure')
  const { data, error, refetch } = useLoad({
    key: ['monitoring', 'reports'],
    load: (signal) => reportCalls.reports({}, { signal }),
    on: reportEvents,
  })
  const add = may && <Button onClick={() => go('/monitoring/reports/new')}>{t('report.add')}</Button>
  return (
    <MonitoringPage title={t('report.title')} lead={t('report.lead')} actions={add}>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={4} />}
      {data?.items.length === 0 && (
        <Empty icon={IconReport} title={t('report.none')}>
          {t('report.noneWhat')}
        </Empty>
      )}
      <ul className={classes.list}>
        {data?.items.map((one) => (
          <li key={one.id} className={classes.row}>
            <div className={classes.what}>
              <strong>
                <Link to={`/monitoring/reports/${one.id}`}>{one.name}</Link>
              </strong>{' '}
              <span className="dim">
                {one.parts.map((part) => t(`monitoring.reports.${part}`).toLowerCase()).join(', ')} · {t(`report.length.${one.length}`)}
              </span>
            </div>
            <span className="dim">
              {one.dueAt ? (
                <>
                  {t('report.next')}: {one.duePeriod}, <Time at={one.dueAt} as="absolute" />
                </>
              ) : (
                t('report.byHand')
              )}
            </span>
          </li>
        ))}
      </ul>
      {data && data.items.length > 0 && <MadeList />}
    </MonitoringPage>
  )
}

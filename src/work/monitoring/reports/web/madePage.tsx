/** A report as it was when it was made. */
import { usePath } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { MonitoringPage } from '../../web/places.tsx'
import { reportCalls, reportEvents } from './calls.ts'
import { MadeFiles } from './madeList.tsx'
import { FiguresSheet } from './sheet.tsx'
import { reportWords } from './texts.ts'

export default function MadePage() {
  const t = useText(reportWords)
  const id = usePath().id ?? ''
  const { data, error, refetch } = useLoad({
    key: ['monitoring', 'reports-made', 'one', id],
    load: (signal) => reportCalls.madeOne({ params: { id } }, { signal }),
    on: reportEvents,
  })
  return (
    <MonitoringPage
      title={data ? `${data.name}, ${data.period}` : t('report.title')}
      under={[{ label: t('report.title'), to: '/monitoring/reports' }]}
      lead={
        data && (
          <>
            {t('report.frozen')}: <Time at={data.madeAt} as="absolute" />
          </>
        )
      }
      actions={data && <MadeFiles made={data} />}
    >
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={8} />}
      {data && <FiguresSheet name={data.name} figures={data.figures} />}
    </MonitoringPage>
  )
}

/** Reports that were made, newest first, to fetch. */
import { Button } from '@mantine/core'
import { Link } from '#web/kit/links.tsx'
import { useLoadList } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { Made } from '../contract.ts'
import { fileOf, reportCalls, reportEvents } from './calls.ts'
import classes from './reports.module.css'
import { reportWords } from './texts.ts'

export function MadeList({ reportId }: { reportId?: string }) {
  const t = useText(reportWords)
  const list = useLoadList({
    key: ['monitoring', 'reports-made', reportId ?? ''],
    load: (after, signal) => reportCalls.made({ query: { limit: 20, ...(reportId && { reportId }), ...(after && { after }) } }, { signal }),
    on: reportEvents,
  })
  return (
    <Section title={t('report.made')}>
      {list.error && !list.rows && <Failure error={list.error} retry={list.retry} />}
      {!list.rows && !list.error && <Skeletons rows={3} />}
      {list.rows?.length === 0 && <p className="dim">{t('report.madeNone')}</p>}
      <ul className={classes.list}>
        {list.rows?.map((one) => (
          <li key={one.id} className={classes.row}>
            <div className={classes.what}>
              <Link to={`/monitoring/reports/made/${one.id}`}>{`${one.name}, ${one.period}`}</Link>{' '}
              <span className="dim">
                <Time at={one.madeAt} as="absolute" /> · {one.madeBy?.name ?? t('report.byItself')}
                {one.recipients.length > 0 && ` · ${one.recipients.join(', ')}`}
              </span>
            </div>
            <MadeFiles made={one} />
          </li>
        ))}
      </ul>
      {list.loadMore && (
        <Button variant="subtle" loading={list.loadingMore} onClick={list.loadMore}>
          …
        </Button>
      )}
    </Section>
  )
}

export function MadeFiles({ made }: { made: Pick<Made, 'id' | 'name' | 'period' | 'sha256'> }) {
  const t = useText(reportWords)
  if (made.sha256 === null) return <StateBadge meaning="progress">{t('report.being')}</StateBadge>
  const name = `${made.name}, ${made.period}`
  return (
    <div className={classes.deeds}>
      <Button component="a" href={fileOf(made.id, 'pdf')} download size="xs" variant="default" aria-label={`${t('report.pdf')}: ${name}`}>
        {t('report.pdf')}
      </Button>
      <Button component="a" href={fileOf(made.id, 'proof')} download size="xs" variant="subtle" aria-label={`${t('report.proof')}: ${name}`}>
        {t('report.proof')}
      </Button>
    </div>
  )
}

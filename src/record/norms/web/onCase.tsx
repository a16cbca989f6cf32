/** On the page of a case: the deviations it is about, expected against observed. */
import { Link } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { deviations } from './calls.ts'
import { AskedAs, ObservedWords } from './marks.tsx'
import classes from './norms.module.css'
import { webTexts } from './texts.ts'

export default function NormsOnCase({ page }: { page: { case: { id: string } } }) {
  const t = useText(webTexts)
  const { id } = page.case
  const { data, error, refetch } = useLoad({
    key: ['norms', 'case', id],
    load: (signal) => deviations.onCase({ params: { id } }, { signal }),
    about: [`case/${id}`],
    on: ['norms.deviationOpened', 'norms.deviationEnded'],
  })
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Skeletons rows={2} />
  if (data.items.length === 0) return <p className="dim">{t('norms.case.none')}</p>
  return (
    <ul className={classes.list}>
      {data.items.map(({ latest: one, times, firstAt }) => (
        <li key={one.id} className={classes.row}>
          <span className={classes.wide}>
            <Link to={`/norms/expectations/${one.expectation.id}`}>{one.expectation.title}</Link> ·{' '}
            <Link to={`/norms/deviations/${one.id}`}>{one.item.name}</Link>
            <div className="dim">
              {t('norms.case.expected')}: {one.expected}
            </div>
            {times > 1 && (
              <div>
                {t('norms.case.times', { times })} <Time at={firstAt} />, {t('norms.case.last')} <Time at={one.openedAt} />
              </div>
            )}
            <ObservedWords observed={one.rightAgain ?? one.observed} />
            <AskedAs series={one.series} />
          </span>
          <StateBadge meaning={one.until ? 'done' : 'broken'} plain>
            {one.ended ? t('norms.ended', { ended: one.ended }) : t('norms.deviations.open')}
          </StateBadge>
        </li>
      ))}
      {data.more > 0 && <li className="dim">{t('norms.case.more', { more: data.more })}</li>}
    </ul>
  )
}

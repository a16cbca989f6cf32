/** What is wrong now, of one item or of all: expectations that are broken, and checks that fail. */
import { deviations } from '#record/norms/web/calls.ts'
import { Link } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { useMay } from '#web/kit/person.ts'
import { type Meaning, StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { checks } from '../checks/calls.ts'
import classes from './graphs.module.css'
import { graphTexts } from './graphTexts.ts'

interface Of {
  itemId?: string | undefined
  locationId?: string | undefined
}
interface Wrong {
  key: string
  meaning: Meaning
  word: string
  text: string
  to: string
  item: { number: string; name: string }
  since: string
}
const most = 20
const meanings: Readonly<Record<string, Meaning>> = { critical: 'broken', high: 'broken', normal: 'risk', low: 'risk' }

function useWrong({ itemId, locationId }: Of) {
  const t = useText(graphTexts)
  const mayNorms = useMay('norms.read')
  const where = { ...(itemId && { itemId }), ...(locationId && { locationId }) }
  const broken = useLoad({
    key: ['monitoring', 'wrong', 'deviations', itemId ?? '', locationId ?? ''],
    load: (signal) => deviations.deviations({ query: { open: 'true', limit: most, ...where } }, { signal }),
    on: ['norms.deviationOpened', 'norms.deviationEnded'],
    when: mayNorms,
  })
  // Checks do not know places: there what they break tells it.
  const failing = useLoad({
    key: ['monitoring', 'wrong', 'checks', itemId ?? ''],
    load: (signal) => checks.checks({ query: { state: 'failed', limit: most, ...(itemId && { itemId }) } }, { signal }),
    on: ['monitoring.'],
    when: locationId === undefined,
  })
  const all: Wrong[] = [
    ...(broken.data?.items ?? []).map(({ id, severity, expectation, item, from }) => ({
      ...{ key: id, meaning: meanings[severity] ?? 'risk', word: t(`monitoring.severity.${severity}`), text: expectation.title },
      ...{ to: `/norms/deviations/${id}`, item, since: from },
    })),
    ...(failing.data?.items ?? []).map(({ id, name, why, item, since }) => ({
      ...{ key: id, meaning: 'broken' as const, word: t('monitoring.wrong.fails'), text: why ? `${name}: ${why}` : name },
      ...{ to: `/monitoring/checks?state=failed`, item, since },
    })),
  ]
  const waiting = (mayNorms && !broken.data && !broken.error) || (locationId === undefined && !failing.data && !failing.error)
  return { all, waiting, error: broken.error ?? failing.error, retry: () => void (broken.error ? broken.refetch() : failing.refetch()) }
}

/** `named`: says of which item each is. */
export function WrongNow({ named = false, ...of }: Of & { named?: boolean }) {
  const t = useText(graphTexts)
  const { all, waiting, error, retry } = useWrong(of)
  if (error && all.length === 0) return <Failure error={error} retry={retry} />
  if (waiting && all.length === 0) return <Skeletons rows={2} />
  if (all.length === 0)
    return (
      <p className={classes.well}>
        <StateBadge meaning="done" plain>
          {t('monitoring.wrong.none')}
        </StateBadge>
      </p>
    )
  return (
    <ul className={classes.wrong} aria-label={t('monitoring.wrong')}>
      {all.map(({ key, meaning, word, text, to, item, since }) => (
        <li key={key}>
          <StateBadge meaning={meaning} plain>
            {word}
          </StateBadge>
          <span className={classes.grow}>
            {named && (
              <>
                <Link to={`/items/${item.number}`}>{item.name}</Link>:{' '}
              </>
            )}
            <Link to={to}>{text}</Link>
          </span>
          <span className="dim">
            <Time at={since} />
          </span>
        </li>
      ))}
    </ul>
  )
}

/** What is wrong now, of one item or of all, by its cause: alarms with what each hides, expectations over facts that are broken, and checks that fail. */

import { becauseInWords } from '#record/norms/series/rules.ts'
import { deviations } from '#record/norms/web/calls.ts'
import { severityMeaning } from '#record/norms/web/marks.tsx'
import { Link } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { useMay } from '#web/kit/person.ts'
import { type Meaning, StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { alarmCalls, alarmEvents } from '../../alarms/web/alarmCalls.ts'
import { alarmTexts } from '../../alarms/web/alarmTexts.ts'
import { checks } from '../../checks/web/calls.ts'
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
  item: { id: string | null; number: string; name: string }
  since: string
  /** Of so many others nothing is known because of this one. */
  hides?: number
  /** It is not known itself, in words. */
  because?: string | undefined
}
const most = 20
/** Of so many causes it is asked which items they hide. */
const mostCauses = 5

/** Alarms, the cause and not what it hides; of one item also those of its own that are hidden now. */
async function causes({ itemId, locationId }: Of, signal: AbortSignal) {
  const where = { limit: most, ...(itemId && { itemId }), ...(locationId && { locationId }) }
  const [loud, quiet] = await Promise.all([
    alarmCalls.alarms({ query: where }, { signal }),
    itemId ? alarmCalls.alarms({ query: { ...where, quiet: 'true' } }, { signal }) : undefined,
  ])
  const hiding = loud.items.filter(({ hides }) => hides > 0).slice(0, mostCauses)
  const hidden = await Promise.all(hiding.map(({ id }) => alarmCalls.hides({ params: { id } }, { signal })))
  const told = [...loud.items, ...(quiet?.items ?? [])]
  return {
    told,
    more: loud.next !== null,
    known: new Set([...told.map(({ item }) => item.id), ...hidden.flatMap(({ items }) => items.map(({ id }) => id))]),
  }
}
function useWrong({ itemId, locationId }: Of) {
  const t = useText(graphTexts)
  const words = useText(alarmTexts)
  const [mayNorms, mayAlarms] = [useMay('norms.read'), useMay('monitoring.read')]
  const alarms = useLoad({
    key: ['monitoring', 'wrong', 'alarms', itemId ?? '', locationId ?? ''],
    load: (signal) => causes({ itemId, locationId }, signal),
    on: alarmEvents,
    when: mayAlarms,
  })
  const broken = useLoad({
    key: ['monitoring', 'wrong', 'deviations', itemId ?? '', locationId ?? ''],
    load: (signal) =>
      deviations.deviations(
        { query: { open: 'true', overSeries: 'false', limit: most, ...(itemId && { itemId }), ...(locationId && { locationId }) } },
        { signal },
      ),
    on: ['norms.deviationOpened', 'norms.deviationEnded'],
    when: mayNorms,
  })
  // Checks do not know places: there what they break tells it.
  const failing = useLoad({
    key: ['monitoring', 'wrong', 'checks', itemId ?? ''],
    load: (signal) => checks.checks({ query: { state: 'failed', limit: most, ...(itemId && { itemId }) } }, { signal }),
    on: ['monitoring.'],
    when: mayAlarms && locationId === undefined,
  })
  const all: Wrong[] = [
    ...(alarms.data?.told ?? []).map(({ id, severity, expectation, item, from, hides, because }) => ({
      ...{ key: id, meaning: because ? ('waiting' as const) : severityMeaning[severity], word: words(`norms.severity.${severity}`) },
      ...{
        text: expectation.title,
        to: `/norms/deviations/${id}`,
        item,
        since: from,
        hides,
        because: because ? becauseInWords(words, because) : undefined,
      },
    })),
    ...(broken.data?.items ?? []).map(({ id, severity, expectation, item, from }) => ({
      ...{ key: id, meaning: severityMeaning[severity], word: words(`norms.severity.${severity}`), text: expectation.title },
      ...{ to: `/norms/deviations/${id}`, item, since: from },
    })),
    // What an alarm says of an item already, or cannot be known because of one, is not said again by what was asked of it.
    ...(failing.data?.items ?? [])
      .filter(({ item }) => !alarms.data?.known.has(item.id))
      .map(({ id, name, why, item, since }) => ({
        ...{ key: id, meaning: 'broken' as const, word: t('monitoring.wrong.fails'), text: why ? `${name}: ${why}` : name },
        ...{ to: `/monitoring/checks?state=failed`, item, since },
      })),
  ]
  const loads = [alarms, broken, failing].filter((_, at) => [mayAlarms, mayNorms, mayAlarms && locationId === undefined][at])
  const failed = loads.find(({ error }) => error)
  return {
    all,
    more: alarms.data?.more === true,
    waiting: loads.some(({ data, error }) => !data && !error),
    error: failed?.error,
    retry: () => void failed?.refetch(),
  }
}

/** `named`: says of which item each is. */
export function WrongNow({ named = false, ...of }: Of & { named?: boolean }) {
  const t = useText(graphTexts)
  const { all, more, waiting, error, retry } = useWrong(of)
  if (error && all.length === 0) return <Failure error={error} retry={retry} />
  // Not half of it: what is hidden is only known with its cause.
  if (waiting) return <Skeletons rows={2} />
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
      {all.map(({ key, meaning, word, text, to, item, since, hides = 0, because }) => (
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
            {hides > 0 && <span className="dim"> {t('monitoring.wrong.hides', { count: hides })}</span>}
            {because && <span className="dim"> {because}</span>}
          </span>
          <span className="dim">
            <Time at={since} />
          </span>
        </li>
      ))}
      {more && (
        <li>
          <Link to="/monitoring">{t('monitoring.wrong.more')}</Link>
        </li>
      )}
    </ul>
  )
}

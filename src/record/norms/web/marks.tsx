/** How outcomes, severities and what was observed are shown. */

import { momentIn } from '#platform/i18n.ts'
import { Link } from '#web/kit/links.tsx'
import { type Meaning, StateBadge } from '#web/kit/stateBadge.tsx'
import { useLooks, useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { Counts, Observed, Severity } from '../contract.ts'
import type { SeriesCondition } from '../series/contract.ts'
import { becauseInWords, seenInWords } from '../series/rules.ts'
import classes from './norms.module.css'
import { webTexts } from './texts.ts'

const meanings: Readonly<Record<'met' | 'broken' | 'unknown' | 'excepted', Meaning>> = {
  met: 'done',
  broken: 'broken',
  unknown: 'waiting',
  excepted: 'held',
}
export function Outcome({ verdict, excepted }: { verdict: 'met' | 'broken' | 'unknown'; excepted?: boolean }) {
  const t = useText(webTexts)
  const shown = excepted ? 'excepted' : verdict
  return (
    <StateBadge meaning={meanings[shown]} plain>
      {t(`norms.verdict.${shown}`)}
    </StateBadge>
  )
}
/** How grave it looks, the same on every screen: never graver than a higher one. */
export const severityMeaning: Readonly<Record<Severity, Meaning>> = { critical: 'broken', high: 'risk', normal: 'risk', low: 'waiting' }
export function SeverityWord({ severity }: { severity: Severity }) {
  const t = useText(webTexts)
  return <span className={severity === 'critical' || severity === 'high' ? undefined : 'dim'}>{t(`norms.severity.${severity}`)}</span>
}
/** How many stand how; what is not right is said first, exceptions only when there are any. */
export function CountsWords({ counts }: { counts: Counts }) {
  const t = useText(webTexts)
  return <span className={classes.counts}>{t('norms.counts', counts)}</span>
}
/** The query of a condition over series, for who reads PromQL. */
export function AskedAs({ series }: { series: SeriesCondition | null }) {
  const t = useText(webTexts)
  if (!series) return null
  return (
    <details className="dim">
      <summary>{t('norms.series.asked')}</summary>
      <code className={classes.query}>{series.query}</code>
    </details>
  )
}
/** Each fact with its value; what is not known says so. `sources`: also who saw it, and when. */
export function ObservedWords({ observed, sources = false }: { observed: Observed; sources?: boolean }) {
  const t = useText(webTexts)
  const { locale, timeZone } = useLooks()
  const shown = observed.facts.map(({ key, value, unit, source, seenAt }) => ({
    key,
    by: sources && source && seenAt ? { source, seenAt } : undefined,
    words: `${typeof value === 'boolean' ? t(value ? 'norms.yes' : 'norms.no') : String(value)}${unit ? ` ${unit}` : ''}${observed.stale.includes(key) ? ` (${t('norms.stale')})` : ''}`,
  }))
  const all = [...shown, ...observed.missing.map((key) => ({ key, by: undefined, words: t('norms.missing') }))]
  return (
    <span className={classes.observed}>
      {all.map(({ key, words, by }) => (
        <span key={key}>
          <span className="mono">{key}</span> {words}
          {by && (
            <span className="dim">
              {` (${by.source}, `}
              <Time at={by.seenAt} />
              {')'}
            </span>
          )}
        </span>
      ))}
      {observed.series?.map((one) => (
        <span key={one.name}>{seenInWords(t, locale, one, momentIn(locale, timeZone))}</span>
      ))}
      {(observed.more ?? 0) > 0 && <span className="dim">{t('norms.series.more', { more: observed.more })}</span>}
      {observed.because && (
        <Link to={`/items/${observed.because.number}`} className="dim">
          {becauseInWords(t, observed.because)}
        </Link>
      )}
      {observed.maintenance && (
        <span className="dim">{t('norms.series.maintenance', { until: momentIn(locale, timeZone)(observed.maintenance) })}</span>
      )}
    </span>
  )
}

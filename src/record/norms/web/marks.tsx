/** How outcomes, severities and what was observed are shown. */
import { type Meaning, StateBadge } from '#web/kit/stateBadge.tsx'
import { useText } from '#web/kit/texts.ts'
import type { Observed, Severity } from '../contract.ts'
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
export function SeverityWord({ severity }: { severity: Severity }) {
  const t = useText(webTexts)
  return <span className={severity === 'critical' || severity === 'high' ? undefined : 'dim'}>{t(`norms.severity.${severity}`)}</span>
}
/** Each fact with its value; what is not known says so. */
export function ObservedWords({ observed }: { observed: Observed }) {
  const t = useText(webTexts)
  const shown = observed.facts.map(({ key, value, unit }) => ({
    key,
    words: `${typeof value === 'boolean' ? t(value ? 'norms.yes' : 'norms.no') : String(value)}${unit ? ` ${unit}` : ''}${observed.stale.includes(key) ? ` (${t('norms.stale')})` : ''}`,
  }))
  const all = [...shown, ...observed.missing.map((key) => ({ key, words: t('norms.missing') }))]
  return (
    <span className={classes.observed}>
      {all.map(({ key, words }) => (
        <span key={key}>
          <span className="mono">{key}</span> {words}
        </span>
      ))}
    </span>
  )
}

/** Figures of compliance: how much now, over the last 90 days, and how old what is known is. */
import { Section } from '#web/kit/page.tsx'
import { tagOf, useLooks, useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { Counts } from '../contract.ts'
import { verdicts } from './complianceRows.tsx'
import classes from './norms.module.css'
import { webTexts } from './texts.ts'

/** Rounded down: 100 only when everything is met. Null when nothing is counted. */
export const percentOf = ({ met, broken, unknown }: Counts): number | null =>
  met + broken + unknown === 0 ? null : Math.floor((100 * met) / (met + broken + unknown))
const ages = ['day', 'week', 'month', 'older', 'none'] as const

interface Props {
  counts: Counts
  ages: Record<(typeof ages)[number], number>
  evidenceAt: string | null
  trend: readonly { day: string; counts: Counts }[]
}
export function Figures({ counts, ages: old, evidenceAt, trend }: Props) {
  const t = useText(webTexts)
  const percent = percentOf(counts)
  return (
    <div className={classes.now}>
      <Section title={t('norms.compliance.figures')}>
        <dl className={classes.figures}>
          {percent !== null && (
            <div>
              <dt>{t('norms.compliance.share')}</dt>
              <dd>{t('norms.compliance.percent', { percent })}</dd>
            </div>
          )}
          {verdicts.map((verdict) => (
            <div key={verdict}>
              <dt>{t(`norms.verdict.${verdict}`)}</dt>
              <dd>{counts[verdict]}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section title={t('norms.compliance.trend')}>
        <Trend trend={trend} />
      </Section>
      <Section title={t('norms.compliance.ages')}>
        <dl className={classes.ages}>
          {ages.map((age) => (
            <div key={age}>
              <dt>{t(`norms.compliance.age.${age}`)}</dt>
              <dd>{old[age]}</dd>
            </div>
          ))}
        </dl>
        {evidenceAt && (
          <p className="dim">
            {t('norms.compliance.evidence')} <Time at={evidenceAt} />
          </p>
        )}
      </Section>
    </div>
  )
}

const [width, height] = [300, 80]
/** Met below, unknown above it, broken on top: together always the whole. Days without figures are drawn straight through. */
function Trend({ trend }: Pick<Props, 'trend'>) {
  const t = useText(webTexts)
  const { locale } = useLooks()
  const days = trend.flatMap(({ day, counts }) => {
    const all = counts.met + counts.broken + counts.unknown
    return all === 0 ? [] : [{ day, met: counts.met / all, known: (counts.met + counts.unknown) / all, percent: percentOf(counts) ?? 0 }]
  })
  const [first, last] = [days[0], days.at(-1)]
  if (!first || !last || days.length < 2) return <p className="dim">{t('norms.compliance.trendSoon')}</p>
  const begin = Date.parse(first.day)
  const length = Date.parse(last.day) - begin
  const x = (day: string) => ((Date.parse(day) - begin) / length) * width
  const area = (of: 'met' | 'known') => `0,${height} ${days.map((one) => `${x(one.day)},${(1 - one[of]) * height}`).join(' ')} ${width},${height}`
  const date = (day: string) => new Intl.DateTimeFormat(tagOf(locale), { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(day))
  const said = { from: first.percent, to: last.percent, first: date(first.day), last: date(last.day) }
  return (
    <figure className={classes.trend}>
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={t('norms.compliance.trendWhat', said)}>
        <rect width={width} height={height} data-verdict="broken" />
        <polygon points={area('known')} data-verdict="unknown" />
        <polygon points={area('met')} data-verdict="met" />
      </svg>
      <figcaption>
        <span>
          {said.first} {first.percent} %
        </span>
        <span>
          {said.last} {last.percent} %
        </span>
      </figcaption>
      <ul className={classes.key} aria-hidden>
        {(['met', 'unknown', 'broken'] as const).map((verdict) => (
          <li key={verdict} data-verdict={verdict}>
            {t(`norms.verdict.${verdict}`)}
          </li>
        ))}
      </ul>
    </figure>
  )
}

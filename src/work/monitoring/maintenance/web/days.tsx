/** A day that comes or went, with how long that is; what is over or near stands out. */
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { tagOf, useText } from '#web/kit/texts.ts'
import { maintenanceWords } from './texts.ts'

const day = 86_400_000
/** A day has no zone: it is the same day for everybody. */
export function useDay(): (text: string) => string {
  const t = useText(maintenanceWords)
  const format = new Intl.DateTimeFormat(tagOf(t.locale), { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
  return (text) => format.format(new Date(`${text.slice(0, 10)}T00:00:00Z`))
}
export function Left({ until, near = 30 }: { until: string | null; near?: number }) {
  const t = useText(maintenanceWords)
  const dayOf = useDay()
  if (until === null) return <span className="dim">{t('maintenance.noEnd')}</span>
  if (until.startsWith('1970')) return <StateBadge meaning="broken">{t('maintenance.over')}</StateBadge>
  const days = Math.ceil((Date.parse(until) - Date.now()) / day)
  const words = days < 0 ? t('maintenance.daysOver', { days: -days }) : t('maintenance.daysLeft', { days })
  return (
    <span>
      {dayOf(until)}{' '}
      {days <= near ? (
        <StateBadge meaning={days < 0 ? 'broken' : 'risk'} plain>
          {words}
        </StateBadge>
      ) : (
        <span className="dim small">{words}</span>
      )}
    </span>
  )
}

/** Weeks as rows and days as cells, with what changes on each day and where nothing may. */
import { Link } from '#web/kit/links.tsx'
import { tagOf, useLooks, useText } from '#web/kit/texts.ts'
import type { Freeze, Planned } from '../contract.ts'
import { touches } from '../rules.ts'
import classes from './calendar.module.css'
import { calendarWords } from './texts.ts'

interface Props {
  view: 'month' | 'week'
  at: string
  days: readonly string[]
  today: string
  changes: readonly Planned[]
  freezes: readonly Freeze[]
}
const shownInMonth = 4

export function Grid({ view, at, days, today, changes, freezes }: Props) {
  const t = useText(calendarWords)
  const { locale } = useLooks()
  const tag = tagOf(locale)
  const noon = (day: string) => new Date(`${day}T12:00:00Z`)
  const weekday = new Intl.DateTimeFormat(tag, { weekday: 'long', timeZone: 'UTC' })
  const weeks = Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7))
  return (
    <table className={classes.grid} data-view={view} aria-label={t('desk.calendar.title')}>
      <thead>
        <tr>
          {days.slice(0, 7).map((day) => (
            <th key={day} scope="col">
              {weekday.format(noon(day))}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => (
              <Day
                key={day}
                day={day}
                view={view}
                today={day === today}
                other={view === 'month' && day.slice(0, 7) !== at.slice(0, 7)}
                changes={changes}
                freezes={freezes}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

interface DayProps {
  day: string
  view: 'month' | 'week'
  today: boolean
  other: boolean
  changes: readonly Planned[]
  freezes: readonly Freeze[]
}
function Day({ day, view, today, other, changes, freezes }: DayProps) {
  const t = useText(calendarWords)
  const { locale, timeZone } = useLooks()
  const tag = tagOf(locale)
  const here = <T extends { from: string; until: string }>(all: readonly T[]) =>
    all.filter((one) => touches(day, new Date(one.from), new Date(one.until), timeZone))
  const time = new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', timeZone })
  const full = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'long', timeZone: 'UTC' })
  const mine = here(changes)
  const frozen = here(freezes)
  const shown = view === 'month' ? mine.slice(0, shownInMonth) : mine
  return (
    <td data-today={today || undefined} data-other={other || undefined} data-frozen={frozen.length > 0 || undefined}>
      <span className={classes.number} {...(today && { 'aria-current': 'date' as const })}>
        <span aria-hidden>{Number(day.slice(8))}</span>
        <span className="visually-hidden">{full.format(new Date(`${day}T12:00:00Z`))}</span>
      </span>
      <ul className={classes.items}>
        {frozen.map((one) => (
          <li key={one.id} className={classes.frozen} title={one.name}>
            {t('desk.calendar.freeze', { name: one.name })}
          </li>
        ))}
        {shown.map((one) => (
          <li key={one.id} className={classes.item} data-class={one.class}>
            <Link to={`/desk/cases/${one.number}`} title={`${one.number} ${one.title}`}>
              {time.format(new Date(one.from))} {one.title}
            </Link>
          </li>
        ))}
        {mine.length > shown.length && <li className="dim">{t('desk.calendar.more', { count: mine.length - shown.length })}</li>}
      </ul>
    </td>
  )
}

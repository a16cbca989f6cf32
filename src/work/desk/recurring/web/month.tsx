/** A month of turns: made, held, missed and still to come; on a phone only the days that have one. */
import { Link } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { tagOf, useLooks, useText } from '#web/kit/texts.ts'
import { recurringCalls, recurringKey } from './calls.ts'
import classes from './recurring.module.css'
import { planWords } from './texts.ts'

const day = 86_400_000
const iso = (at: number) => new Date(at).toISOString().slice(0, 10)
/** Whole weeks around the month, Monday first; `offset` in months from this one. */
function weeksOf(offset: number): { first: number; weeks: number[][]; month: number } {
  const now = new Date()
  const begin = Date.UTC(now.getFullYear(), now.getMonth() + offset, 1)
  const end = Date.UTC(now.getFullYear(), now.getMonth() + offset + 1, 0)
  const monday = begin - ((new Date(begin).getUTCDay() + 6) % 7) * day
  const weeks: number[][] = []
  for (let at = monday; at <= end; at += 7 * day) weeks.push(Array.from({ length: 7 }, (_, index) => at + index * day))
  return { first: begin, weeks, month: new Date(begin).getUTCMonth() }
}

export function Month({ organisationId, offset }: { organisationId: string; offset: number }) {
  const t = useText(planWords)
  const { locale, timeZone } = useLooks()
  const tag = tagOf(locale)
  const { first, weeks, month } = weeksOf(offset)
  const [from, until] = [iso(weeks[0]?.[0] ?? first), iso(weeks.at(-1)?.[6] ?? first)]
  const { data, error, refetch } = useLoad({
    key: [...recurringKey, 'planned', organisationId, from],
    load: (signal) => recurringCalls.planned({ query: { organisationId, from, until } }, { signal }),
    on: ['desk.recurring.'],
  })
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Skeletons rows={6} />
  const name = new Intl.DateTimeFormat(tag, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(first)
  // Where it lands, which on a closed day is another day than the rule says.
  const dayOf = new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', timeZone })
  const timeOf = new Intl.DateTimeFormat(tag, { timeStyle: 'short', timeZone })
  const on = (at: number) => data.items.filter((one) => dayOf.format(new Date(one.at)) === iso(at))
  return (
    <table className={classes.month}>
      <caption>
        <strong>{name}</strong>
      </caption>
      <thead>
        <tr>
          {weeks[0]?.map((at) => (
            <th key={at} scope="col">
              {new Intl.DateTimeFormat(tag, { weekday: 'short', timeZone: 'UTC' }).format(at)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((at) => {
              const items = on(at)
              return (
                <td key={at} data-out={new Date(at).getUTCMonth() !== month || undefined} data-empty={items.length === 0 || undefined}>
                  <span className={classes.day}>{new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(at)}</span>
                  {items.length > 0 && (
                    <ul>
                      {items.map((one) => (
                        <li key={`${one.scheduleId} ${one.turn}`}>
                          {timeOf.format(new Date(one.at))} {one.case ? <Link to={`/desk/cases/${one.case.number}`}>{one.name}</Link> : one.name}{' '}
                          <span className="dim">({t(`desk.plan.state.${one.state}`)})</span>
                        </li>
                      ))}
                    </ul>
                  )}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

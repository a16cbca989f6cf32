/** The next ten turns of what is being filled in, as the server would make them. */
import { useDebouncedValue } from '@mantine/hooks'
import { useLoad } from '#web/kit/load.ts'
import { tagOf, useLooks, useText } from '#web/kit/texts.ts'
import type { Schedule } from '../contract.ts'
import { recurringCalls, recurringKey } from './calls.ts'
import classes from './recurring.module.css'
import { planWords } from './texts.ts'

type Timed = Pick<Schedule, 'starts' | 'rrule' | 'endsOn' | 'leadHours' | 'closedDays'> & { timeZone?: string | undefined }

export function Turns({ fields, organisationId }: { fields: Timed; organisationId: string }) {
  const t = useText(planWords)
  const { locale } = useLooks()
  const { starts, rrule, endsOn, leadHours, closedDays, timeZone } = fields
  const [asked] = useDebouncedValue(JSON.stringify({ starts, rrule, endsOn, leadHours, closedDays, ...(timeZone && { timeZone }) }), 250)
  const { data, isError } = useLoad({
    key: [...recurringKey, 'preview', organisationId, asked],
    load: (signal) => recurringCalls.preview({ body: { organisationId, ...(JSON.parse(asked) as Timed) } }, { signal }),
    when: starts !== '',
  })
  if (starts === '') return null
  const day = (at: string) =>
    new Intl.DateTimeFormat(tagOf(locale), { dateStyle: 'full', timeStyle: 'short', timeZone: data?.timeZone ?? 'UTC' }).format(new Date(at))
  return (
    <div role="status">
      <strong>{t('desk.plan.turns')}</strong> {data && <span className="dim small">{t('desk.plan.zone', { zone: data.timeZone })}</span>}
      {(isError || data?.turns.length === 0) && <p className="dim">{t('desk.plan.turns.none')}</p>}
      {data && data.turns.length > 0 && (
        <ol className={classes.turns}>
          {data.turns.map((one) => (
            <li key={one.turn}>
              {day(one.at)} {one.moved && <span className="dim">({t('desk.plan.moved')})</span>}
            </li>
          ))}
        </ol>
      )}
    </div>
  )
}

/** The calendar of changes: a month or a week, freezes with it, the same as a list, and as a link for a calendar program. */
import { Button, NativeSelect, SegmentedControl } from '@mantine/core'
import IconBefore from '@tabler/icons-react/dist/esm/icons/IconChevronLeft.mjs'
import IconAfter from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs'
import { Link, listOf, useGo, useUrlState } from '#web/kit/links.tsx'
import { useNarrow } from '#web/kit/list.ts'
import { useLoad } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useMay } from '#web/kit/person.ts'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { tagOf, useLooks, useText } from '#web/kit/texts.ts'
import { useTeams } from '../../../web/calls.ts'
import { DeskPage } from '../../../web/places.tsx'
import { calendarCalls } from '../../web/changeCalls.ts'
import { stageLooks, WindowText } from '../../web/panel.tsx'
import type { Planned } from '../contract.ts'
import { beginOf, dayOf, daysOf, isDay, mondayOf, plusDays, plusMonths } from '../rules.ts'
import classes from './calendar.module.css'
import { Feed } from './feed.tsx'
import { Freezes } from './freezes.tsx'
import { Grid } from './grid.tsx'
import { calendarWords } from './texts.ts'

type View = 'month' | 'week'

/** Which days are looked at; it stands in the address. */
function usePeriod() {
  const { timeZone } = useLooks()
  const [url, change] = useUrlState()
  const today = dayOf(new Date(), timeZone)
  const given = listOf(url.at)[0] ?? ''
  const view: View = listOf(url.view)[0] === 'week' ? 'week' : 'month'
  const at = isDay(given) ? given : today
  const days = daysOf(view, at)
  const step = (by: 1 | -1) => change({ at: view === 'week' ? plusDays(at, 7 * by) : plusMonths(at, by) })
  return { view, at, days, today, step, change, team: listOf(url.team)[0] ?? '' }
}

export default function CalendarPage() {
  const t = useText(calendarWords)
  const go = useGo()
  const narrow = useNarrow()
  const mayWork = useMay('desk.work')
  const { timeZone } = useLooks()
  const period = usePeriod()
  const from = beginOf(period.days[0] ?? period.at, timeZone).toISOString()
  const until = beginOf(plusDays(period.days.at(-1) ?? period.at, 1), timeZone).toISOString()
  const { data, error, refetch } = useLoad({
    key: ['desk', 'changeCalendar', from, until, period.team],
    load: (signal) => calendarCalls.calendar({ query: { from, until, ...(period.team && { teamId: period.team }) } }, { signal }),
    on: ['desk.changes.', 'cases.moved', 'cases.assigned', 'cases.changed'],
  })
  return (
    <DeskPage
      title={t('desk.calendar.title')}
      lead={t('desk.calendar.lead')}
      actions={mayWork && <Button onClick={() => go('/desk/new?kind=change')}>{t('desk.calendar.new')}</Button>}
    >
      <Bar period={period} />
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={10} />}
      {data && !narrow && (
        <Grid view={period.view} at={period.at} days={period.days} today={period.today} changes={data.changes} freezes={data.freezes} />
      )}
      {data && <List changes={data.changes} />}
      {data && <Freezes freezes={data.freezes} />}
      <Feed />
    </DeskPage>
  )
}

function Bar({ period }: { period: ReturnType<typeof usePeriod> }) {
  const t = useText(calendarWords)
  const { locale } = useLooks()
  const teams = useTeams()
  const { view, at, step, change, team } = period
  const noon = (day: string) => new Date(`${day}T12:00:00Z`)
  const format = (options: Intl.DateTimeFormatOptions, day: string) =>
    new Intl.DateTimeFormat(tagOf(locale), { ...options, timeZone: 'UTC' }).format(noon(day))
  const shown =
    view === 'month'
      ? format({ month: 'long', year: 'numeric' }, at)
      : t('desk.calendar.weekOf', { day: format({ dateStyle: 'long' }, mondayOf(at)) })
  return (
    <div className={classes.bar}>
      <Button variant="default" size="sm" onClick={() => step(-1)} aria-label={t('desk.calendar.before')}>
        <IconBefore size={16} aria-hidden />
      </Button>
      <Button variant="default" size="sm" onClick={() => change({ at: undefined })}>
        {t('desk.calendar.today')}
      </Button>
      <Button variant="default" size="sm" onClick={() => step(1)} aria-label={t('desk.calendar.after')}>
        <IconAfter size={16} aria-hidden />
      </Button>
      <h2 className={classes.period} aria-live="polite">
        {shown}
      </h2>
      <SegmentedControl
        aria-label={t('desk.calendar.view')}
        value={view}
        onChange={(one) => change({ view: one === 'week' ? 'week' : undefined })}
        data={[
          { value: 'month', label: t('desk.calendar.month') },
          { value: 'week', label: t('desk.calendar.week') },
        ]}
      />
      {teams && teams.length > 0 && (
        <NativeSelect
          aria-label={t('desk.calendar.team')}
          value={team}
          onChange={(event) => change({ team: event.currentTarget.value || undefined })}
          data={[{ value: '', label: t('desk.calendar.allTeams') }, ...teams.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      )}
    </div>
  )
}

/** The same in words: what the calendar shows, for who reads or hears it line by line. */
function List({ changes }: { changes: readonly Planned[] }) {
  const t = useText(calendarWords)
  const { timeZone } = useLooks()
  return (
    <Section title={t('desk.calendar.list')}>
      {changes.length === 0 ? (
        <Empty title={t('desk.calendar.none')}>{t('desk.calendar.none.text')}</Empty>
      ) : (
        <div className={classes.scroll}>
          <table className={classes.list}>
            <thead>
              <tr>
                <th scope="col">{t('desk.calendar.when')}</th>
                <th scope="col">{t('desk.calendar.change')}</th>
                <th scope="col">{t('desk.calendar.team')}</th>
                <th scope="col">{t('desk.change.service')}</th>
                <th scope="col">{t('desk.change.class')}</th>
                <th scope="col">{t('desk.calendar.stage')}</th>
              </tr>
            </thead>
            <tbody>
              {changes.map((one) => (
                <tr key={one.id}>
                  <td>
                    <WindowText from={one.from} until={one.until} timeZone={timeZone} />
                  </td>
                  <td>
                    <Link to={`/desk/cases/${one.number}`}>
                      <span className="mono">{one.number}</span> {one.title}
                    </Link>
                  </td>
                  <td>{one.team?.name}</td>
                  <td>{one.service}</td>
                  <td>{t(`desk.changes.class.${one.class}`)}</td>
                  <td>
                    <StateBadge meaning={stageLooks[one.stage]} plain>
                      {t(`desk.changes.stage.${one.stage}`)}
                    </StateBadge>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  )
}

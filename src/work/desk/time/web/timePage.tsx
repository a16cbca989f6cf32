/** Time in a period: per person and per case. */
import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Link } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useMe } from '#web/kit/person.ts'
import { useText } from '#web/kit/texts.ts'
import { wallDay } from '#web/kit/wall.ts'
import { DeskPage } from '../../web/places.tsx'
import { timeCalls } from './calls.ts'
import { asHours, timeWords } from './texts.ts'
import classes from './time.module.css'

const periods = ['week', 'month', 'lastMonth', 'own'] as const
type Period = (typeof periods)[number]

/** First and last day, both in it, in the zone of this device. */
function daysOf(period: Period, now: Date): [string, string] {
  const [year, month] = [now.getFullYear(), now.getMonth()]
  if (period === 'lastMonth') return [wallDay(new Date(year, month - 1, 1)), wallDay(new Date(year, month, 0))]
  if (period === 'month') return [wallDay(new Date(year, month, 1)), wallDay(now)]
  return [wallDay(new Date(year, month, now.getDate() - ((now.getDay() + 6) % 7))), wallDay(now)]
}

export default function TimePage() {
  const t = useText(timeWords)
  const me = useMe()
  const [period, setPeriod] = useState<Period>('week')
  const [[first, last], setDays] = useState(() => daysOf('week', new Date()))
  const [who, setWho] = useState('')
  const valid = first !== '' && last !== '' && first <= last
  const { data, error, refetch } = useLoad({
    key: ['desk', 'timeSums', first, last, who],
    load: (signal) => {
      const until = new Date(`${last}T00:00:00`)
      until.setDate(until.getDate() + 1)
      const query = { from: new Date(`${first}T00:00:00`).toISOString(), until: until.toISOString(), ...(who && { personId: who }) }
      return timeCalls.timeSums({ query }, { signal })
    },
    when: valid,
    on: ['cases.time'],
  })
  const choose = (next: Period) => {
    setPeriod(next)
    if (next !== 'own') setDays(daysOf(next, new Date()))
  }
  return (
    <DeskPage title={t('time.title')} lead={t('time.page.lead')}>
      <div className={classes.row}>
        <NativeSelect
          label={t('time.period')}
          value={period}
          onChange={(event) => choose(event.currentTarget.value as Period)}
          data={periods.map((value) => ({ value, label: t(`time.period.${value}`) }))}
        />
        {period === 'own' && (
          <>
            <TextInput type="date" label={t('time.from')} value={first} max={last} onChange={(event) => setDays([event.currentTarget.value, last])} />
            <TextInput
              type="date"
              label={t('time.until')}
              value={last}
              min={first}
              onChange={(event) => setDays([first, event.currentTarget.value])}
            />
          </>
        )}
        <NativeSelect
          label={t('time.who')}
          value={who}
          onChange={(event) => setWho(event.currentTarget.value)}
          data={[
            { value: '', label: t('time.everybody') },
            ...(me ? [{ value: me.id, label: t('time.onlyMe') }] : []),
            ...(data?.people ?? []).filter(({ person }) => person.id !== me?.id).map(({ person }) => ({ value: person.id, label: person.name })),
          ]}
        />
      </div>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && valid && <Skeletons rows={5} />}
      {data?.minutes === 0 && <Empty title={t('time.empty')}>{t('time.empty.text')}</Empty>}
      {data && data.minutes > 0 && (
        <>
          <p role="status">{t('time.sum', { time: asHours(data.minutes), billable: asHours(data.billable) })}</p>
          <Section title={t('time.perPerson')}>
            <Sums head={t('time.column.person')} rows={data.people.map(({ person, ...sums }) => ({ key: person.id, what: person.name, ...sums }))} />
          </Section>
          <Section title={t('time.perCase')}>
            <Sums
              head={t('time.column.case')}
              rows={data.cases.map(({ id, number, title, ...sums }) => ({
                key: id,
                what: (
                  <Link to={`/desk/cases/${number}`}>
                    <span className="mono">{number}</span> {title}
                  </Link>
                ),
                ...sums,
              }))}
            />
          </Section>
        </>
      )}
    </DeskPage>
  )
}

function Sums({ head, rows }: { head: string; rows: readonly { key: string; what: React.ReactNode; minutes: number; billable: number }[] }) {
  const t = useText(timeWords)
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{head}</th>
          <th scope="col">{t('time.column.time')}</th>
          <th scope="col">{t('time.column.billable')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, what, minutes, billable }) => (
          <tr key={key}>
            <td>{what}</td>
            <td className="mono">{asHours(minutes)}</td>
            <td className="mono">{asHours(billable)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

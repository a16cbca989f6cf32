/** Everything that changes hands now: to me, by me, and what people whose shift ends still have in work. Prints as a list. */
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { listOf, useUrlState } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useMe } from '#web/kit/person.ts'
import { useLooks, useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import { useTeams } from '../../web/calls.ts'
import { DeskPage } from '../../web/places.tsx'
import { Answer } from './answer.tsx'
import { handoverCalls } from './calls.ts'
import { Ending } from './ending.tsx'
import classes from './handover.module.css'
import { ShiftRow } from './shiftRow.tsx'
import { handoverWords } from './texts.ts'

const choices = [1, 2, 4, 8, 24]

export default function ShiftPage() {
  const t = useText(handoverWords)
  const [search, change] = useUrlState()
  const me = useMe()
  const teamId = listOf(search.team)[0]
  const within = Number(listOf(search.within)[0] ?? 2)
  const teams = useTeams()
  const { data, error, refetch } = useLoad({
    key: ['desk', 'shift', teamId ?? '', within],
    load: (signal) => handoverCalls.shift({ query: { within, ...(teamId && { teamId }) } }, { signal }),
    on: ['cases.'],
  })
  const reload = () => void refetch()
  return (
    <DeskPage title={t('shift.title')} lead={t('shift.lead')}>
      <div className={classes.bar}>
        <NativeSelect
          label={t('shift.whose')}
          value={teamId ?? ''}
          onChange={(event) => change({ team: event.currentTarget.value })}
          data={[{ value: '', label: t('shift.mine') }, ...(teams ?? []).map(({ id, name }) => ({ value: id, label: name }))]}
        />
        <NativeSelect
          label={t('shift.within')}
          value={String(within)}
          onChange={(event) => change({ within: event.currentTarget.value })}
          data={choices.map((hours) => ({ value: String(hours), label: t('shift.hours', { hours }) }))}
        />
        {data && <MyShift key={data.myShift.endsAt} shift={data.myShift} done={reload} />}
        <span className={classes.grow} />
        <Button variant="default" onClick={() => window.print()}>
          {t('shift.print')}
        </Button>
      </div>
      {error && !data && <Failure error={error} retry={reload} />}
      {!data && !error && <Skeletons rows={8} />}
      {data && (
        <>
          <Section title={t(teamId ? 'shift.toTeam' : 'shift.toMe')}>
            {data.toMe.length === 0 && <p className="dim">{t('shift.toMe.none')}</p>}
            <ul className={classes.list}>
              {data.toMe.map((item) => (
                <ShiftRow key={item.case.id} item={item} open>
                  {item.note?.mayAnswer && <Answer note={item.note} number={item.case.number} done={reload} />}
                </ShiftRow>
              ))}
            </ul>
          </Section>
          <Ending items={data.ending} within={within} me={me?.id} done={reload} />
          <Section title={t(teamId ? 'shift.byTeam' : 'shift.byMe')}>
            {data.byMe.length === 0 && <p className="dim">{t('shift.byMe.none')}</p>}
            <ul className={classes.list}>
              {data.byMe.map((item) => (
                <ShiftRow key={item.case.id} item={item} />
              ))}
            </ul>
          </Section>
        </>
      )}
    </DeskPage>
  )
}

/** Until when I work today; the time of this device, on this day or, when it has passed, the next. */
function MyShift({ shift, done }: { shift: { endsAt: string | null; own: boolean }; done: () => void }) {
  const t = useText(handoverWords)
  const { locale } = useLooks()
  const clock = (at: Date) => `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`
  const [time, setTime] = useState(shift.endsAt ? clock(new Date(shift.endsAt)) : '')
  const save = async () => {
    const [hours = 0, minutes = 0] = time.split(':').map(Number)
    const at = new Date()
    at.setHours(hours, minutes, 0, 0)
    if (at.getTime() <= Date.now()) at.setDate(at.getDate() + 1)
    try {
      await handoverCalls.myShift({ body: { endsAt: time === '' ? null : at.toISOString() } })
      toast(t('shift.ends.saved', { at: new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(at) }))
      done()
    } catch (error) {
      toastProblem(error, t('shift.ends'))
    }
  }
  return (
    <form
      className={classes.bar}
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <TextInput
        type="time"
        label={`${t('shift.ends')} (${t(shift.own ? 'shift.ends.own' : 'shift.ends.closing')})`}
        value={time}
        onChange={(event) => setTime(event.currentTarget.value)}
      />
      <Button type="submit" variant="default">
        {t('shift.ends.set')}
      </Button>
    </form>
  )
}

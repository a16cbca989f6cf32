/** When it comes back: first time, by the day, week, month or year, until when, and how long before. */
import { Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import form from '#web/kit/keptForm.module.css'
import { tagOf, useLooks, useText } from '#web/kit/texts.ts'
import type { Schedule } from '../contract.ts'
import { dayCodes, frequencies, type Repeat, repeatOf, rruleOf } from './rruleOf.ts'
import type { Put } from './scheduleForm.tsx'
import { planWords } from './texts.ts'

type Timed = Pick<Schedule, 'starts' | 'rrule' | 'endsOn' | 'leadHours'>
/** Monday first. */
const dayName = (at: number, tag: string) => new Intl.DateTimeFormat(tag, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, 1 + at))

export function RepeatFields({ fields, put }: { fields: Timed; put: Put }) {
  const t = useText(planWords)
  const { locale } = useLooks()
  const tag = tagOf(locale)
  const [repeat, setRepeat] = useState<Repeat>(() => repeatOf(fields.rrule))
  const change = (part: Partial<Repeat>) => {
    const next = { ...repeat, ...part }
    setRepeat(next)
    put({ rrule: rruleOf(next) })
  }
  const nths = ['1', '2', '3', '4', '-1'].flatMap((nth) =>
    dayCodes.map((code, at) => ({ value: `${nth}${code}`, label: t('desk.plan.monthDay.nth', { nth, day: dayName(at, tag) }) })),
  )
  return (
    <>
      <div className={form.row}>
        <TextInput
          type="datetime-local"
          label={t('desk.plan.starts')}
          value={fields.starts}
          onChange={(event) => put({ starts: event.currentTarget.value.slice(0, 16) })}
        />
        <NativeSelect
          label={t('desk.plan.repeat')}
          value={repeat.how}
          onChange={(event) =>
            change({
              how: event.currentTarget.value as Repeat['how'],
              ...(event.currentTarget.value === 'own' && { own: fields.rrule ?? 'FREQ=WEEKLY' }),
            })
          }
          data={[
            { value: 'none', label: t('desk.plan.repeat.none') },
            ...frequencies.map((value) => ({ value, label: t(`desk.plan.repeat.${value}`) })),
            { value: 'own', label: t('desk.plan.own') },
          ]}
        />
        {repeat.how !== 'none' && repeat.how !== 'own' && (
          <NumberInput
            label={t('desk.plan.interval')}
            w={120}
            hideControls
            min={1}
            max={999}
            value={repeat.interval}
            onChange={(value) => change({ interval: Number(value) || 1 })}
          />
        )}
        {repeat.how === 'MONTHLY' && (
          <NativeSelect
            label={t('desk.plan.monthDay')}
            value={repeat.nth}
            onChange={(event) => change({ nth: event.currentTarget.value })}
            data={[{ value: '', label: t('desk.plan.monthDay.same') }, ...nths]}
          />
        )}
      </div>
      {repeat.how === 'WEEKLY' && <Days days={repeat.days} change={(days) => change({ days })} />}
      {repeat.how === 'own' && (
        <TextInput
          label={t('desk.plan.rrule')}
          description={t('desk.plan.rrule.help')}
          value={repeat.own}
          maxLength={200}
          onChange={(event) => change({ own: event.currentTarget.value })}
        />
      )}
      <Ends fields={fields} put={put} repeats={repeat.how !== 'none'} />
    </>
  )
}

function Days({ days, change }: { days: readonly string[]; change: (days: string[]) => void }) {
  const t = useText(planWords)
  const { locale } = useLooks()
  const tag = tagOf(locale)
  return (
    <Checkbox.Group
      label={t('desk.plan.days')}
      description={days.length === 0 ? t('desk.plan.days.first') : undefined}
      value={[...days]}
      onChange={change}
    >
      <div className={form.row}>
        {dayCodes.map((code, at) => (
          <Checkbox key={code} value={code} label={dayName(at, tag)} />
        ))}
      </div>
    </Checkbox.Group>
  )
}

function Ends({ fields, put, repeats }: { fields: Timed; put: Put; repeats: boolean }) {
  const t = useText(planWords)
  return (
    <div className={form.row}>
      {repeats && (
        <TextInput
          type="date"
          label={t('desk.plan.endsOn')}
          value={fields.endsOn ?? ''}
          onChange={(event) => put({ endsOn: event.currentTarget.value || null })}
        />
      )}
      <NumberInput
        label={t('desk.plan.lead.days')}
        w={220}
        hideControls
        min={0}
        max={90}
        value={Math.round(fields.leadHours / 24)}
        onChange={(value) => put({ leadHours: (Number(value) || 0) * 24 })}
      />
    </div>
  )
}

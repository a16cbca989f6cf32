/** How something comes back, once or by the day, week, month or year: chosen, and in words. */
import { Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import form from './keptForm.module.css'
import { repeatTexts } from './repeatTexts.ts'
import { dayCodes, dayName, frequencies, type Repeat as How, repeatInWords, repeatOf, rruleOf } from './rrule.ts'
import { useLooks, useText } from './texts.ts'

/** `value`: a rule of RFC 5545; null: once. */
export function Repeat({ value, change }: { value: string | null; change: (rrule: string | null) => void }) {
  const t = useText(repeatTexts)
  const [repeat, setRepeat] = useState<How>(() => repeatOf(value))
  const put = (part: Partial<How>) => {
    const next = { ...repeat, ...part }
    setRepeat(next)
    change(rruleOf(next))
  }
  const turn = (how: How['how']) => put({ how, ...(how === 'own' && { own: value ?? 'FREQ=WEEKLY' }) })
  return (
    <>
      <div className={form.row}>
        <NativeSelect
          label={t('kit.repeat')}
          value={repeat.how}
          onChange={(event) => turn(event.currentTarget.value as How['how'])}
          data={[
            { value: 'none', label: t('kit.repeat.none') },
            ...frequencies.map((value) => ({ value, label: t(`kit.repeat.${value}`) })),
            { value: 'own', label: t('kit.repeat.own') },
          ]}
        />
        {repeat.how !== 'none' && repeat.how !== 'own' && (
          <NumberInput
            label={t('kit.repeat.interval')}
            w={120}
            hideControls
            min={1}
            max={999}
            value={repeat.interval}
            onChange={(interval) => put({ interval: Number(interval) || 1 })}
          />
        )}
        {repeat.how === 'MONTHLY' && <DayOfMonth nth={repeat.nth} change={(nth) => put({ nth })} />}
      </div>
      {repeat.how === 'WEEKLY' && <Days days={repeat.days} change={(days) => put({ days })} />}
      {repeat.how === 'own' && (
        <TextInput
          label={t('kit.repeat.rrule')}
          description={t('kit.repeat.rrule.help')}
          value={repeat.own}
          maxLength={200}
          onChange={(event) => put({ own: event.currentTarget.value })}
        />
      )}
    </>
  )
}

function DayOfMonth({ nth: value, change }: { nth: string; change: (nth: string) => void }) {
  const t = useText(repeatTexts)
  const { locale } = useLooks()
  const nths = ['1', '2', '3', '4', '-1'].flatMap((nth) =>
    dayCodes.map((code, at) => ({ value: `${nth}${code}`, label: t('kit.repeat.monthDay.nth', { nth, day: dayName(at, locale) }) })),
  )
  return (
    <NativeSelect
      label={t('kit.repeat.monthDay')}
      value={value}
      onChange={(event) => change(event.currentTarget.value)}
      data={[{ value: '', label: t('kit.repeat.monthDay.same') }, ...nths]}
    />
  )
}

function Days({ days, change }: { days: readonly string[]; change: (days: string[]) => void }) {
  const t = useText(repeatTexts)
  const { locale } = useLooks()
  return (
    <Checkbox.Group
      label={t('kit.repeat.days')}
      description={days.length === 0 ? t('kit.repeat.days.first') : undefined}
      value={[...days]}
      onChange={change}
    >
      <div className={form.row}>
        {dayCodes.map((code, at) => (
          <Checkbox key={code} value={code} label={dayName(at, locale)} />
        ))}
      </div>
    </Checkbox.Group>
  )
}

/** As people say it, in the language of who looks: "every other week on Tuesday". */
export function useRepeatInWords(): (rrule: string | null) => string {
  const t = useText(repeatTexts)
  return (rrule) => repeatInWords(t, t.locale, rrule)
}

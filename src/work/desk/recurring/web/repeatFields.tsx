/** When it comes back: first time, by the day, week, month or year, until when, and how long before. */
import { NumberInput, TextInput } from '@mantine/core'
import form from '#web/kit/keptForm.module.css'
import { Repeat } from '#web/kit/repeat.tsx'
import { useText } from '#web/kit/texts.ts'
import type { Schedule } from '../contract.ts'
import type { Put } from './scheduleForm.tsx'
import { planWords } from './texts.ts'

type Timed = Pick<Schedule, 'starts' | 'rrule' | 'endsOn' | 'leadHours'>

export function RepeatFields({ fields, put }: { fields: Timed; put: Put }) {
  const t = useText(planWords)
  return (
    <>
      <div className={form.row}>
        <TextInput
          type="datetime-local"
          label={t('desk.plan.starts')}
          value={fields.starts}
          onChange={(event) => put({ starts: event.currentTarget.value.slice(0, 16) })}
        />
      </div>
      <Repeat value={fields.rrule} change={(rrule) => put({ rrule })} />
      <Ends fields={fields} put={put} repeats={fields.rrule !== null} />
    </>
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

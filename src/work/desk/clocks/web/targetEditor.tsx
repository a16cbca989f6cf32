/** One target: how long, on which calendar, when its clock runs, and its ladder. */
import { Button, Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { type Duration, type Target, targetKinds } from '#record/cases/clocks/contract.ts'
import { type Priority, priorities } from '#record/cases/contract.ts'
import { useLoad } from '#web/kit/load.ts'
import { useText } from '#web/kit/texts.ts'
import { clockCalls } from './calls.ts'
import classes from './clocks.module.css'
import { choices, type Field, has, named, nameOf, others, toggled } from './conditions.ts'
import { LadderEditor } from './ladderEditor.tsx'
import { clockWords } from './texts.ts'

interface Props {
  organisationId: string
  target: Target
  may: boolean
  onChange: (target: Target) => void
  remove: (() => void) | undefined
}
export function TargetEditor({ organisationId, target, may, onChange, remove }: Props) {
  const t = useText(clockWords)
  const put = (change: Partial<Target>) => onChange({ ...target, ...change })
  const { data } = useLoad({
    key: ['desk', 'calendars', organisationId],
    load: (signal) => clockCalls.calendars({ query: { organisationId } }, { signal }),
    on: ['cases.calendar'],
  })
  const offered = (data?.items ?? []).filter(({ id, body }) => body.active || id === target.calendarId)
  const calendars = offered.map(({ id, first, body }) => ({ value: first ? '' : id, label: body.name || t('clk.calendar.first') }))
  return (
    <div className={classes.editor}>
      <div className={classes.row}>
        <NativeSelect
          label={t('clk.kind')}
          disabled={!may}
          value={target.kind}
          data={targetKinds.map((kind) => ({ value: kind, label: t(`clk.kind.${kind}`) }))}
          onChange={(event) => put({ kind: event.currentTarget.value as Target['kind'] })}
        />
        <TextInput label={t('clk.name')} disabled={!may} value={target.name} onChange={(event) => put({ name: event.currentTarget.value })} />
        <NativeSelect
          label={t('clk.calendar')}
          disabled={!may}
          value={target.calendarId ?? ''}
          data={calendars}
          onChange={(event) => put({ calendarId: event.currentTarget.value || null })}
        />
      </div>
      <DurationField duration={target.duration} may={may} onChange={(duration) => put({ duration })} />
      <Checkbox
        label={t('clk.retroactive')}
        disabled={!may}
        checked={target.retroactive}
        onChange={(event) => put({ retroactive: event.currentTarget.checked })}
      />
      <details className={classes.fold}>
        <summary>{t('clk.conditions')}</summary>
        <div>
          {(Object.keys(choices) as Field[]).map((field) => (
            <Conditions key={field} field={field} target={target} may={may} put={put} />
          ))}
        </div>
      </details>
      <LadderEditor organisationId={organisationId} ladder={target.ladder} may={may} onChange={(ladder) => put({ ladder })} />
      {may && remove && (
        <div>
          <Button variant="subtle" color="red" size="xs" onClick={remove}>
            {t('clk.removeTarget')}
          </Button>
        </div>
      )}
    </div>
  )
}

function Conditions({ field, target, may, put }: { field: Field; target: Target; may: boolean; put: (change: Partial<Target>) => void }) {
  const t = useText(clockWords)
  const chosen = target[field]
  const offered = [...new Set([...choices[field], ...chosen.map(nameOf).filter((name) => name !== undefined)])]
  const strange = others(chosen, Object.keys(named) as (keyof typeof named)[])
  const needed = field === 'start' || field === 'stop'
  return (
    <fieldset className={classes.group}>
      <legend>{t(`clk.${field}`)}</legend>
      <div className={classes.checks}>
        {offered.map((name) => (
          <Checkbox
            key={name}
            label={t(`clk.is.${name}`)}
            disabled={!may || (needed && chosen.length === 1 && has(chosen, name))}
            checked={has(chosen, name)}
            onChange={() => put({ [field]: toggled(chosen, name) })}
          />
        ))}
        {strange.length > 0 && <Checkbox label={t('clk.is.other')} checked disabled readOnly />}
      </div>
    </fieldset>
  )
}

const hoursOf = (minutes: number) => Math.round((minutes / 60) * 100) / 100
function DurationField({ duration, may, onChange }: { duration: Duration; may: boolean; onChange: (duration: Duration) => void }) {
  const t = useText(clockWords)
  const minutes = duration.unit === 'months' ? { critical: 4320, high: 4320, normal: 4320, low: 4320 } : duration.minutes
  const put = (priority: Priority, hours: number) =>
    duration.unit !== 'months' && onChange({ ...duration, minutes: { ...minutes, [priority]: Math.max(1, Math.round(hours * 60)) } })
  return (
    <div className={classes.row}>
      <NativeSelect
        label={t('clk.unit')}
        disabled={!may}
        value={duration.unit}
        data={(['working', 'elapsed', 'months'] as const).map((unit) => ({ value: unit, label: t(`clk.unit.${unit}`) }))}
        onChange={(event) => {
          const unit = event.currentTarget.value as Duration['unit']
          onChange(unit === 'months' ? { unit, months: 1 } : { unit, minutes })
        }}
      />
      {duration.unit === 'months' ? (
        <NumberInput
          label={t('clk.months')}
          maw={96}
          min={1}
          max={120}
          disabled={!may}
          value={duration.months}
          onChange={(value) => onChange({ ...duration, months: Math.max(1, Number(value)) })}
        />
      ) : (
        priorities.map((priority) => (
          <NumberInput
            key={priority}
            label={t('clk.hours', { priority: t(`cases.priority.${priority}`) })}
            maw={128}
            hideControls
            min={0.05}
            decimalScale={2}
            decimalSeparator={t.locale === 'nl' ? ',' : '.'}
            disabled={!may}
            value={hoursOf(minutes[priority])}
            onChange={(value) => put(priority, Number(value))}
          />
        ))
      )}
    </div>
  )
}

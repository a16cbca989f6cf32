/** Plans work: what, when, and what to do when things differ; the next ten turns are shown before it is saved. */
import { Button, Checkbox, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type * as z from 'zod'
import { impacts, kinds, urgencies } from '#record/cases/contract.ts'
import { timeZones } from '#record/people/web/timeZones.ts'
import form from '#web/kit/keptForm.module.css'
import { KeptForm, Remove, useAttempt } from '#web/kit/keptForm.tsx'
import { useReload } from '#web/kit/load.ts'
import { useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { ChecklistField } from '../../tasks/web/checklistField.tsx'
import { useEngineers, useTeams } from '../../web/calls.ts'
import { Someone } from '../../web/new/someone.tsx'
import { closedDays, missedTurns, type NewSchedule, previousCases, type Schedule } from '../contract.ts'
import { recurringCalls, recurringKey } from './calls.ts'
import { RepeatFields } from './repeatFields.tsx'
import { planWords } from './texts.ts'
import { Turns } from './turns.tsx'

type Fields = Omit<z.output<typeof NewSchedule>, 'organisationId'>
export type Put = (part: Partial<Fields>) => void
const blank: Fields = {
  name: '',
  template: {
    ...{ kind: 'task', title: '', text: '', impact: 'person', urgency: 'normal', tasks: [], itemIds: [], minutes: null },
    ...{ reporterId: null, teamId: null, assigneeId: null, checklistId: null },
  },
  ...{ starts: '', rrule: 'FREQ=WEEKLY', endsOn: null, leadHours: 0, closedDays: 'keep', missed: 'once', previous: 'link', active: true },
}
function fieldsOf(schedule: Schedule | undefined): Fields {
  if (!schedule) return blank
  const { id: _i, organisationId: _o, version: _v, next: _n, made: _m, last: _l, ...fields } = schedule
  return fields
}

interface Props {
  schedule: Schedule | undefined
  organisationId: string
  close: () => void
}
export function ScheduleForm({ schedule, organisationId, close }: Props) {
  const t = useText(planWords)
  const reload = useReload()
  const [fields, setFields] = useState(() => fieldsOf(schedule))
  const { wrong, setWrong, busy, attempt } = useAttempt()
  const put: Put = (part) => setFields({ ...fields, ...part })
  const save = () => {
    const missing =
      fields.name.trim() === ''
        ? t('desk.plan.name.needed')
        : fields.template.title.trim() === ''
          ? t('desk.plan.title.needed')
          : fields.starts === ''
            ? t('desk.plan.starts.needed')
            : undefined
    setWrong(missing)
    if (missing || busy) return
    void attempt(async () => {
      const template = { ...fields.template, tasks: fields.template.tasks.map((one) => one.trim()).filter(Boolean) }
      const body = { ...fields, template }
      if (schedule) await recurringCalls.changeSchedule({ params: { id: schedule.id }, body: { ...body, version: schedule.version } })
      else await recurringCalls.addSchedule({ body: { ...body, organisationId } })
      toast(t('desk.plan.saved'))
      await reload(recurringKey)
      close()
    })
  }
  return (
    <KeptForm wrong={wrong} save={save}>
      <TextInput
        label={t('desk.plan.name')}
        value={fields.name}
        maxLength={100}
        data-autofocus
        onChange={(event) => put({ name: event.currentTarget.value })}
      />
      <What template={fields.template} organisationId={organisationId} change={(template) => put({ template })} />
      <fieldset className={form.part}>
        <legend>{t('desk.plan.when')}</legend>
        <RepeatFields fields={fields} put={put} />
        <NativeSelect
          label={t('desk.plan.timeZone')}
          value={fields.timeZone ?? ''}
          onChange={(event) => put({ timeZone: event.currentTarget.value || undefined })}
          data={[{ value: '', label: t('desk.plan.timeZone.organisation') }, ...timeZones(fields.timeZone)]}
        />
      </fieldset>
      <Turns fields={fields} organisationId={organisationId} />
      <Otherwise fields={fields} put={put} />
      <Checkbox label={t('desk.plan.active')} checked={fields.active} onChange={(event) => put({ active: event.currentTarget.checked })} />
      <div className={form.foot}>
        <Button type="submit" loading={busy}>
          {t('desk.plan.save')}
        </Button>
        {schedule && (
          <Remove
            verb={t('desk.plan.remove')}
            consequences={t('desk.plan.remove.what', { name: schedule.name })}
            run={async () => {
              await recurringCalls.removeSchedule({ params: { id: schedule.id } })
              toast(t('desk.plan.removed'))
              await reload(recurringKey)
              close()
            }}
          />
        )}
      </div>
    </KeptForm>
  )
}

type Template = Fields['template']
function What({ template, organisationId, change }: { template: Template; organisationId: string; change: (template: Template) => void }) {
  const t = useText(planWords)
  const put = (part: Partial<Template>) => change({ ...template, ...part })
  return (
    <fieldset className={form.part}>
      <legend>{t('desk.plan.what')}</legend>
      <div className={form.row}>
        <NativeSelect
          label={t('cases.kind')}
          value={template.kind}
          onChange={(event) => put({ kind: event.currentTarget.value as Template['kind'] })}
          data={kinds.map((value) => ({ value, label: t(`cases.kind.${value}`) }))}
        />
        <TextInput
          className={form.grow ?? ''}
          label={t('desk.plan.caseTitle')}
          value={template.title}
          maxLength={200}
          onChange={(event) => put({ title: event.currentTarget.value })}
        />
      </div>
      <Textarea
        label={t('desk.plan.text')}
        autosize
        minRows={2}
        maxRows={10}
        value={template.text}
        onChange={(event) => put({ text: event.currentTarget.value })}
      />
      <Textarea
        label={t('desk.plan.tasks')}
        autosize
        minRows={2}
        maxRows={10}
        value={template.tasks.join('\n')}
        onChange={(event) => put({ tasks: event.currentTarget.value === '' ? [] : event.currentTarget.value.split('\n') })}
      />
      <div className={form.row}>
        <ChecklistField
          label={t('desk.plan.checklist')}
          none={t('desk.plan.noChecklist')}
          organisationId={organisationId}
          value={template.checklistId}
          onChange={(checklistId) => put({ checklistId })}
        />
        <div className={form.grow}>
          <Someone
            label={t('desk.plan.reporter')}
            id={template.reporterId}
            organisationId={organisationId}
            onChange={(reporterId) => put({ reporterId })}
          />
        </div>
      </div>
      <Who template={template} organisationId={organisationId} put={put} />
    </fieldset>
  )
}

function Who({ template, organisationId, put }: { template: Template; organisationId: string; put: (part: Partial<Template>) => void }) {
  const t = useText(planWords)
  const teams = useTeams(organisationId)
  const engineers = useEngineers(organisationId)
  const choices = (none: string, all: readonly { id: string; name: string }[] | undefined) => [
    { value: '', label: none },
    ...(all ?? []).map(({ id, name }) => ({ value: id, label: name })),
  ]
  return (
    <div className={form.row}>
      <NativeSelect
        label={t('desk.plan.team')}
        value={template.teamId ?? ''}
        onChange={(event) => put({ teamId: event.currentTarget.value || null })}
        data={choices(t('desk.plan.noTeam'), teams)}
      />
      <NativeSelect
        label={t('desk.plan.assignee')}
        value={template.assigneeId ?? ''}
        onChange={(event) => put({ assigneeId: event.currentTarget.value || null })}
        data={choices(t('desk.plan.nobody'), engineers)}
      />
      <NativeSelect
        label={t('cases.impact')}
        value={template.impact}
        onChange={(event) => put({ impact: event.currentTarget.value as Template['impact'] })}
        data={impacts.map((value) => ({ value, label: t(`cases.impact.${value}`) }))}
      />
      <NativeSelect
        label={t('cases.urgency')}
        value={template.urgency}
        onChange={(event) => put({ urgency: event.currentTarget.value as Template['urgency'] })}
        data={urgencies.map((value) => ({ value, label: t(`cases.urgency.${value}`) }))}
      />
      <NumberInput
        label={t('desk.plan.minutes')}
        w={160}
        hideControls
        min={1}
        max={100_000}
        value={template.minutes ?? ''}
        onChange={(minutes) => put({ minutes: minutes === '' ? null : Number(minutes) })}
      />
    </div>
  )
}

function Otherwise({ fields, put }: { fields: Fields; put: Put }) {
  const t = useText(planWords)
  return (
    <fieldset className={form.part}>
      <legend>{t('desk.plan.how')}</legend>
      <div className={form.row}>
        <NativeSelect
          label={t('desk.plan.closed')}
          value={fields.closedDays}
          onChange={(event) => put({ closedDays: event.currentTarget.value as Fields['closedDays'] })}
          data={closedDays.map((value) => ({ value, label: t(`desk.plan.closed.${value}`) }))}
        />
        <NativeSelect
          label={t('desk.plan.previous')}
          value={fields.previous}
          onChange={(event) => put({ previous: event.currentTarget.value as Fields['previous'] })}
          data={previousCases.map((value) => ({ value, label: t(`desk.plan.previous.${value}`) }))}
        />
        <NativeSelect
          label={t('desk.plan.missed')}
          value={fields.missed}
          onChange={(event) => put({ missed: event.currentTarget.value as Fields['missed'] })}
          data={missedTurns.map((value) => ({ value, label: t(`desk.plan.missed.${value}`) }))}
        />
      </div>
    </fieldset>
  )
}

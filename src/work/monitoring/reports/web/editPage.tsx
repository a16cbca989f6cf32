/** A report that is added or changed. */
import { Button, Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useWhere } from '#record/items/web/more.ts'
import { Rule, severities } from '#record/norms/contract.ts'
import { ScopeFields } from '#record/norms/web/editorFields.tsx'
import { KeptForm, Remove, useAttempt } from '#web/kit/keptForm.tsx'
import { useGo, usePath } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { lengths } from '../../availability/periods/rules.ts'
import { MonitoringPage } from '../../web/places.tsx'
import { NewReport, parts, type Report } from '../contract.ts'
import { reportCalls } from './calls.ts'
import classes from './reports.module.css'
import { reportWords } from './texts.ts'

export default function EditPage() {
  const t = useText(reportWords)
  const id = usePath().id
  const { data, error, refetch } = useLoad({
    key: ['monitoring', 'reports', id ?? 'new'],
    load: (signal) => reportCalls.report({ params: { id: id ?? '' } }, { signal }),
    when: id !== undefined,
  })
  return (
    <MonitoringPage title={t(id ? 'report.change' : 'report.add')} under={[{ label: t('report.title'), to: '/monitoring/reports' }]} width="form">
      {error && <Failure error={error} retry={() => void refetch()} />}
      {id !== undefined && !data && !error && <Skeletons rows={8} />}
      {(id === undefined || data) && <Editor before={data} />}
    </MonitoringPage>
  )
}

const schedule = { day: 2, time: '07:00', timeZone: null }
function Editor({ before }: { before: Report | undefined }) {
  const t = useText(reportWords)
  const go = useGo()
  const organisations = useWhere('monitoring.configure')
  const { wrong, busy, attempt } = useAttempt()
  const [organisationId, setOrganisationId] = useState(before?.organisationId ?? organisations[0]?.id ?? '')
  const [report, setReport] = useState<NewReport>(before ?? { ...NewReport.parse({ name: '-', schedule }), name: '' })
  const [recipients, setRecipients] = useState(before?.recipients.join(', ') ?? '')
  const change = (part: Partial<NewReport>) => setReport({ ...report, ...part })
  const save = () =>
    attempt(async () => {
      const { name, parts, scope, length, hours, target, severities, locale, schedule } = report
      const all = recipients
        .split(/[,;\s]+/)
        .map((one) => one.trim())
        .filter((one) => one !== '')
      const body = { name, parts, scope, length, hours, target, severities, locale, schedule, recipients: all }
      const saved = before
        ? await reportCalls.changeReport({ params: { id: before.id }, body: { ...body, version: before.version } })
        : await reportCalls.addReport({ body: { ...body, organisationId } })
      toast(t('report.saved'))
      go(`/monitoring/reports/${saved.id}`)
    })
  return (
    <KeptForm wrong={wrong} save={() => void save()}>
      {!before && organisations.length > 1 && (
        <NativeSelect
          label={t('report.organisation')}
          value={organisationId}
          data={organisations.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(event) => setOrganisationId(event.currentTarget.value)}
        />
      )}
      <TextInput
        label={t('report.name')}
        required
        maxLength={200}
        value={report.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <WhatFields report={report} change={change} />
      <ScopeFields
        organisationId={organisationId}
        rule={Rule.parse({ title: '-', scope: report.scope })}
        readOnly={false}
        change={({ scope }) => scope && change({ scope })}
      />
      <TextInput label={t('report.recipients')} value={recipients} onChange={(event) => setRecipients(event.currentTarget.value)} />
      <WhenFields report={report} change={change} />
      <div className={classes.deeds}>
        <Button type="submit" loading={busy}>
          {t('report.save')}
        </Button>
        <Button variant="default" onClick={() => go(before ? `/monitoring/reports/${before.id}` : '/monitoring/reports')}>
          {t('report.cancel')}
        </Button>
        {before && (
          <Remove
            verb={t('report.remove')}
            consequences={t('report.removes')}
            run={() => reportCalls.removeReport({ params: { id: before.id } }).then(() => go('/monitoring/reports'))}
          />
        )}
      </div>
    </KeptForm>
  )
}

interface FieldsProps {
  report: NewReport
  change: (part: Partial<NewReport>) => void
}
function WhatFields({ report, change }: FieldsProps) {
  const t = useText(reportWords)
  return (
    <>
      <Checkbox.Group label={t('report.parts')} value={report.parts} onChange={(all) => change({ parts: parts.filter((one) => all.includes(one)) })}>
        <div className={classes.checks}>
          {parts.map((one) => (
            <Checkbox key={one} value={one} label={t(`monitoring.reports.${one}`)} />
          ))}
        </div>
      </Checkbox.Group>
      <div className={classes.pair}>
        <NativeSelect
          label={t('report.length')}
          value={report.length}
          data={lengths.map((value) => ({ value, label: t(`report.length.${value}`) }))}
          onChange={(event) => change({ length: lengths.find((one) => one === event.currentTarget.value) ?? 'month' })}
        />
        <NativeSelect
          label={t('report.locale')}
          value={report.locale}
          data={(['nl', 'en'] as const).map((value) => ({ value, label: t(`report.${value}`) }))}
          onChange={(event) => change({ locale: event.currentTarget.value === 'en' ? 'en' : 'nl' })}
        />
      </div>
      <NativeSelect
        label={t('monitoring.reports.hours')}
        description={t('report.hours.help')}
        value={report.hours}
        data={(['always', 'service'] as const).map((value) => ({ value, label: t(`monitoring.reports.hours.${value}`) }))}
        onChange={(event) => change({ hours: event.currentTarget.value === 'service' ? 'service' : 'always' })}
      />
      <NumberInput
        label={t('report.target')}
        min={0}
        max={100}
        decimalScale={3}
        step={0.1}
        value={report.target ?? ''}
        onChange={(value) => change({ target: typeof value === 'number' ? value : null })}
      />
      <Checkbox.Group
        label={t('report.severities')}
        value={report.severities}
        onChange={(all) => change({ severities: severities.filter((one) => all.includes(one)) })}
      >
        <div className={classes.checks}>
          {severities.map((one) => (
            <Checkbox key={one} value={one} label={t(`norms.severity.${one}`)} />
          ))}
        </div>
      </Checkbox.Group>
    </>
  )
}

function WhenFields({ report, change }: FieldsProps) {
  const t = useText(reportWords)
  const at = report.schedule
  return (
    <>
      <Checkbox
        label={t('report.scheduled')}
        checked={at !== null}
        onChange={(event) => change({ schedule: event.currentTarget.checked ? schedule : null })}
      />
      {at && (
        <div className={classes.pair}>
          <NumberInput
            label={t('report.day')}
            min={1}
            max={28}
            allowDecimal={false}
            value={at.day}
            onChange={(value) => typeof value === 'number' && change({ schedule: { ...at, day: value } })}
          />
          <TextInput
            label={t('report.time')}
            type="time"
            value={at.time}
            onChange={(event) => change({ schedule: { ...at, time: event.currentTarget.value } })}
          />
          <TextInput
            label={t('report.zone')}
            placeholder="Europe/Amsterdam"
            value={at.timeZone ?? ''}
            onChange={(event) => change({ schedule: { ...at, timeZone: event.currentTarget.value.trim() || null } })}
          />
        </div>
      )}
    </>
  )
}

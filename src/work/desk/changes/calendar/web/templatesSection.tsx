/** Standard changes of an organisation, in the settings. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { Ask } from '../../../kinds/web/ask.tsx'
import classes from '../../../kinds/web/kinds.module.css'
import { useTeams } from '../../../web/calls.ts'
import type { SettingsProps } from '../../../web/settings/parts.ts'
import { calendarCalls } from '../../web/changeCalls.ts'
import { deskChangeCalendar, type Template } from '../contract.ts'
import { calendarWords, templateTexts } from './texts.ts'

export default function TemplatesSection({ organisationId, may }: SettingsProps) {
  const t = useText(calendarWords)
  const [open, setOpen] = useState<Template | 'new'>()
  const { data, error, refetch } = useLoad({
    key: ['desk', 'changeTemplates', organisationId],
    load: (signal) => calendarCalls.templates({ query: { organisationId } }, { signal }),
    on: ['desk.changes.templateChanged'],
  })
  return (
    <Section
      title={t('desk.template.title')}
      actions={
        may && (
          <Button size="xs" variant="default" onClick={() => setOpen('new')}>
            {t('desk.template.add')}
          </Button>
        )
      }
    >
      <p className={classes.lead}>{t('desk.template.lead')}</p>
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={3} />}
      {data?.items.length === 0 && <Empty title={t('desk.template.none')}>{may && t('desk.template.none.text')}</Empty>}
      <ul className={classes.list}>
        {data?.items.map((one) => (
          <li key={one.id} className={classes.line}>
            <span>
              {one.name} {!one.active && <span className="dim">({t('desk.template.off')})</span>}
            </span>
            {may && (
              <Button size="compact-sm" variant="default" onClick={() => setOpen(one)}>
                {t('desk.template.edit', { name: one.name })}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {open && <TemplateDialog organisationId={organisationId} template={open === 'new' ? undefined : open} onClose={() => setOpen(undefined)} />}
    </Section>
  )
}

function TemplateDialog({ organisationId, template, onClose }: { organisationId: string; template: Template | undefined; onClose: () => void }) {
  const t = useText(calendarWords)
  const reload = useReload()
  const teams = useTeams(organisationId) ?? []
  const long = (name: string) => ({ name, kind: 'long' as const, rows: 2 })
  const { version = 1, teamId, service, ...rest } = template ?? { risk: 'low' as const, effect: 'low' as const, active: true }
  return (
    <Ask
      key={teams.length}
      title={template ? t('desk.template.edit', { name: template.name }) : t('desk.template.add')}
      schema={deskChangeCalendar.changeTemplate.body.omit({ version: true })}
      texts={templateTexts}
      prefix="desk.template"
      initial={{ ...rest, ...(teamId && { teamId }), ...(service && { service }) }}
      fields={[
        { name: 'name', autoFocus: true },
        'title',
        long('reason'),
        long('plan'),
        long('backOut'),
        long('testPlan'),
        'risk',
        'effect',
        'minutes',
        'service',
        ...(teams.length > 0
          ? [{ name: 'teamId', label: t('desk.calendar.team'), options: teams.map(({ id, name }) => ({ value: id, label: name })) }]
          : []),
        ...(template ? ['active'] : []),
      ]}
      verb={template ? t('desk.template.edit', { name: template.name }) : t('desk.template.add')}
      onClose={onClose}
      submit={async (values) => {
        const { active, ...fields } = values
        if (template) await calendarCalls.changeTemplate({ params: { id: template.id }, body: { ...fields, active, version } })
        else await calendarCalls.addTemplate({ body: { ...fields, organisationId } })
        toast(t('desk.template.saved'))
        await reload(['desk', 'changeTemplates'])
      }}
    />
  )
}

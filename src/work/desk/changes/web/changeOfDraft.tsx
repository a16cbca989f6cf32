/** On the page on which a change is registered: what it risks and how it is done; all of it may wait, it is a draft. */
import { NativeSelect, Textarea } from '@mantine/core'
import { useText, useWords } from '#web/kit/texts.ts'
import { useServices } from '../../catalogue/web/services.ts'
import classes from '../../kinds/web/kinds.module.css'
import type { RegisterProps } from '../../web/new/parts.ts'
import { type ChangeDetails, type Level, levels } from '../contract.ts'
import { useTemplates } from './editChange.tsx'
import { changeWords } from './texts.ts'

const words = ['reason', 'plan', 'backOut', 'testPlan'] as const

export default function ChangeOfDraft({ draft, change }: RegisterProps) {
  const t = useText(changeWords)
  const kit = useWords()
  const templates = useTemplates(draft.organisationId) ?? []
  const now: ChangeDetails = draft.change ?? {}
  const put = (part: ChangeDetails) => change({ change: { ...now, ...part } })
  const level = (name: 'risk' | 'effect') => (
    <NativeSelect
      label={t(`desk.change.${name}`)}
      value={now[name] ?? 'medium'}
      onChange={(event) => put({ [name]: event.currentTarget.value as Level })}
      data={levels.map((value) => ({ value, label: t(`desk.changes.level.${value}`) }))}
    />
  )
  const { names: services } = useServices(draft.organisationId, now.service)
  const choose = (id: string) => {
    const template = templates.find((one) => one.id === id)
    if (!template) return put({ templateId: null })
    const { reason, plan, backOut, testPlan, risk, effect, service } = template
    change({
      change: { ...now, templateId: id, reason, plan, backOut, testPlan, risk, effect, service },
      ...(draft.title === '' && { title: template.title }),
    })
  }
  return (
    <div className={classes.stack}>
      {templates.length > 0 && (
        <NativeSelect
          label={t('desk.change.templateId')}
          description={t('desk.change.templateId.help')}
          value={now.templateId ?? ''}
          onChange={(event) => choose(event.currentTarget.value)}
          data={[{ value: '', label: t('desk.change.noTemplate') }, ...templates.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      )}
      {level('risk')}
      {level('effect')}
      {services.length > 0 && (
        <NativeSelect
          label={`${t('desk.change.service')} (${kit('kit.optional')})`}
          value={now.service ?? ''}
          onChange={(event) => put({ service: event.currentTarget.value || null })}
          data={[{ value: '', label: t('desk.change.noService') }, ...services]}
        />
      )}
      {words.map((name) => (
        <Textarea
          key={name}
          label={`${t(`desk.change.${name}`)} (${kit('kit.optional')})`}
          description={t(`desk.change.${name}.help`)}
          autosize
          minRows={2}
          maxRows={12}
          value={now[name] ?? ''}
          onChange={(event) => put({ [name]: event.currentTarget.value || null })}
        />
      ))}
    </div>
  )
}

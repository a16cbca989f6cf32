/** Everything a change says, in one form. */
import * as z from 'zod'
import { Id, Instant, line } from '#platform/contract.ts'
import { Text } from '#record/cases/contract.ts'
import { useLoad } from '#web/kit/load.ts'
import { useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { useServices } from '../../catalogue/web/services.ts'
import { Ask, emptied } from '../../kinds/web/ask.tsx'
import { type ChangeView, Level } from '../contract.ts'
import { calendarCalls, changeCalls } from './changeCalls.ts'
import { changeWords } from './texts.ts'

const words = Text.optional()
const Editing = z.object({
  templateId: Id.optional(),
  risk: Level,
  effect: Level,
  service: line(120).optional(),
  reason: words,
  plan: words,
  backOut: words,
  testPlan: words,
  from: Instant.optional(),
  until: Instant.optional(),
  emergencyReason: line(2000).optional(),
})

/** Standard changes that are in use here. */
export const useTemplates = (organisationId: string) =>
  useLoad({
    key: ['desk', 'changeTemplates', organisationId],
    load: (signal) => calendarCalls.templates({ query: { organisationId } }, { signal }),
    on: ['desk.changes.templateChanged'],
    when: organisationId !== '',
  }).data?.items.filter(({ active }) => active)

interface Props {
  one: ChangeView
  organisationId: string
  onClose: () => void
  done: () => Promise<void>
}
export function EditChange({ one, organisationId, onClose, done }: Props) {
  const t = useText(changeWords)
  const templates = useTemplates(organisationId) ?? []
  const { names: services } = useServices(organisationId, one.service)
  const options = templates.map(({ id, name }) => ({ value: id, label: name }))
  const long = (name: string, rows = 2) => ({ name, kind: 'long' as const, rows })
  return (
    <Ask
      key={`${options.length} ${services.length}`}
      title={t('desk.change.do.edit')}
      schema={Editing}
      texts={changeWords}
      prefix="desk.change"
      initial={{
        risk: one.risk,
        effect: one.effect,
        service: one.service ?? '',
        reason: one.reason ?? '',
        plan: one.plan ?? '',
        backOut: one.backOut ?? '',
        testPlan: one.testPlan ?? '',
        emergencyReason: one.emergencyReason ?? '',
        ...(one.template && { templateId: one.template.id }),
        ...(one.window && { from: one.window.from, until: one.window.until }),
      }}
      fields={[
        ...(options.length > 0 ? [{ name: 'templateId', options }] : []),
        'risk',
        'effect',
        ...(services.length > 0 ? [{ name: 'service', options: services.map((name) => ({ value: name, label: name })) }] : ['service']),
        long('reason'),
        long('plan', 3),
        long('backOut'),
        long('testPlan'),
        'from',
        'until',
        long('emergencyReason'),
      ]}
      verb={t('desk.change.save')}
      onClose={onClose}
      submit={async (values) => {
        const { from, until, templateId, ...rest } = values
        const said = emptied(rest, ['service', 'reason', 'plan', 'backOut', 'testPlan', 'emergencyReason'])
        const chosen = templateId !== undefined && templateId !== one.template?.id
        // A template that is chosen now fills in what is still empty.
        const body = chosen ? Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null && value !== '')) : said
        const fresh = chosen && !one.plan ? { risk: undefined, effect: undefined } : {}
        await changeCalls.editChange({
          params: { id: one.caseId },
          body: { ...body, ...fresh, version: one.version, templateId: templateId ?? null, window: from && until ? { from, until } : null },
        })
        toast(t('desk.change.saved'))
        await done()
      }}
    />
  )
}

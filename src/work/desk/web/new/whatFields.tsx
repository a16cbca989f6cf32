/** What is the matter, how bad it is, and the priority that follows, before anything is saved. */
import { NativeSelect, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import type { Translate } from '#platform/i18n.ts'
import { impacts, kinds, urgencies, usualMatrix, usualTargets } from '#record/cases/contract.ts'
import { propose, sentences } from '#record/cases/priority/rules.ts'
import { priorityTexts } from '#record/cases/priority/texts.ts'
import { casesTexts } from '#record/cases/texts.ts'
import { useNarrow } from '#web/kit/list.ts'
import { useLoad } from '#web/kit/load.ts'
import { useLooks, useText } from '#web/kit/texts.ts'
import { useServices } from '../../catalogue/web/services.ts'
import { workingTime } from '../case/workingTime.ts'
import { PriorityMark } from '../marksOfCase.tsx'
import { settingsCalls } from '../settings/settingsCalls.ts'
import { deskWords } from '../texts.ts'
import type { Draft, Part } from './draft.ts'
import classes from './new.module.css'

const whyWords = { ...casesTexts, ...priorityTexts }
export function What({ draft, change, wrong }: Part) {
  const t = useText(deskWords)
  return (
    <>
      <TextInput
        label={t('desk.new.what')}
        value={draft.title}
        error={wrong.title}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      <Textarea
        label={t('desk.new.text')}
        autosize
        minRows={3}
        maxRows={14}
        value={draft.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
      />
      <Pick label={t('cases.kind')} value={draft.kind} options={kinds} text={(one) => t(`cases.kind.${one}`)} put={(kind) => change({ kind })} />
      <Pick
        label={t('cases.impact')}
        value={draft.impact}
        options={impacts}
        text={(one) => t(`cases.impact.${one}`)}
        put={(impact) => change({ impact })}
      />
      <Pick
        label={t('cases.urgency')}
        value={draft.urgency}
        options={urgencies}
        text={(one) => t(`cases.urgency.${one}`)}
        put={(urgency) => change({ urgency })}
      />
      <ServicePick draft={draft} change={change} />
      <Proposal draft={draft} />
      <Pick
        label={t('cases.channel')}
        value={draft.channel}
        options={['phone', 'walkIn', 'mail'] as const}
        text={(one) => t(`cases.channel.${one}`)}
        put={(channel) => change({ channel })}
      />
    </>
  )
}

function Pick<V extends string>(props: { label: string; value: string; options: readonly V[]; text: (one: V) => string; put: (one: V) => void }) {
  const narrow = useNarrow()
  const { label, value, options, text, put } = props
  if (narrow)
    return (
      <NativeSelect
        label={label}
        value={value}
        onChange={(event) => put(event.currentTarget.value as V)}
        data={options.map((one) => ({ value: one, label: text(one) }))}
      />
    )
  return (
    <div className={classes.pick}>
      <span className={classes.label} aria-hidden>
        {label}
      </span>
      <SegmentedControl
        aria-label={label}
        value={value}
        onChange={(one) => put(one as V)}
        data={options.map((one) => ({ value: one, label: text(one) }))}
      />
    </div>
  )
}

/** What it is about; nothing to choose where the catalogue names no services. */
function ServicePick({ draft, change }: Omit<Part, 'wrong'>) {
  const t = useText(deskWords)
  const { names } = useServices(draft.organisationId, draft.service)
  if (names.length === 0) return null
  return (
    <NativeSelect
      label={t('desk.facts.service')}
      value={draft.service}
      onChange={(event) => change({ service: event.currentTarget.value })}
      data={[{ value: '', label: t('desk.facts.noService') }, ...names]}
    />
  )
}

/** What follows from impact and urgency, before it is saved. */
function Proposal({ draft }: { draft: Draft }) {
  const t = useText(deskWords)
  const { locale } = useLooks()
  const { organisationId } = draft
  const when = organisationId !== ''
  const matrix = useLoad({
    key: ['desk', 'matrix', organisationId],
    load: (signal) => settingsCalls.matrix({ query: { organisationId } }, { signal }),
    when,
  }).data
  const calendar = useLoad({
    key: ['desk', 'calendar', organisationId],
    load: (signal) => settingsCalls.calendar({ query: { organisationId } }, { signal }),
    when,
  }).data
  const why = useText(whyWords) as Translate
  const { services } = useServices(organisationId, draft.service)
  const about = services.find(({ name }) => name === draft.service)
  const service = about && { id: null, name: { nl: about.name, en: about.name }, criticality: about.criticality }
  const { priority, reasons } = propose(matrix?.matrix ?? usualMatrix, draft.impact, draft.urgency, { service })
  const target = (calendar?.targets ?? usualTargets)[priority]
  const time = (minutes: number) => workingTime(minutes * 60, locale)
  return (
    <div className={classes.proposal} role="status">
      <PriorityMark priority={priority} strong />
      <span className="dim small">
        {t('desk.new.why', {
          impact: t(`cases.impact.${draft.impact}`),
          urgency: t(`cases.urgency.${draft.urgency}`),
        })}
        {service &&
          sentences(
            why,
            locale,
            reasons.filter(({ code }) => code === 'critical' || code === 'highest'),
          ).map((one) => `; ${one}`)}
        {target && `; ${t('desk.new.target', { response: time(target.response), solution: time(target.solution) })}`}
      </span>
    </div>
  )
}

/** The change on the page of its case: where it is on its way, what it meets, what it says, and what can be done now. */
import { Button } from '@mantine/core'
import IconAlert from '@tabler/icons-react/dist/esm/icons/IconAlertTriangle.mjs'
import { useState } from 'react'
import { Link } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { Facts } from '#web/kit/recordPage.tsx'
import { type Meaning, StateBadge } from '#web/kit/stateBadge.tsx'
import { tagOf, useLooks, useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import classes from '../../kinds/web/kinds.module.css'
import type { CaseProps } from '../../web/case/parts.ts'
import { CaseState } from '../../web/marksOfCase.tsx'
import type { ChangeView, Stage, StepName } from '../contract.ts'
import { changeCalls } from './changeCalls.ts'
import { EditChange } from './editChange.tsx'
import { StepDialog } from './steps.tsx'
import { changeWords } from './texts.ts'

export const stageLooks: Readonly<Record<Stage, Meaning>> = {
  draft: 'new',
  submitted: 'waiting',
  approved: 'held',
  refused: 'broken',
  planned: 'progress',
  executing: 'progress',
  executed: 'test',
  reviewed: 'done',
}
/** Taken at once; the others ask something. */
const atOnce: readonly StepName[] = ['submit', 'start', 'redo']

export default function ChangePanel({ page, changing }: CaseProps) {
  const t = useText(changeWords)
  const reload = useReload()
  const { id } = page.case
  const [open, setOpen] = useState<StepName | 'edit'>()
  const { data, error, refetch } = useLoad({
    key: ['desk', 'change', id],
    load: (signal) => changeCalls.change({ params: { id } }, { signal }),
    about: [`case/${id}`],
    on: ['desk.changes.'],
  })
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Skeletons rows={6} />
  const fresh = async () => {
    await reload(['desk', 'change', id])
    await changing.reload()
  }
  const take = async (step: StepName) => {
    if (!atOnce.includes(step)) return setOpen(step)
    try {
      const now = await changeCalls.stepChange({ params: { id, step }, body: { version: data.version } })
      toast(t('desk.change.moved', { stage: t(`desk.changes.stage.${now.stage}`).toLowerCase() }))
    } catch (thrown) {
      toastProblem(thrown, t(`desk.change.do.${step}`))
    }
    await fresh()
  }
  return (
    <>
      <p>
        <StateBadge meaning={stageLooks[data.stage]}>{t(`desk.changes.stage.${data.stage}`)}</StateBadge>
      </p>
      <p className="dim small">{data.because}</p>
      {data.warnings.map((one) => (
        <Note key={one.text} tone="amber" icon={IconAlert}>
          {one.text}
        </Note>
      ))}
      <div className={classes.buttons}>
        {page.mayWork && data.mayEdit && (
          <Button size="xs" variant="default" onClick={() => setOpen('edit')}>
            {t('desk.change.do.edit')}
          </Button>
        )}
        {data.steps
          .filter(({ allowed }) => allowed)
          .map(({ step }) => (
            <Button key={step} size="xs" variant="default" onClick={() => void take(step)}>
              {t(`desk.change.do.${step}`)}
            </Button>
          ))}
      </div>
      <Said one={data} />
      {page.mayWork && <WhyNot one={data} />}
      {open === 'edit' && <EditChange one={data} organisationId={page.case.organisationId} onClose={() => setOpen(undefined)} done={fresh} />}
      {open && open !== 'edit' && <StepDialog step={open} one={data} onClose={() => setOpen(undefined)} done={fresh} />}
    </>
  )
}

/** The next steps on the way, each with what it waits for. */
const ways: Readonly<Record<Stage, readonly StepName[]>> = {
  draft: ['submit', 'start'],
  submitted: ['approve', 'start'],
  approved: ['plan', 'start'],
  refused: ['submit'],
  planned: ['start'],
  executing: ['finish'],
  executed: ['approve', 'review'],
  reviewed: [],
}
function WhyNot({ one }: { one: ChangeView }) {
  const t = useText(changeWords)
  const refused = one.steps.filter(({ step, allowed }) => !allowed && ways[one.stage].includes(step))
  if (refused.length === 0) return null
  return (
    <details className="small">
      <summary>{t('desk.change.why')}</summary>
      <ul className={classes.list}>
        {refused.map(({ step, why }) => (
          <li key={step}>
            <strong>{t(`desk.change.do.${step}`)}</strong>: {why}
          </li>
        ))}
      </ul>
    </details>
  )
}

/** From – until, in the zone of the organisation; its name where that differs from here. */
export function WindowText({ from, until, timeZone }: { from: string; until: string; timeZone: string }) {
  const { locale } = useLooks()
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  const format = new Intl.DateTimeFormat(tagOf(locale), {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
    ...(here !== timeZone && { timeZoneName: 'short' as const }),
  })
  return <span>{format.formatRange(new Date(from), new Date(until))}</span>
}

function Said({ one }: { one: ChangeView }) {
  const t = useText(changeWords)
  const words = (label: string, text: string | null) => (text ? [{ label, wide: true, value: <span className={classes.words}>{text}</span> }] : [])
  const decided = one.decidedBy ? `: ${one.decidedBy.name}` : ''
  return (
    <Facts
      rows={[
        {
          label: t('desk.change.window'),
          value: one.window ? <WindowText {...one.window} timeZone={one.timeZone} /> : <span className="dim">{t('desk.change.noWindow')}</span>,
        },
        { label: t('desk.change.risk'), value: t(`desk.changes.level.${one.risk}`) },
        { label: t('desk.change.effect'), value: t(`desk.changes.level.${one.effect}`) },
        ...(one.service ? [{ label: t('desk.change.service'), value: one.service }] : []),
        ...words(t('desk.change.emergencyReason.short'), one.emergencyReason),
        ...words(t('desk.change.reason'), one.reason),
        ...words(t('desk.change.plan'), one.plan),
        ...words(t('desk.change.backOut'), one.backOut),
        ...words(t('desk.change.testPlan'), one.testPlan),
        ...(one.submittedBy ? [{ label: t('desk.change.submittedBy'), value: one.submittedBy.name }] : []),
        { label: t('desk.change.decidedBy'), value: `${t(`desk.change.approval.${one.approval}`)}${decided}` },
        ...words(t('desk.change.decision'), one.decisionReason),
        ...(one.startedAt ? [{ label: t('desk.change.startedAt'), value: <Time at={one.startedAt} as="absolute" /> }] : []),
        ...(one.endedAt ? [{ label: t('desk.change.endedAt'), value: <Time at={one.endedAt} as="absolute" /> }] : []),
        ...(one.result ? [{ label: t('desk.change.result'), value: t(`desk.change.result.${one.result}`) }] : []),
        ...words(t('desk.change.note'), one.resultNote),
        ...words(t('desk.change.review'), one.review),
        ...(one.followUp
          ? [
              {
                label: t('desk.change.followUp'),
                value: (
                  <>
                    <Link to={`/desk/cases/${one.followUp.number}`}>
                      <span className="mono">{one.followUp.number}</span> {one.followUp.title}
                    </Link>{' '}
                    <CaseState state={one.followUp.state} plain />
                  </>
                ),
              },
            ]
          : []),
      ]}
    />
  )
}

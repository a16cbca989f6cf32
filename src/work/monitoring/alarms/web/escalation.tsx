/** Who is told about an alarm of each severity, after how many minutes without anybody acknowledging it. */
import { Button, NativeSelect, NumberInput } from '@mantine/core'
import { useState } from 'react'
import { severities } from '#record/norms/contract.ts'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import classes from '../../web/monitoring.module.css'
import type { Escalation, OnCall, Step } from '../oncall/contract.ts'
import { onCallCalls } from './alarmCalls.ts'
import { onCallTexts } from './onCallTexts.ts'

interface Props {
  organisationId: string
  schedules: readonly OnCall[]
  may: boolean
}
export function EscalationSection(props: Props) {
  const t = useText(onCallTexts)
  const { organisationId } = props
  const { data, error } = useLoad({
    key: ['monitoring', 'escalation', organisationId],
    load: (signal) => onCallCalls.escalation({ params: { organisationId } }, { signal }),
    when: organisationId !== '',
  })
  return (
    <Section title={t('oncall.escalation')}>
      <div className={classes.form}>
        <p className="dim">{t('oncall.escalationWhat')}</p>
        {error && <Failure error={error} />}
        {!data && !error && <Skeletons rows={4} />}
        {data && <Steps key={data.version} {...props} before={data.policy} people={data.people} version={data.version} />}
      </div>
    </Section>
  )
}

type People = readonly { id: string; name: string }[]
function Steps({ organisationId, schedules, may, before, people, version }: Props & { before: Escalation; people: People; version: number }) {
  const t = useText(onCallTexts)
  const reload = useReload()
  const [policy, setPolicy] = useState(before)
  const [busy, setBusy] = useState(false)
  const changed = JSON.stringify(policy) !== JSON.stringify(before)
  const save = () => {
    setBusy(true)
    onCallCalls
      .changeEscalation({ params: { organisationId }, body: { version, policy } })
      .then(() => {
        toast(t('oncall.saved'))
        return reload(['monitoring'])
      })
      .catch((error: unknown) => toastProblem(error, t('oncall.failed')))
      .finally(() => setBusy(false))
  }
  return (
    <div className={classes.form}>
      {severities.toReversed().map((severity) => (
        <StepsOf
          key={severity}
          title={t(`norms.severity.${severity}`)}
          steps={policy[severity]}
          schedules={schedules}
          people={people}
          may={may}
          change={(steps) => setPolicy({ ...policy, [severity]: steps })}
        />
      ))}
      {may && (
        <div className={classes.end}>
          <Button loading={busy} disabled={!changed} onClick={save}>
            {t('oncall.save')}
          </Button>
        </div>
      )}
    </div>
  )
}

interface OfOne {
  title: string
  steps: readonly Step[]
  schedules: readonly OnCall[]
  people: People
  may: boolean
  change: (steps: Step[]) => void
}
const choiceOf = ({ to }: Step) => (to.kind === 'onCall' ? `onCall ${to.id} ${to.place}` : `person ${to.id}`)
function toOf(choice: string): Step['to'] {
  const [kind, id = '', place] = choice.split(' ')
  return kind === 'onCall' ? { kind, id, place: Number(place) } : { kind: 'person', id }
}
function StepsOf({ title, steps, schedules, people, may, change }: OfOne) {
  const t = useText(onCallTexts)
  const places = schedules.flatMap(({ id, name, rotations }) =>
    rotations.map((_, at) => ({ value: `onCall ${id} ${at + 1}`, label: t('oncall.place', { name, place: at + 1 }) })),
  )
  const choices = [...places, ...people.map(({ id, name }) => ({ value: `person ${id}`, label: name }))]
  const nameOf = (step: Step) => choices.find(({ value }) => value === choiceOf(step))?.label ?? t('oncall.nobody')
  return (
    <fieldset className={classes.steps}>
      <legend>
        <strong>{title}</strong> {steps.length === 0 && <span className="dim">{t('oncall.noSteps')}</span>}
      </legend>
      {may ? (
        <Changed steps={steps} choices={choices} change={change} />
      ) : (
        steps.map((step) => <p key={`${step.after} ${choiceOf(step)}`}>{t('oncall.step', { after: step.after, name: nameOf(step) })}</p>)
      )}
    </fieldset>
  )
}

type Choices = readonly { value: string; label: string }[]
function Changed({ steps, choices, change }: Pick<OfOne, 'steps' | 'change'> & { choices: Choices }) {
  const t = useText(onCallTexts)
  const put = (at: number, part: Partial<Step>) => change(steps.map((step, place) => (place === at ? { ...step, ...part } : step)))
  const next = () => change([...steps, { after: steps.length === 0 ? 0 : (steps.at(-1)?.after ?? 0) + 15, to: toOf(choices[0]?.value ?? '') }])
  return (
    <>
      {steps.map((step, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the row
        <div key={at} className={classes.pair}>
          <NumberInput
            label={t('oncall.after')}
            min={0}
            max={10_080}
            value={step.after}
            onChange={(value) => typeof value === 'number' && put(at, { after: Math.round(value) })}
          />
          <NativeSelect
            label={t('oncall.tells')}
            data={[...choices]}
            value={choiceOf(step)}
            onChange={(event) => put(at, { to: toOf(event.currentTarget.value) })}
          />
          <Button variant="subtle" onClick={() => change(steps.filter((_, place) => place !== at))}>
            {t('oncall.removeStep')}
          </Button>
        </div>
      ))}
      {choices.length > 0 && steps.length < 10 && (
        <div>
          <Button size="compact-sm" variant="default" onClick={next}>
            {t('oncall.addStep')}
          </Button>
        </div>
      )}
    </>
  )
}

/** The steps of a ladder, in one row each. */
import { ActionIcon, Button, NativeSelect, NumberInput } from '@mantine/core'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import type { Step, StepTime } from '#record/cases/clocks/contract.ts'
import { useText } from '#web/kit/texts.ts'
import { useEngineers, useTeams } from '../../web/calls.ts'
import classes from './clocks.module.css'
import { freshKey } from './draft.ts'
import { clockWords } from './texts.ts'

const times = ['percent', 'before', 'after', 'beforeElapsed', 'afterElapsed'] as const
type TimeName = (typeof times)[number]
const timeOf = (when: StepTime): { name: TimeName; number: number } => {
  if (when.by === 'percent') return { name: 'percent', number: when.percent }
  const side = when.minutes < 0 ? 'before' : 'after'
  return { name: when.counted === 'working' ? side : `${side}Elapsed`, number: Math.abs(when.minutes) }
}
const whenOf = (name: TimeName, number: number): StepTime => {
  const count = Math.max(name === 'percent' ? 1 : 0, Math.round(number) || 0)
  if (name === 'percent') return { by: 'percent', percent: Math.min(count, 1000) }
  return { by: 'offset', minutes: name.startsWith('before') ? -count : count, counted: name.endsWith('Elapsed') ? 'elapsed' : 'working' }
}

const deeds = ['assignee', 'team', 'lead', 'person', 'reassign', 'raisePriority', 'escalate', 'majorIncident'] as const
type Deed = (typeof deeds)[number]
const deedOf = ({ action, to }: Step): Deed => (action === 'notify' ? (to ?? 'lead') : action)

interface Option {
  value: string
  label: string
}
interface Props {
  organisationId: string
  ladder: readonly Step[]
  may: boolean
  onChange: (ladder: Step[]) => void
}
export function LadderEditor({ organisationId, ladder, may, onChange }: Props) {
  const t = useText(clockWords)
  const teams = (useTeams(organisationId) ?? []).map(({ id, name }) => ({ value: id, label: name }))
  const people = (useEngineers(organisationId) ?? []).map(({ id, name }) => ({ value: id, label: name }))
  const add = () =>
    onChange([
      ...ladder,
      { key: freshKey('step'), when: { by: 'percent', percent: 80 }, action: 'notify', to: 'assignee', teamId: null, personId: null },
    ])
  return (
    <fieldset className={classes.group}>
      <legend>{t('clk.ladder')}</legend>
      <p className="dim small">{t('clk.ladder.lead')}</p>
      {ladder.map((step, at) => (
        <StepRow
          key={step.key}
          step={step}
          may={may}
          teams={teams}
          people={people}
          at={at + 1}
          put={(change) => onChange(ladder.map((one, other) => (other === at ? { ...one, ...change } : one)))}
          remove={() => onChange(ladder.filter((_, other) => other !== at))}
        />
      ))}
      {may && ladder.length < 20 && (
        <div>
          <Button variant="subtle" size="xs" onClick={add}>
            {t('clk.addStep')}
          </Button>
        </div>
      )}
    </fieldset>
  )
}

interface RowProps {
  step: Step
  /** Its place, as people count. */
  at: number
  may: boolean
  teams: readonly Option[]
  people: readonly Option[]
  put: (change: Partial<Step>) => void
  remove: () => void
}
function StepRow({ step, at, may, teams, people, put, remove }: RowProps) {
  const t = useText(clockWords)
  const { name, number } = timeOf(step.when)
  const setDeed = (deed: Deed) => {
    const tells = deed === 'assignee' || deed === 'team' || deed === 'lead' || deed === 'person'
    put({
      action: tells ? 'notify' : deed,
      to: tells ? deed : null,
      teamId: deed === 'reassign' ? (teams[0]?.value ?? null) : null,
      personId: deed === 'person' ? (people[0]?.value ?? null) : null,
    })
  }
  const select = (label: string, value: string, data: readonly Option[], choose: (value: string) => void) => (
    <NativeSelect size="sm" label={label} disabled={!may} value={value} data={[...data]} onChange={(event) => choose(event.currentTarget.value)} />
  )
  const timesNamed = times.map((one) => ({ value: one, label: t(`clk.step.${one}`) }))
  const deedsNamed = deeds.map((one) => ({ value: one, label: t(`clk.do.${one}`) }))
  return (
    <div className={classes.row}>
      <NumberInput
        size="sm"
        label={t('clk.step.number')}
        maw={88}
        hideControls
        min={0}
        disabled={!may}
        value={number}
        onChange={(value) => put({ when: whenOf(name, Number(value)) })}
      />
      {select(t('clk.step.when'), name, timesNamed, (value) => put({ when: whenOf(value as TimeName, number) }))}
      {select(t('clk.step.do'), deedOf(step), deedsNamed, (value) => setDeed(value as Deed))}
      {step.action === 'reassign' && select(t('clk.step.team'), step.teamId ?? '', teams, (value) => put({ teamId: value || null }))}
      {step.to === 'person' && select(t('clk.step.person'), step.personId ?? '', people, (value) => put({ personId: value || null }))}
      {may && (
        <ActionIcon aria-label={t('clk.removeStep', { at: String(at) })} onClick={remove}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
      )}
    </div>
  )
}

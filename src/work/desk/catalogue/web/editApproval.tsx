/** Who approves a request, step by step; in each step one or more may decide. */
import { Button, Checkbox, NativeSelect } from '@mantine/core'
import { useText } from '#web/kit/texts.ts'
import type { Decider } from '../../approvals/contract.ts'
import { useTeams } from '../../web/calls.ts'
import { Someone } from '../../web/new/someone.tsx'
import classes from './catalogue.module.css'
import { type EditorProps, moved, newStep, put, type Step, without } from './editor.ts'
import { Card, Num, Remove } from './editorParts.tsx'
import { editorWords } from './editorTexts.ts'

export function EditApproval({ definition, change, organisationId }: EditorProps) {
  const t = useText(editorWords)
  const plan = definition.approval
  const steps = plan?.steps ?? []
  const set = (next: Step[], mayRepeat = plan?.mayRepeat ?? false) => change({ approval: next.length === 0 ? null : { steps: next, mayRepeat } })
  return (
    <div className={classes.parts}>
      {steps.length === 0 && <p className="dim">{t('edit.approval.none')}</p>}
      {steps.map((step, at) => (
        <Card
          // biome-ignore lint/suspicious/noArrayIndexKey: a step has no name of its own, and keeps nothing in itself
          key={at}
          title={t('edit.step', { at: at + 1 })}
          at={at}
          count={steps.length}
          move={(by) => set(moved(steps, at, by))}
          remove={() => set(without(steps, at))}
        >
          <OneStep step={step} organisationId={organisationId} put={(part) => set(put(steps, at, { ...step, ...part }))} />
        </Card>
      ))}
      <Button variant="default" onClick={() => set([...steps, newStep()])}>
        {t('edit.approval.add')}
      </Button>
      {plan && <Checkbox label={t('edit.step.repeat')} checked={plan.mayRepeat} onChange={(event) => set(steps, event.currentTarget.checked)} />}
    </div>
  )
}

const modes = ['any', 'all', 'count', 'percent'] as const
function OneStep({ step, organisationId, put: set }: { step: Step; organisationId: string; put: (part: Partial<Step>) => void }) {
  const t = useText(editorWords)
  const { deciders } = step
  const mode = step.mode.kind !== 'share' ? step.mode.kind : 'count' in step.mode ? 'count' : 'percent'
  const number = step.mode.kind !== 'share' ? null : 'count' in step.mode ? step.mode.count : step.mode.percent
  const howMany = (kind: string, n: number) =>
    set({ mode: kind === 'count' ? { kind: 'share', count: n } : kind === 'percent' ? { kind: 'share', percent: n } : { kind: kind as 'any' } })
  return (
    <>
      {deciders.map((decider, at) => (
        <OneDecider
          // biome-ignore lint/suspicious/noArrayIndexKey: a decider has no name of its own, and keeps nothing in itself
          key={at}
          decider={decider}
          organisationId={organisationId}
          put={(next) => set({ deciders: put(deciders, at, next) })}
          remove={deciders.length > 1 ? () => set({ deciders: without(deciders, at) }) : undefined}
        />
      ))}
      {deciders.length < 20 && (
        <div>
          <Button variant="subtle" size="xs" onClick={() => set({ deciders: [...deciders, { kind: 'lead' }] })}>
            {t('edit.step.addWho')}
          </Button>
        </div>
      )}
      <div className={classes.pair}>
        <NativeSelect
          label={t('edit.step.mode')}
          value={mode}
          onChange={(event) => howMany(event.currentTarget.value, event.currentTarget.value === 'percent' ? 60 : 2)}
          data={modes.map((value) => ({ value, label: t(`edit.step.${value}`) }))}
        />
        {number !== null && <Num label={t('edit.step.number')} value={number} onChange={(n) => howMany(mode, n ?? 1)} />}
        <Num label={t('edit.step.hours')} value={step.hours} onChange={(hours) => set({ hours })} />
        <NativeSelect
          label={t('edit.step.afterwards')}
          value={step.afterwards}
          onChange={(event) => set({ afterwards: event.currentTarget.value as Step['afterwards'] })}
          data={(['refuse', 'escalate'] as const).map((value) => ({ value, label: t(`edit.step.${value}`) }))}
        />
      </div>
    </>
  )
}

const whos = ['manager', 'owner', 'lead', 'team', 'person'] as const
interface DeciderProps {
  decider: Decider
  organisationId: string
  put: (decider: Decider) => void
  /** Undefined: somebody must decide. */
  remove: (() => void) | undefined
}
function OneDecider({ decider, organisationId, put, remove }: DeciderProps) {
  const t = useText(editorWords)
  const teams = useTeams(organisationId) ?? []
  const choose = (kind: Decider['kind']) =>
    put(kind === 'team' ? { kind, teamId: teams[0]?.id ?? '' } : kind === 'person' ? { kind, personId: '' } : { kind })
  return (
    <div className={classes.decider}>
      <NativeSelect
        label={t('edit.step.who')}
        value={decider.kind}
        onChange={(event) => choose(event.currentTarget.value as Decider['kind'])}
        data={whos.map((value) => ({ value, label: t(`edit.step.${value}`) }))}
      />
      {decider.kind === 'team' && (
        <NativeSelect
          label={t('edit.step.team')}
          value={decider.teamId}
          onChange={(event) => put({ kind: 'team', teamId: event.currentTarget.value })}
          data={teams.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      {decider.kind === 'person' && (
        <Someone
          label={t('edit.step.person')}
          id={decider.personId || null}
          organisationId={organisationId}
          onChange={(personId) => put({ kind: 'person', personId: personId ?? '' })}
        />
      )}
      {remove && <Remove name={t('edit.step.who')} onClick={remove} />}
    </div>
  )
}

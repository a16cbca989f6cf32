/** Who deals with a request, which rights it gives, who approves and who sees it. */
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { impacts, urgencies } from '#record/cases/contract.ts'
import { criticalities } from '#record/cases/priority/contract.ts'
import { roles } from '#record/people/contract.ts'
import { api } from '#web/kit/api.ts'
import { useLoad } from '#web/kit/load.ts'
import { useText } from '#web/kit/texts.ts'
import { deskTasks } from '../../tasks/contract.ts'
import { peopleCalls, useTeams } from '../../web/calls.ts'
import { PersonField } from '../../web/new/personField.tsx'
import classes from './catalogue.module.css'
import { type EditorProps, freeKey, moved, newStep, put, type Step, without } from './editor.ts'
import { Card, Num, Remove } from './editorParts.tsx'
import { editorWords } from './editorTexts.ts'

const taskCalls = api(deskTasks)

/** Somebody by id, with the name they have now. */
export function Someone({
  label,
  id,
  organisationId,
  onChange,
}: {
  label: string
  id: string | null
  organisationId: string
  onChange: (id: string | null) => void
}) {
  const { data } = useLoad({
    key: ['people/person', id ?? ''],
    load: (signal) => peopleCalls.person({ params: { id: id ?? '' } }, { signal }),
    when: id !== null,
  })
  const value = id === null ? undefined : data && { id: data.id, name: data.name, email: data.email }
  if (id !== null && !value) return null
  return (
    <PersonField key={value?.id ?? ''} label={label} value={value} organisationId={organisationId} onChange={(one) => onChange(one?.id ?? null)} />
  )
}

export function EditHandling({ definition, change, organisationId }: EditorProps) {
  const t = useText(editorWords)
  const teams = useTeams(organisationId) ?? []
  const { data: lists } = useLoad({
    key: ['desk/checklists', organisationId],
    load: (signal) => taskCalls.checklists({ query: { organisationId } }, { signal }),
  })
  const none = { value: '', label: t('edit.none') }
  return (
    <div className={classes.parts}>
      <div className={classes.pair}>
        <NativeSelect
          label={t('edit.team')}
          value={definition.teamId ?? ''}
          onChange={(event) => change({ teamId: event.currentTarget.value || null })}
          data={[none, ...teams.map(({ id, name }) => ({ value: id, label: name }))]}
        />
        <NativeSelect
          label={t('edit.checklist')}
          value={definition.checklistId ?? ''}
          onChange={(event) => change({ checklistId: event.currentTarget.value || null })}
          data={[none, ...(lists ?? []).filter(({ active }) => active).map(({ id, name }) => ({ value: id, label: name }))]}
        />
      </div>
      <Someone label={t('edit.owner')} id={definition.ownerId} organisationId={organisationId} onChange={(ownerId) => change({ ownerId })} />
      <div className={classes.pair}>
        <NativeSelect
          label={t('cases.impact')}
          value={definition.impact}
          onChange={(event) => change({ impact: event.currentTarget.value as (typeof impacts)[number] })}
          data={impacts.map((value) => ({ value, label: t(`cases.impact.${value}`) }))}
        />
        <NativeSelect
          label={t('cases.urgency')}
          value={definition.urgency}
          onChange={(event) => change({ urgency: event.currentTarget.value as (typeof urgencies)[number] })}
          data={urgencies.map((value) => ({ value, label: t(`cases.urgency.${value}`) }))}
        />
        <NativeSelect
          label={t('cases.criticality')}
          value={definition.criticality}
          onChange={(event) => change({ criticality: event.currentTarget.value as (typeof criticalities)[number] })}
          data={criticalities.map((value) => ({ value, label: t(`cases.criticality.${value}`) }))}
        />
        <TextInput
          label={t('edit.agreement')}
          value={definition.agreementKey}
          maxLength={60}
          onChange={(event) => change({ agreementKey: event.currentTarget.value })}
        />
        <TextInput
          label={t('edit.service')}
          value={definition.serviceKey}
          maxLength={60}
          onChange={(event) => change({ serviceKey: event.currentTarget.value })}
        />
      </div>
    </div>
  )
}

export function EditRights({ definition, change }: EditorProps) {
  const t = useText(editorWords)
  const { access } = definition
  if (!access) return null
  const { rights } = access
  const set = (part: Partial<typeof access>) => change({ access: { ...access, ...part } })
  return (
    <div className={classes.parts}>
      {rights.map((right, at) => {
        const name = t('edit.access.right', { at: at + 1 })
        const one = (label: typeof right.label) => set({ rights: put(rights, at, { ...right, label }) })
        return (
          <div key={right.key} className={classes.rights}>
            <TextInput
              label={t('edit.inDutch', { what: name })}
              value={right.label.nl}
              onChange={(event) => one({ ...right.label, nl: event.currentTarget.value })}
            />
            <TextInput
              label={t('edit.inEnglish', { what: name })}
              value={right.label.en}
              onChange={(event) => one({ ...right.label, en: event.currentTarget.value })}
            />
            <Remove name={name} onClick={() => set({ rights: without(rights, at) })} />
          </div>
        )
      })}
      <Button variant="subtle" size="xs" onClick={() => set({ rights: [...rights, { key: freeKey('recht', rights), label: { nl: '', en: '' } }] })}>
        {t('edit.access.add')}
      </Button>
      <Num label={t('edit.access.most')} value={access.mostDays} onChange={(mostDays) => set({ mostDays })} />
      <Checkbox label={t('edit.access.end')} checked={access.endNeeded} onChange={(event) => set({ endNeeded: event.currentTarget.checked })} />
    </div>
  )
}

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

const whos = ['manager', 'owner', 'lead', 'team', 'person'] as const
const modes = ['any', 'all', 'count', 'percent'] as const
function OneStep({ step, organisationId, put: set }: { step: Step; organisationId: string; put: (part: Partial<Step>) => void }) {
  const t = useText(editorWords)
  const teams = useTeams(organisationId) ?? []
  const [decider] = step.deciders
  const [picking, isPicking] = [decider?.kind === 'person', (kind: string) => kind === 'person']
  const mode = step.mode.kind !== 'share' ? step.mode.kind : 'count' in step.mode ? 'count' : 'percent'
  const number = step.mode.kind !== 'share' ? null : 'count' in step.mode ? step.mode.count : step.mode.percent
  const who = (kind: string) => {
    if (kind === 'team') return set({ deciders: [{ kind: 'team', teamId: teams[0]?.id ?? '' }] })
    if (isPicking(kind)) return set({ deciders: [{ kind: 'person', personId: '' }] })
    set({ deciders: [{ kind: kind as 'manager' }] })
  }
  const howMany = (kind: string, n: number) =>
    set({ mode: kind === 'count' ? { kind: 'share', count: n } : kind === 'percent' ? { kind: 'share', percent: n } : { kind: kind as 'any' } })
  return (
    <>
      <div className={classes.pair}>
        <NativeSelect
          label={t('edit.step.who')}
          value={decider?.kind ?? 'manager'}
          onChange={(event) => who(event.currentTarget.value)}
          data={whos.map((value) => ({ value, label: t(`edit.step.${value}`) }))}
        />
        {decider?.kind === 'team' && (
          <NativeSelect
            label={t('edit.step.team')}
            value={decider.teamId}
            onChange={(event) => set({ deciders: [{ kind: 'team', teamId: event.currentTarget.value }] })}
            data={teams.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
      </div>
      {picking && decider?.kind === 'person' && (
        <Someone
          label={t('edit.step.person')}
          id={decider.personId || null}
          organisationId={organisationId}
          onChange={(personId) => set({ deciders: [{ kind: 'person', personId: personId ?? '' }] })}
        />
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

export function EditAudience({ definition, change, organisationId }: EditorProps) {
  const t = useText(editorWords)
  const teams = useTeams(organisationId) ?? []
  const { audience } = definition
  return (
    <div className={classes.pair}>
      <Checkbox.Group
        label={t('edit.audience.roles')}
        value={audience.roles}
        onChange={(next) => change({ audience: { ...audience, roles: next as (typeof roles)[number][] } })}
      >
        {roles.map((role) => (
          <Checkbox key={role} mt="xs" value={role} label={t(`edit.role.${role}`)} />
        ))}
      </Checkbox.Group>
      <Checkbox.Group
        label={t('edit.audience.teams')}
        value={audience.teamIds}
        onChange={(teamIds) => change({ audience: { ...audience, teamIds } })}
      >
        {teams.map(({ id, name }) => (
          <Checkbox key={id} mt="xs" value={id} label={name} />
        ))}
      </Checkbox.Group>
    </div>
  )
}

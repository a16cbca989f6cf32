/** Who deals with a request, which rights it gives, and who sees it. */
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { impacts, urgencies } from '#record/cases/contract.ts'
import { criticalities } from '#record/cases/priority/contract.ts'
import { roles } from '#record/people/contract.ts'
import { useLoad } from '#web/kit/load.ts'
import { useText } from '#web/kit/texts.ts'
import { clockCalls } from '../../clocks/web/calls.ts'
import { deskGrants } from '../../contract.ts'
import { ChecklistField } from '../../tasks/web/checklistField.tsx'
import { useMyOrganisations, useTeams } from '../../web/calls.ts'
import { Someone } from '../../web/new/someone.tsx'
import classes from './catalogue.module.css'
import { type EditorProps, freeKey, put, without } from './editor.ts'
import { Num, Remove } from './editorParts.tsx'
import { editorWords } from './editorTexts.ts'

export function EditHandling({ definition, change, organisationId }: EditorProps) {
  const t = useText(editorWords)
  const teams = useTeams(organisationId) ?? []
  const { data: agreements } = useLoad({
    key: ['desk', 'agreements', organisationId],
    load: (signal) => clockCalls.agreements({ query: { organisationId } }, { signal }),
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
        <ChecklistField
          label={t('edit.checklist')}
          none={t('edit.none')}
          organisationId={organisationId}
          value={definition.checklistId}
          onChange={(checklistId) => change({ checklistId })}
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
        <NativeSelect
          label={t('edit.agreement')}
          value={definition.agreementId ?? ''}
          onChange={(event) => change({ agreementId: event.currentTarget.value || null })}
          data={[none, ...(agreements?.items ?? []).filter(({ first }) => !first).map(({ id, body }) => ({ value: id, label: body.name }))]}
        />
        <TextInput
          label={t('edit.service')}
          description={t('edit.service.help')}
          value={definition.serviceKey}
          maxLength={120}
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

/** Organisations besides its own in which it can be asked for; only those for which one decides can be added. */
export function EditOffered({ organisationId, value, onChange }: { organisationId: string; value: string[]; onChange: (ids: string[]) => void }) {
  const t = useText(editorWords)
  const mine = useMyOrganisations(deskGrants['desk.configure']).filter(({ id }) => id !== organisationId)
  if (mine.length === 0) return null
  return (
    <Checkbox.Group label={t('edit.offered')} description={t('edit.offered.help')} value={value} onChange={onChange}>
      {mine.map(({ id, name }) => (
        <Checkbox key={id} mt="xs" value={id} label={name} />
      ))}
    </Checkbox.Group>
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

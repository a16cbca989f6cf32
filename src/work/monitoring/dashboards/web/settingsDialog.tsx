/** What a dashboard is called, who sees it, which time it opens with, and what can be chosen on it. */
import { Button, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTeams } from '#record/people/web/directory.ts'
import form from '#web/kit/keptForm.module.css'
import { KeptForm } from '#web/kit/keptForm.tsx'
import { useMe } from '#web/kit/person.ts'
import { useText, useWords } from '#web/kit/texts.ts'
import { graphTexts } from '../../web/graphs/graphTexts.ts'
import { type Dashboard, type Definition, dashboardScopes, spans, type Variable } from '../contract.ts'
import classes from './dashboards.module.css'
import { dashboardTexts } from './dashboardTexts.ts'

export interface Draft {
  definition: Definition
  scope: (typeof dashboardScopes)[number]
  teamId: string | null
}
export const draftOf = ({ definition, scope, team }: Dashboard): Draft => ({
  definition,
  scope: scope === 'shipped' ? 'mine' : scope,
  teamId: team?.id ?? null,
})

const kinds = ['item', 'location', 'itemKind', 'values'] as const
const right = (all: readonly Variable[]) =>
  new Set(all.map(({ name }) => name)).size === all.length &&
  all.every((one) => /^[A-Za-z]\w{0,29}$/.test(one.name) && (one.kind !== 'values' || (one.of.trim() !== '' && /^[A-Za-z_]\w*$/.test(one.from))))

interface Props {
  draft: Draft
  organisationId: string | null
  close: () => void
  done: (draft: Draft) => void
}
export function SettingsDialog({ draft: given, organisationId, close, done }: Props) {
  const t = useText(dashboardTexts)
  const words = useWords()
  const spanWords = useText(graphTexts)
  const [draft, setDraft] = useState(given)
  const [tried, setTried] = useState(false)
  const { definition } = draft
  const put = (part: Partial<Definition>) => setDraft({ ...draft, definition: { ...definition, ...part } })
  const wrong =
    definition.title.trim() === ''
      ? t('monitoring.dashboard.titleNeeded')
      : !right(definition.variables)
        ? t('monitoring.dashboard.variable.wrong')
        : draft.scope === 'team' && !draft.teamId
          ? t('monitoring.dashboard.teamNeeded')
          : undefined
  const save = () => {
    setTried(true)
    if (wrong) return
    done({ ...draft, definition: { ...definition, title: definition.title.trim() }, teamId: draft.scope === 'team' ? draft.teamId : null })
    close()
  }
  return (
    <Modal
      opened
      size="lg"
      onClose={close}
      closeOnClickOutside={false}
      title={t('monitoring.dashboard.settings')}
      closeButtonProps={{ 'aria-label': words('kit.close') }}
    >
      <KeptForm wrong={tried ? wrong : undefined} save={save}>
        <TextInput
          label={t('monitoring.dashboard.title')}
          value={definition.title}
          maxLength={120}
          data-autofocus
          onChange={(event) => put({ title: event.currentTarget.value })}
        />
        <Sharing draft={draft} change={setDraft} organisationId={organisationId} />
        <NativeSelect
          label={spanWords('monitoring.span')}
          value={definition.span}
          data={spans.map((value) => ({ value, label: spanWords(`monitoring.span.${value}`) }))}
          onChange={(event) => put({ span: spans.find((one) => one === event.currentTarget.value) ?? '6h' })}
        />
        <Variables variables={definition.variables} change={(variables) => put({ variables })} />
        <div className={form.foot}>
          <Button type="submit">{t('monitoring.dashboard.panel.done')}</Button>
        </div>
      </KeptForm>
    </Modal>
  )
}

function Sharing({ draft, change, organisationId }: { draft: Draft; change: (draft: Draft) => void; organisationId: string | null }) {
  const t = useText(dashboardTexts)
  const me = useMe()
  const leads = me?.roles.some((one) => one.organisationId === organisationId && (one.role === 'lead' || one.role === 'administrator'))
  const teams = (useTeams() ?? []).filter(
    (team) => team.active && team.organisationId === organisationId && (leads || team.memberIds.includes(me?.id ?? '')),
  )
  return (
    <>
      <NativeSelect
        label={t('monitoring.dashboard.scope')}
        value={draft.scope}
        data={dashboardScopes
          .filter((one) => one !== 'team' || teams.length > 0)
          .map((value) => ({ value, label: t(`monitoring.dashboard.scope.${value}`) }))}
        onChange={(event) => {
          const scope = dashboardScopes.find((one) => one === event.currentTarget.value) ?? 'mine'
          change({ ...draft, scope, teamId: scope === 'team' ? (draft.teamId ?? teams[0]?.id ?? null) : null })
        }}
      />
      {draft.scope === 'team' && (
        <NativeSelect
          label={t('monitoring.dashboard.team')}
          value={draft.teamId ?? ''}
          data={teams.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(event) => change({ ...draft, teamId: event.currentTarget.value })}
        />
      )}
    </>
  )
}
function Variables({ variables, change }: { variables: readonly Variable[]; change: (variables: Variable[]) => void }) {
  const t = useText(dashboardTexts)
  const put = (at: number, one: Variable) => change(variables.map((before, place) => (place === at ? one : before)))
  const ofKind = ({ name, label }: Variable, kind: (typeof kinds)[number]): Variable =>
    kind === 'values' ? { kind, name, label, of: 'up', from: 'instance' } : { kind, name, label }
  return (
    <>
      {variables.map((variable, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: its name is being typed
        <fieldset key={at} className={classes.query}>
          <legend className="small">{t('monitoring.dashboard.variable', { number: at + 1 })}</legend>
          <div className={classes.pair}>
            <NativeSelect
              label={t('monitoring.dashboard.variable.kind')}
              value={variable.kind}
              data={kinds.map((value) => ({ value, label: t(`monitoring.dashboard.variable.${value}`) }))}
              onChange={(event) => put(at, ofKind(variable, kinds.find((one) => one === event.currentTarget.value) ?? 'item'))}
            />
            <TextInput
              label={t('monitoring.dashboard.variable.name')}
              leftSection="$"
              value={variable.name}
              maxLength={30}
              onChange={(event) => put(at, { ...variable, name: event.currentTarget.value })}
            />
            <TextInput
              label={t('monitoring.dashboard.variable.label')}
              value={variable.label}
              maxLength={60}
              onChange={(event) => put(at, { ...variable, label: event.currentTarget.value })}
            />
            {variable.kind === 'values' && (
              <>
                <TextInput
                  label={t('monitoring.dashboard.variable.of')}
                  value={variable.of}
                  maxLength={500}
                  onChange={(event) => put(at, { ...variable, of: event.currentTarget.value })}
                />
                <TextInput
                  label={t('monitoring.dashboard.variable.from')}
                  value={variable.from}
                  maxLength={100}
                  onChange={(event) => put(at, { ...variable, from: event.currentTarget.value })}
                />
              </>
            )}
          </div>
          <Button size="compact-sm" variant="subtle" color="red" onClick={() => change(variables.filter((_, place) => place !== at))}>
            {t('monitoring.dashboard.variable.remove')}
          </Button>
        </fieldset>
      ))}
      {variables.length < 8 && (
        <Button
          className={classes.begin ?? ''}
          size="compact-sm"
          variant="default"
          onClick={() => change([...variables, { kind: 'item', name: variables.length === 0 ? 'item' : `item${variables.length + 1}`, label: '' }])}
        >
          {t('monitoring.dashboard.variable.add')}
        </Button>
      )}
    </>
  )
}

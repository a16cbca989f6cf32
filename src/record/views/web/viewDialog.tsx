/** Keeps the list as it is now under a name, or changes a view that was kept. */
import { Button, Checkbox, Modal, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTeams } from '#record/people/web/directory.ts'
import form from '#web/kit/keptForm.module.css'
import { KeptForm, Remove, useAttempt } from '#web/kit/keptForm.tsx'
import { useGo } from '#web/kit/links.tsx'
import { useReload } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { useMe } from '#web/kit/person.ts'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { type AnyView, viewScopes } from '../contract.ts'
import type { OpenView } from './openView.ts'
import type { ViewedList } from './tabs.tsx'
import { keepWords } from './texts.ts'

interface Props {
  /** The view that is open, when it is one that was kept. */
  view: AnyView | undefined
  list: ViewedList
  saved: OpenView<string, AnyView>['saved']
  close: () => void
}

export default function ViewDialog(props: Props) {
  const { view, close } = props
  const t = useText(keepWords)
  const words = useWords()
  return (
    <Modal
      opened
      onClose={close}
      title={view ? t('views.keep.edit', { name: view.name }) : t('views.keep.add')}
      closeButtonProps={{ 'aria-label': words('kit.close') }}
    >
      <ViewForm {...props} />
    </Modal>
  )
}

interface Draft {
  name: string
  scope: AnyView['scope']
  teamId: string
  withColumns: boolean
  withFilters: boolean
  opens: boolean
  place: number
}
/** Sends what was filled in; gives the id of the view. */
async function keep(draft: Draft, { view, list }: Props): Promise<string> {
  if (view && !view.mayChange) return view.id
  const { calls, filter, sort, organisationId } = list
  const { name, scope, teamId, withColumns, withFilters } = draft
  const columns = !withColumns ? null : withFilters || !view?.columns ? list.columns() : view.columns
  const kept = { name: name.trim(), scope, teamId: scope === 'team' ? teamId || null : null, columns }
  if (!view) return (await calls.addView({ body: { ...kept, filter, sort, ...(organisationId && { organisationId }) } })).id
  const asked = withFilters ? { filter, sort } : { filter: view.filter, sort: view.sort }
  return (await calls.changeView({ params: { id: view.id }, body: { ...kept, ...asked, version: view.version } })).id
}

function ViewForm(props: Props) {
  const { view, list, saved, close } = props
  const t = useText(keepWords)
  const reload = useReload()
  const go = useGo()
  const organisationId = view?.organisationId ?? list.organisationId
  const ids = saved?.items.map((one) => one.id) ?? []
  const [given, setGiven] = useState<Partial<Draft>>({})
  const { wrong, setWrong, busy, attempt } = useAttempt()
  const draft: Draft = {
    name: view?.name ?? '',
    scope: view?.scope ?? 'mine',
    teamId: view?.team?.id ?? '',
    withColumns: view ? view.columns !== null : true,
    withFilters: view === undefined,
    opens: view !== undefined && saved?.defaultId === view.id,
    place: view ? ids.indexOf(view.id) + 1 : ids.length + 1,
    ...given,
  }
  const save = () => {
    setWrong(draft.name.trim() === '' ? t('views.keep.name.needed') : undefined)
    if (draft.name.trim() === '' || busy) return
    void attempt(async () => {
      const id = await keep(draft, props)
      // What is mine alone: the order and which opens by itself.
      const others = ids.filter((one) => one !== id)
      others.splice(Math.max(0, Math.min(draft.place, others.length + 1) - 1), 0, id)
      const defaultId = draft.opens ? id : saved?.defaultId === id ? null : (saved?.defaultId ?? null)
      await list.calls.chooseViews({ body: { ids: others, defaultId } })
      toast(t('views.keep.saved'))
      await reload(list.loaded)
      close()
      go(list.address(id))
    })
  }
  return (
    <KeptForm wrong={wrong} save={save}>
      <Fields
        draft={draft}
        put={(part) => setGiven({ ...given, ...part })}
        view={view}
        organisationId={organisationId}
        most={view ? ids.length : ids.length + 1}
      />
      <div className={form.foot}>
        <Button type="submit" loading={busy}>
          {t('views.keep.save')}
        </Button>
        {view?.mayChange && (
          <Remove
            verb={t('views.keep.remove')}
            consequences={t('views.keep.remove.what', { name: view.name })}
            run={async () => {
              await list.calls.removeView({ params: { id: view.id } })
              toast(t('views.keep.removed'))
              await reload(list.loaded)
              close()
              go(list.address(list.first))
            }}
          />
        )}
      </div>
    </KeptForm>
  )
}

interface FieldsProps {
  draft: Draft
  put: (part: Partial<Draft>) => void
  view: AnyView | undefined
  organisationId: string | undefined
  most: number
}
function Fields({ draft, put, view, organisationId, most }: FieldsProps) {
  const t = useText(keepWords)
  const me = useMe()
  const leads = me?.roles.some((one) => one.organisationId === organisationId && (one.role === 'lead' || one.role === 'administrator'))
  const teams = (useTeams() ?? []).filter(
    (team) => team.active && team.organisationId === organisationId && (leads || team.memberIds.includes(me?.id ?? '')),
  )
  const locked = view !== undefined && !view.mayChange
  const choose = (scope: Draft['scope']) => put({ scope, ...(scope === 'team' && draft.teamId === '' && { teamId: teams[0]?.id ?? '' }) })
  return (
    <>
      {locked && <Note tone="grey">{t('views.keep.by', { name: view.owner.name })}</Note>}
      <TextInput
        label={t('views.keep.name')}
        value={draft.name}
        maxLength={60}
        disabled={locked}
        data-autofocus
        onChange={(event) => put({ name: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('views.keep.scope')}
        value={draft.scope}
        disabled={locked}
        onChange={(event) => choose(event.currentTarget.value as Draft['scope'])}
        data={viewScopes.filter((one) => one !== 'team' || teams.length > 0).map((value) => ({ value, label: t(`views.keep.scope.${value}`) }))}
      />
      {draft.scope === 'team' && (
        <NativeSelect
          label={t('views.keep.team')}
          value={draft.teamId}
          disabled={locked}
          onChange={(event) => put({ teamId: event.currentTarget.value })}
          data={teams.map((one) => ({ value: one.id, label: one.name }))}
        />
      )}
      {!locked && (
        <Checkbox
          label={t('views.keep.columns')}
          checked={draft.withColumns}
          onChange={(event) => put({ withColumns: event.currentTarget.checked })}
        />
      )}
      {view && !locked && (
        <Checkbox
          label={t('views.keep.filters')}
          checked={draft.withFilters}
          onChange={(event) => put({ withFilters: event.currentTarget.checked })}
        />
      )}
      <Checkbox label={t('views.keep.default')} checked={draft.opens} onChange={(event) => put({ opens: event.currentTarget.checked })} />
      <NumberInput
        label={t('views.keep.order')}
        w={120}
        hideControls
        min={1}
        max={Math.max(1, most)}
        value={draft.place}
        onChange={(value) => put({ place: Number(value) || 1 })}
      />
    </>
  )
}

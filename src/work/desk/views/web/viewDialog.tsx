/** Keeps the list as it is now under a name, or changes a view that was kept. */
import { Button, Checkbox, Modal, NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useGo } from '#web/kit/links.tsx'
import { useReload } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { useMe } from '#web/kit/person.ts'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { useMyOrganisations, useTeams } from '../../web/calls.ts'
import form from '../../web/settings/keptForm.module.css'
import { KeptForm, Remove, useAttempt } from '../../web/settings/keptForm.tsx'
import { type SavedView, viewColumns, viewScopes } from '../contract.ts'
import { useViews, viewCalls, viewsKey } from './calls.ts'
import { keepWords } from './texts.ts'

interface Props {
  /** The view that is open, when it is one that was kept. */
  view: SavedView | undefined
  /** The list as it is now. */
  filter: Readonly<Record<string, unknown>>
  sort: SavedView['sort']
  /** Under which name the table keeps its columns. */
  table: string
  close: () => void
}

/** Which columns the table shows now: those that are not hidden in this browser. */
function columnsNow(table: string): SavedView['columns'] {
  try {
    const hidden = JSON.parse(localStorage.getItem(`spil.columns.${table}`) ?? 'null') as string[] | null
    const usual = ['team', 'organisation', 'created']
    return viewColumns.filter((column) => !(hidden ?? usual).includes(column))
  } catch {
    return null
  }
}

export default function ViewDialog({ view, filter, sort, table, close }: Props) {
  const t = useText(keepWords)
  const words = useWords()
  return (
    <Modal
      opened
      onClose={close}
      title={view ? t('desk.keep.edit', { name: view.name }) : t('desk.keep.add')}
      closeButtonProps={{ 'aria-label': words('kit.close') }}
    >
      <ViewForm view={view} filter={filter} sort={sort} table={table} close={close} />
    </Modal>
  )
}

interface Draft {
  name: string
  scope: SavedView['scope']
  teamId: string
  withColumns: boolean
  withFilters: boolean
  opens: boolean
  place: number
}
/** Sends what was filled in; gives the id of the view. */
async function keep(draft: Draft, { view, filter, sort, table }: Props, organisationId: string | undefined): Promise<string> {
  if (view && !view.mayChange) return view.id
  const { name, scope, teamId, withColumns, withFilters } = draft
  const columns = !withColumns ? null : withFilters || !view?.columns ? columnsNow(table) : view.columns
  const kept = { name: name.trim(), scope, teamId: scope === 'team' ? teamId || null : null, columns }
  if (!view) return (await viewCalls.addView({ body: { ...kept, filter: filter as object, sort, ...(organisationId && { organisationId }) } })).id
  const asked = withFilters ? { filter: filter as object, sort } : { filter: view.filter as object, sort: view.sort }
  return (await viewCalls.changeView({ params: { id: view.id }, body: { ...kept, ...asked, version: view.version } })).id
}

function ViewForm(props: Props) {
  const { view, close } = props
  const t = useText(keepWords)
  const reload = useReload()
  const go = useGo()
  const mine = useViews()
  const organisations = useMyOrganisations(readers)
  const organisationId = view?.organisationId ?? organisations[0]?.id
  const ids = mine?.items.map((one) => one.id) ?? []
  const [given, setGiven] = useState<Partial<Draft>>({})
  const { wrong, setWrong, busy, attempt } = useAttempt()
  const draft: Draft = {
    name: view?.name ?? '',
    scope: view?.scope ?? 'mine',
    teamId: view?.team?.id ?? '',
    withColumns: view ? view.columns !== null : true,
    withFilters: view === undefined,
    opens: view !== undefined && mine?.defaultId === view.id,
    place: view ? ids.indexOf(view.id) + 1 : ids.length + 1,
    ...given,
  }
  const save = () => {
    setWrong(draft.name.trim() === '' ? t('desk.keep.name.needed') : undefined)
    if (draft.name.trim() === '' || busy) return
    void attempt(async () => {
      const id = await keep(draft, props, organisationId)
      // What is mine alone: the order and which opens by itself.
      const others = ids.filter((one) => one !== id)
      others.splice(Math.max(0, Math.min(draft.place, others.length + 1) - 1), 0, id)
      const defaultId = draft.opens ? id : mine?.defaultId === id ? null : (mine?.defaultId ?? null)
      await viewCalls.chooseViews({ body: { ids: others, defaultId } })
      toast(t('desk.keep.saved'))
      await reload(viewsKey)
      close()
      go(`/desk?view=${id}`)
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
          {t('desk.keep.save')}
        </Button>
        {view?.mayChange && (
          <Remove
            verb={t('desk.keep.remove')}
            consequences={t('desk.keep.remove.what', { name: view.name })}
            run={async () => {
              await viewCalls.removeView({ params: { id: view.id } })
              toast(t('desk.keep.removed'))
              await reload(viewsKey)
              close()
              go('/desk?view=open')
            }}
          />
        )}
      </div>
    </KeptForm>
  )
}
const readers = ['engineer', 'lead', 'securityOfficer', 'databaseAdministrator', 'administrator', 'client', 'auditor']

interface FieldsProps {
  draft: Draft
  put: (part: Partial<Draft>) => void
  view: SavedView | undefined
  organisationId: string | undefined
  most: number
}
function Fields({ draft, put, view, organisationId, most }: FieldsProps) {
  const t = useText(keepWords)
  const me = useMe()
  const leads = me?.roles.some((one) => one.organisationId === organisationId && (one.role === 'lead' || one.role === 'administrator'))
  const teams = (useTeams(organisationId) ?? []).filter(({ memberIds }) => leads || memberIds.includes(me?.id ?? ''))
  const locked = view !== undefined && !view.mayChange
  const choose = (scope: Draft['scope']) => put({ scope, ...(scope === 'team' && draft.teamId === '' && { teamId: teams[0]?.id ?? '' }) })
  return (
    <>
      {locked && <Note tone="grey">{t('desk.keep.by', { name: view.owner.name })}</Note>}
      <TextInput
        label={t('desk.keep.name')}
        value={draft.name}
        maxLength={60}
        disabled={locked}
        data-autofocus
        onChange={(event) => put({ name: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('desk.keep.scope')}
        value={draft.scope}
        disabled={locked}
        onChange={(event) => choose(event.currentTarget.value as Draft['scope'])}
        data={viewScopes.filter((one) => one !== 'team' || teams.length > 0).map((value) => ({ value, label: t(`desk.keep.scope.${value}`) }))}
      />
      {draft.scope === 'team' && (
        <NativeSelect
          label={t('desk.keep.team')}
          value={draft.teamId}
          disabled={locked}
          onChange={(event) => put({ teamId: event.currentTarget.value })}
          data={teams.map((one) => ({ value: one.id, label: one.name }))}
        />
      )}
      {!locked && (
        <Checkbox
          label={t('desk.keep.columns')}
          checked={draft.withColumns}
          onChange={(event) => put({ withColumns: event.currentTarget.checked })}
        />
      )}
      {view && !locked && (
        <Checkbox
          label={t('desk.keep.filters')}
          checked={draft.withFilters}
          onChange={(event) => put({ withFilters: event.currentTarget.checked })}
        />
      )}
      <Checkbox label={t('desk.keep.default')} checked={draft.opens} onChange={(event) => put({ opens: event.currentTarget.checked })} />
      <NumberInput
        label={t('desk.keep.order')}
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

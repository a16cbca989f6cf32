/** Changing an item. Who was too late sees what is different, and chooses. */
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { listOf, useGo, usePath, useUrlState } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { Attributes, Item, ItemConflict, Value } from '../contract.ts'
import type { KnownKind } from '../kinds/contract.ts'
import { items } from './calls.ts'
import { Different, fieldsOf, mineInWords, type Wish, without } from './conflict.tsx'
import { bodyOf, type Draft, type Errors, errorsOf } from './draft.ts'
import classes from './item.module.css'
import { ItemFields } from './itemForm.tsx'
import { useKinds } from './more.ts'
import { useName } from './names.ts'
import { webTexts } from './texts.ts'

export default function EditPage() {
  const { number = '' } = usePath()
  const t = useText(webTexts)
  // Not followed: what is being changed does not move under the hands. Who was too late is told when saving.
  const { data, error, refetch } = useLoad({ key: ['items', 'edit', number], load: (signal) => items.item({ params: { id: number } }, { signal }) })
  const kinds = useKinds(data?.organisationId)
  if (error)
    return (
      <Page title={number} under={[{ label: t('items.title'), to: '/items' }]}>
        <Failure error={error} retry={() => void refetch()} />
      </Page>
    )
  const kind = kinds?.find(({ key }) => key === data?.kind.key)
  if (!data || !kinds) return <Skeletons kind="page" />
  return <Editing key={data.version} item={data} kind={kind} refetch={refetch} />
}

const text = (value: string | number | null) => (value === null ? '' : String(value))
function draftOf(item: Item): Draft {
  const filled = item.attributes.filter(({ value, type }) => value !== null && type !== 'gone')
  return {
    name: item.name,
    code: text(item.code),
    note: item.note,
    owner: item.owner ?? undefined,
    users: item.users,
    location: item.location ?? undefined,
    availability: item.availability ?? '',
    integrity: item.integrity ?? '',
    confidentiality: item.confidentiality ?? '',
    tags: item.tags.join(', '),
    purchasedOn: text(item.purchasedOn),
    price: text(item.price?.amount ?? null),
    supplier: text(item.supplier),
    contract: text(item.contract),
    warrantyUntil: text(item.warrantyUntil),
    depreciationMonths: text(item.depreciationMonths),
    residualValue: text(item.residualValue),
    attributes: Object.fromEntries(filled.map(({ key, value }) => [key, value as Value])),
    names: Object.fromEntries(
      filled.flatMap(({ type, value, shown }) => (type === 'person' || type === 'item' ? [[String(value), { id: String(value), name: shown }]] : [])),
    ),
  }
}
const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
/** Only what is different is sent: what somebody else changed meanwhile stays theirs. */
function changesOf(before: Draft, now: Draft): Wish {
  const was: Readonly<Record<string, unknown>> = bodyOf(before)
  const fields = Object.fromEntries(Object.entries(bodyOf(now)).filter(([key, value]) => !same(value, was[key])))
  const keys = new Set([...Object.keys(before.attributes), ...Object.keys(now.attributes)])
  const attributes: Record<string, Attributes[string] | null> = {}
  for (const key of keys) if (!same(before.attributes[key], now.attributes[key])) attributes[key] = now.attributes[key] ?? null
  return { ...fields, ...(Object.keys(attributes).length > 0 && { attributes }) }
}

function useSaving(item: Item, refetch: () => Promise<unknown>) {
  const t = useText(webTexts)
  const go = useGo()
  const reload = useReload()
  const [errors, setErrors] = useState<Errors>({})
  const [refusal, setRefusal] = useState<string>()
  const [conflict, setConflict] = useState<ItemConflict>()
  const [busy, setBusy] = useState(false)
  const save = async (change: object) => {
    setBusy(true)
    try {
      await items.changeItem({ params: { id: item.id }, body: { version: conflict?.version ?? item.version, ...change } })
      await reload(['items'])
      toast(t('items.form.saved'))
      go(`/items/${item.number}`)
    } catch (thrown) {
      const problem = problemIn(thrown)
      if (problem?.type === 'items.changed') setConflict(problem.data as ItemConflict)
      else {
        setErrors(problem?.type === 'items.codeTaken' ? { code: problem.title } : errorsOf(problem?.errors ?? []))
        setRefusal(problem?.title)
        if (!problem) toastProblem(thrown, t('items.form.failed'))
      }
      setBusy(false)
    }
  }
  return { save, errors, refusal, conflict, busy, load: () => void refetch().then(() => reload(['items'])) }
}

function Editing({ item, kind, refetch }: { item: Item; kind: KnownKind | undefined; refetch: () => Promise<unknown> }) {
  const t = useText(webTexts)
  const go = useGo()
  const [search] = useUrlState()
  const [before] = useState(() => draftOf(item))
  const [draft, setDraft] = useState(before)
  const [state, setState] = useState(() => listOf(search.state)[0] ?? item.state.key)
  const [why, setWhy] = useState('')
  const { save, errors, refusal, conflict, busy, load } = useSaving(item, refetch)
  const wish: Wish = { ...changesOf(before, draft), ...(state !== item.state.key && { state }) }
  /** `left`: what stays as the other made it. */
  const send = (left: readonly string[]) => {
    const kept = without(wish, left)
    // Everything was left to the other: what they made is what it is.
    if (left.length > 0 && fieldsOf(kept).length === 0) return go(`/items/${item.number}`)
    void save({ ...kept, ...(why.trim() && { why: why.trim() }) })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    send([])
  }
  const name = useName()
  const stateName = kind?.states.find(({ key }) => key === state)
  const states = kind?.states.filter(({ key }) => key === item.state.key || item.moves.some((move) => move.key === key)) ?? []
  const under = [
    { label: t('items.title'), to: '/items' },
    { label: item.number, to: `/items/${item.number}` },
  ]
  return (
    <Page title={item.name} under={under} width="form">
      <form onSubmit={submit} noValidate className={classes.parts}>
        {refusal && <Note tone="red">{refusal}</Note>}
        {conflict && (
          <Different
            conflict={conflict}
            mine={fieldsOf(wish)}
            words={(field) => mineInWords(draft, field, stateName ? name(stateName.names) : state)}
            save={send}
            load={load}
          />
        )}
        <div className={classes.form}>
          <NativeSelect
            size="md"
            label={t('items.field.state')}
            data={states.map(({ key, names }) => ({ value: key, label: name(names) }))}
            value={state}
            error={errors.state}
            onChange={(event) => setState(event.currentTarget.value)}
          />
        </div>
        <ItemFields
          draft={draft}
          change={(part) => setDraft((now) => ({ ...now, ...part }))}
          kind={kind}
          organisationId={item.organisationId}
          state={state}
          errors={errors}
        />
        <div className={classes.form}>
          <TextInput
            size="md"
            label={t('items.form.why')}
            description={t('items.form.whyHelp')}
            maxLength={500}
            value={why}
            onChange={(event) => setWhy(event.currentTarget.value)}
          />
          <div className={classes.foot}>
            <Button type="submit" loading={busy} disabled={conflict !== undefined}>
              {t('items.form.save')}
            </Button>
            <Button variant="default" onClick={() => go(`/items/${item.number}`)}>
              {t('items.form.cancel')}
            </Button>
          </div>
        </div>
      </form>
    </Page>
  )
}

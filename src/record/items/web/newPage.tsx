/** Registering an item. What is typed is kept until it is sent. */
import { Button, NativeSelect } from '@mantine/core'
import { type FormEvent, useEffect, useMemo, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { listOf, useGo, useUrlState } from '#web/kit/links.tsx'
import { useReload } from '#web/kit/load.ts'
import { Note, Skeletons } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useLooks, useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { KnownKind } from '../kinds/contract.ts'
import { items } from './calls.ts'
import { bodyOf, type Draft, type Errors, emptyDraft, errorsOf } from './draft.ts'
import classes from './item.module.css'
import { ItemFields } from './itemForm.tsx'
import { useKinds, useWhere } from './more.ts'
import { webTexts } from './texts.ts'

const kept = 'spil.draft.items/new'
const read = (): Draft => {
  try {
    return { ...emptyDraft, ...(JSON.parse(sessionStorage.getItem(kept) ?? '{}') as Partial<Draft>) }
  } catch {
    return emptyDraft
  }
}

export default function NewPage() {
  const t = useText(webTexts)
  const go = useGo()
  const reload = useReload()
  const where = useWhere('items.work')
  const [search, setSearch] = useUrlState()
  const organisationId = listOf(search.organisationId)[0] ?? where[0]?.id ?? ''
  const kinds = useKinds(organisationId || undefined)
  const offered = useMemo(() => (kinds ?? []).filter(({ active }) => active), [kinds])
  const kind = offered.find(({ key }) => key === listOf(search.kind)[0]) ?? offered[0]
  const [state, setState] = useState<string>()
  const [draft, setDraft] = useState(read)
  const [errors, setErrors] = useState<Errors>({})
  const [refusal, setRefusal] = useState<string>()
  const [busy, setBusy] = useState(false)
  useEffect(() => sessionStorage.setItem(kept, JSON.stringify(draft)), [draft])
  const at = kind?.states.find(({ key }) => key === state)?.key ?? kind?.states[0]?.key
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!kind) return
    setBusy(true)
    try {
      const known = new Set(kind.attributes.map(({ key }) => key))
      const attributes = Object.fromEntries(Object.entries(draft.attributes).filter(([key]) => known.has(key)))
      const made = await items.createItem({ body: { organisationId, kind: kind.key, ...(at && { state: at }), ...bodyOf(draft), attributes } })
      sessionStorage.removeItem(kept)
      await reload(['items'])
      toast(t('items.form.added', { number: made.number }))
      go(`/items/${made.number}`)
    } catch (thrown) {
      const problem = problemIn(thrown)
      setErrors(problem?.type === 'items.codeTaken' ? { code: problem.title } : errorsOf(problem?.errors ?? []))
      setRefusal(problem?.title)
      if (!problem) toastProblem(thrown, t('items.form.failed'))
      setBusy(false)
    }
  }
  return (
    <Page title={t('items.new')} under={[{ label: t('items.title'), to: '/items' }]} width="form">
      {!kind || !at ? (
        <Skeletons />
      ) : (
        <form onSubmit={(event) => void submit(event)} noValidate className={classes.parts}>
          {refusal && <Note tone="red">{refusal}</Note>}
          <WhatKind where={where} organisationId={organisationId} offered={offered} kind={kind} state={at} choose={setSearch} setState={setState} />
          <ItemFields
            draft={draft}
            change={(part) => setDraft((now) => ({ ...now, ...part }))}
            kind={kind}
            organisationId={organisationId}
            state={at}
            errors={errors}
          />
          <div className={classes.foot}>
            <Button type="submit" loading={busy}>
              {t('items.form.add')}
            </Button>
            <Button variant="default" onClick={() => go('/items')}>
              {t('items.form.cancel')}
            </Button>
          </div>
        </form>
      )}
    </Page>
  )
}

interface WhatProps {
  where: readonly { id: string; name: string }[]
  organisationId: string
  offered: readonly KnownKind[]
  kind: KnownKind
  state: string
  choose: (part: Record<string, string>) => void
  setState: (key: string) => void
}
/** Of which organisation, kind and state it is. */
function WhatKind({ where, organisationId, offered, kind, state, choose, setState }: WhatProps) {
  const t = useText(webTexts)
  const { locale } = useLooks()
  return (
    <div className={classes.form}>
      <div className={classes.pair}>
        {where.length > 1 && (
          <NativeSelect
            size="md"
            label={t('items.field.organisationId')}
            data={where.map(({ id, name }) => ({ value: id, label: name }))}
            value={organisationId}
            onChange={(event) => choose({ organisationId: event.currentTarget.value })}
          />
        )}
        <NativeSelect
          size="md"
          label={t('items.form.kind')}
          data={offered.map(({ key, names }) => ({ value: key, label: names[locale] || names.nl || names.en }))}
          value={kind.key}
          onChange={(event) => choose({ kind: event.currentTarget.value })}
        />
        <NativeSelect
          size="md"
          label={t('items.field.state')}
          data={kind.states.map(({ key, names }) => ({ value: key, label: names[locale] || names.nl || names.en }))}
          value={state}
          onChange={(event) => setState(event.currentTarget.value)}
        />
      </div>
    </div>
  )
}

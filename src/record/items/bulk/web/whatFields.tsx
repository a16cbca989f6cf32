/** What many items become: one thing at a time. What kinds do not have in common is not offered. */
import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useLooks, useText } from '#web/kit/texts.ts'
import type { ListedItem } from '../../contract.ts'
import type { Attribute, KnownKind } from '../../kinds/contract.ts'
import { AttributeField } from '../../web/attributeField.tsx'
import { type Draft, emptyDraft } from '../../web/draft.ts'
import { findItems, findPeople, useKinds } from '../../web/more.ts'
import { type Choice, Pick } from '../../web/pick.tsx'
import { webTexts } from '../../web/texts.ts'
import type { BulkChange } from '../contract.ts'
import type { What } from './bulk.tsx'
import { Clear, Importances, Lines, TagFields } from './plainFields.tsx'
import { bulkWords } from './texts.ts'

const findLocations = findItems('location')

interface Props {
  what: What
  rows: readonly ListedItem[]
  /** Undefined: nothing is filled in. */
  change: (change: BulkChange | undefined) => void
}
export function WhatFields({ what, rows, change }: Props) {
  const t = useText(bulkWords)
  const names = useText(webTexts)
  const [wish, setWish] = useState<BulkChange>()
  const [why, setWhy] = useState('')
  const put = (next: BulkChange | undefined, because = why) => {
    setWish(next)
    change(next && { ...next, ...(because.trim() && { why: because.trim() }) })
  }
  const organisations = new Set(rows.map(({ organisationId }) => organisationId))
  // Owners, places, states and attributes are of one organisation; words and importance are not.
  const apart = organisations.size > 1 && what !== 'tags' && what !== 'supplier' && what !== 'importance' && what !== 'bought'
  if (apart) return <p>{t('items.many.organisations')}</p>
  return (
    <>
      <One what={what} rows={rows} put={put} organisationId={rows[0]?.organisationId ?? ''} />
      <TextInput
        label={names('items.form.why')}
        description={names('items.form.whyHelp')}
        maxLength={500}
        value={why}
        onChange={(event) => {
          setWhy(event.currentTarget.value)
          put(wish, event.currentTarget.value)
        }}
      />
    </>
  )
}

interface OneProps {
  what: What
  rows: readonly ListedItem[]
  organisationId: string
  put: (change: BulkChange | undefined) => void
}
function One(props: OneProps) {
  const { what, organisationId, put } = props
  const t = useText(webTexts)
  if (what === 'owner')
    return (
      <Other
        label={t('items.field.ownerId')}
        name="people"
        find={findPeople}
        organisationId={organisationId}
        put={(ownerId) => put(ownerId === undefined ? undefined : { ownerId })}
      />
    )
  if (what === 'location')
    return (
      <Other
        label={t('items.field.locationId')}
        name="locations"
        find={findLocations}
        organisationId={organisationId}
        put={(locationId) => put(locationId === undefined ? undefined : { locationId })}
      />
    )
  if (what === 'supplier') return <Lines fields={['supplier']} put={put} />
  if (what === 'bought') return <Lines fields={['contract', 'purchasedOn', 'warrantyUntil']} put={put} />
  if (what === 'importance') return <Importances put={put} />
  if (what === 'tags') return <TagFields put={put} />
  return what === 'state' ? <States {...props} /> : <Attributes {...props} />
}

/** The kinds of the selected items. */
function useChosenKinds(rows: readonly ListedItem[], organisationId: string): readonly KnownKind[] | undefined {
  const keys = new Set(rows.map(({ kind }) => kind.key))
  return useKinds(organisationId)?.filter(({ key }) => keys.has(key))
}
const inEvery = <T extends { key: string }>(lists: readonly (readonly T[])[], same: (one: T, other: T) => boolean = () => true): readonly T[] =>
  (lists[0] ?? []).filter((one) => lists.every((list) => list.some((other) => other.key === one.key && same(one, other))))

function States({ rows, organisationId, put }: OneProps) {
  const t = useText(bulkWords)
  const names = useText(webTexts)
  const { locale } = useLooks()
  const kinds = useChosenKinds(rows, organisationId)
  const [state, setState] = useState('')
  const offered = inEvery((kinds ?? []).map(({ states }) => states))
  if (kinds && offered.length === 0) return <p>{t('items.many.none.state')}</p>
  return (
    <NativeSelect
      label={names('items.field.state')}
      data={[{ value: '', label: '…' }, ...offered.map((one) => ({ value: one.key, label: one.names[locale] || one.names.nl || one.names.en }))]}
      value={state}
      onChange={(event) => {
        setState(event.currentTarget.value)
        put(event.currentTarget.value === '' ? undefined : { state: event.currentTarget.value })
      }}
    />
  )
}

function Attributes({ rows, organisationId, put }: OneProps) {
  const t = useText(bulkWords)
  const { locale } = useLooks()
  const kinds = useChosenKinds(rows, organisationId)
  const [key, setKey] = useState('')
  const [draft, setDraft] = useState<Draft>(emptyDraft)
  const offered = inEvery<Attribute>(
    (kinds ?? []).map(({ attributes }) => attributes.filter(({ hidden }) => !hidden)),
    (one, other) => one.type === other.type,
  )
  const attribute = offered.find((one) => one.key === key) ?? offered[0]
  const [empty, setEmpty] = useState(false)
  const told = (next: Draft, clear: boolean, of = attribute) => {
    const value = of && next.attributes[of.key]
    put(of && (clear || value !== undefined) ? { attributes: { [of.key]: clear ? null : (value ?? null) } } : undefined)
  }
  if (!attribute) return kinds ? <p>{t('items.many.none.attribute')}</p> : null
  return (
    <>
      <NativeSelect
        size="md"
        label={t('items.many.which')}
        data={offered.map((one) => ({ value: one.key, label: one.names[locale] || one.names.nl || one.names.en }))}
        value={attribute.key}
        onChange={(event) => {
          setKey(event.currentTarget.value)
          setDraft(emptyDraft)
          told(
            emptyDraft,
            empty,
            offered.find((one) => one.key === event.currentTarget.value),
          )
        }}
      />
      {!empty && (
        <AttributeField
          key={attribute.key}
          attribute={attribute}
          draft={draft}
          kind={undefined}
          state={undefined}
          errors={{}}
          organisationId={organisationId}
          required={false}
          change={(part) => {
            const next = { ...draft, ...part }
            setDraft(next)
            told(next, false)
          }}
        />
      )}
      <Clear
        on={empty}
        put={(on) => {
          setEmpty(on)
          told(draft, on)
        }}
      />
    </>
  )
}

interface OtherProps {
  label: string
  name: string
  find: typeof findPeople | typeof findLocations
  organisationId: string
  /** Null takes it away, undefined leaves it. */
  put: (id: string | null | undefined) => void
}
function Other({ put, ...pick }: OtherProps) {
  const [chosen, setChosen] = useState<Choice>()
  const [empty, setEmpty] = useState(false)
  return (
    <>
      {!empty && (
        <Pick
          {...pick}
          value={chosen}
          onChange={(one) => {
            setChosen(one)
            put(one?.id)
          }}
        />
      )}
      <Clear
        on={empty}
        put={(on) => {
          setEmpty(on)
          put(on ? null : chosen?.id)
        }}
      />
    </>
  )
}

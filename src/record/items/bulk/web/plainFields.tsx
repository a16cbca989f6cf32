/** Fields of every item, for many at once: each may be filled in, made empty, or left as it is. */
import { Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useText } from '#web/kit/texts.ts'
import { criticalities } from '../../contract.ts'
import classes from '../../web/item.module.css'
import { webTexts } from '../../web/texts.ts'
import type { BulkChange } from '../contract.ts'
import { bulkWords } from './texts.ts'

/** Undefined: nothing is filled in. */
type Put = (change: BulkChange | undefined) => void
export function Clear({ on, put }: { on: boolean; put: (on: boolean) => void }) {
  const t = useText(bulkWords)
  return <Checkbox label={t('items.many.clear')} checked={on} onChange={(event) => put(event.currentTarget.checked)} />
}

type LineField = 'supplier' | 'contract' | 'purchasedOn' | 'warrantyUntil'
export function Lines({ fields, put }: { fields: readonly LineField[]; put: Put }) {
  const t = useText(webTexts)
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
  const [cleared, setCleared] = useState<readonly string[]>([])
  const told = (texts: typeof typed, gone: typeof cleared) => {
    const set = fields.flatMap((field): [LineField, string | null][] =>
      gone.includes(field) ? [[field, null]] : texts[field]?.trim() ? [[field, texts[field].trim()]] : [],
    )
    put(set.length > 0 ? (Object.fromEntries(set) as BulkChange) : undefined)
  }
  return fields.map((field) => (
    <div key={field} className={classes.form}>
      <TextInput
        label={t(`items.field.${field}`)}
        {...((field === 'purchasedOn' || field === 'warrantyUntil') && { type: 'date' })}
        maxLength={200}
        disabled={cleared.includes(field)}
        value={typed[field] ?? ''}
        onChange={(event) => {
          const next = { ...typed, [field]: event.currentTarget.value }
          setTyped(next)
          told(next, cleared)
        }}
      />
      <Clear
        on={cleared.includes(field)}
        put={(on) => {
          const next = on ? [...cleared, field] : cleared.filter((one) => one !== field)
          setCleared(next)
          told(typed, next)
        }}
      />
    </div>
  ))
}

const importances = ['availability', 'integrity', 'confidentiality'] as const
export function Importances({ put }: { put: Put }) {
  const t = useText(webTexts)
  const [wish, setWish] = useState<BulkChange>({})
  return importances.map((field) => (
    <NativeSelect
      key={field}
      label={t(`items.field.${field}`)}
      data={[
        { value: '', label: t('items.bulk.asIs') },
        { value: 'none', label: t('items.page.notSaid') },
        ...criticalities.map((value) => ({ value, label: t(`items.importance.${value}`) })),
      ]}
      value={wish[field] === null ? 'none' : (wish[field] ?? '')}
      onChange={(event) => {
        const value = event.currentTarget.value
        const { [field]: _, ...others } = wish
        const next: BulkChange = value === '' ? others : { ...others, [field]: value === 'none' ? null : value }
        setWish(next)
        put(Object.keys(next).length > 0 ? next : undefined)
      }}
    />
  ))
}

const tagsOf = (text: string) => text.split(',').flatMap((tag) => tag.trim() || [])
export function TagFields({ put }: { put: Put }) {
  const t = useText(bulkWords)
  const names = useText(webTexts)
  const [texts, setTexts] = useState({ addTags: '', removeTags: '' })
  const field = (name: keyof typeof texts, label: string) => (
    <TextInput
      label={label}
      description={names('items.form.tagsHelp')}
      maxLength={400}
      value={texts[name]}
      onChange={(event) => {
        const next = { ...texts, [name]: event.currentTarget.value }
        setTexts(next)
        const [addTags, removeTags] = [tagsOf(next.addTags), tagsOf(next.removeTags)]
        put(addTags.length + removeTags.length > 0 ? { addTags, removeTags } : undefined)
      }}
    />
  )
  return (
    <>
      {field('addTags', t('items.many.add'))}
      {field('removeTags', t('items.many.remove'))}
    </>
  )
}

/** Somebody else changed the item meanwhile: what they changed is shown, and where both changed the same field, one chooses per field. */
import { Button, Radio } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { Note } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import type { ItemConflict } from '../contract.ts'
import type { Draft } from './draft.ts'
import { sentenceOf } from './history.tsx'
import classes from './item.module.css'
import { webTexts } from './texts.ts'

export interface Wish {
  attributes?: Readonly<Record<string, unknown>>
  [field: string]: unknown
}
/** The fields of a change, named as the history names them. */
export const fieldsOf = ({ attributes = {}, why: _, ...fields }: Wish): string[] => [
  ...Object.keys(fields),
  ...Object.keys(attributes).map((key) => `attributes.${key}`),
]
/** The change without these fields. */
export function without({ attributes = {}, ...fields }: Wish, left: readonly string[]): Wish {
  const kept = Object.entries(attributes).filter(([key]) => !left.includes(`attributes.${key}`))
  const rest = Object.fromEntries(Object.entries(fields).filter(([field]) => !left.includes(field)))
  return { ...rest, ...(kept.length > 0 && { attributes: Object.fromEntries(kept) }) }
}

/** What I filled in, in words. */
export function mineInWords(draft: Draft, field: string, stateName: string): string {
  if (field === 'state') return stateName
  if (field === 'ownerId') return draft.owner?.name ?? ''
  if (field === 'locationId') return draft.location?.name ?? ''
  if (field === 'userIds') return draft.users.map(({ name }) => name).join(', ')
  if (field.startsWith('attributes.')) {
    const value = draft.attributes[field.slice('attributes.'.length)]
    if (value === undefined) return ''
    if (typeof value === 'object') return Object.values(value).filter(Boolean).join(', ')
    return draft.names[String(value)]?.name ?? String(value)
  }
  const typed = draft[field as keyof Draft]
  return typeof typed === 'string' ? typed : ''
}

interface Props {
  conflict: ItemConflict
  /** Fields that I changed too. */
  mine: readonly string[]
  words: (field: string) => string
  /** Goes on without my change of these fields. */
  save: (left: readonly string[]) => void
  load: () => void
}
export function Different({ conflict, mine, words, save, load }: Props) {
  const t = useText(webTexts)
  const box = useRef<HTMLDivElement>(null)
  // It stands above the form, and who saved stands below.
  useEffect(() => box.current?.focus(), [])
  const [theirs, setTheirs] = useState<readonly string[]>([])
  const both = conflict.changes.filter(({ field }) => mine.includes(field))
  const only = conflict.changes.filter(({ field }) => !mine.includes(field))
  const choose = (field: string, take: boolean) => setTheirs(take ? [...theirs, field] : theirs.filter((one) => one !== field))
  return (
    <Note tone="amber">
      <div ref={box} tabIndex={-1} role="alert">
        <p>{t('items.conflict.title', { who: conflict.changedBy?.name ?? t('items.conflict.somebody') })}</p>
        {only.length > 0 && (
          <>
            <p>{t('items.conflict.only')}</p>
            <ul>
              {only.map((change) => (
                <li key={change.field}>{sentenceOf(t, change)}</li>
              ))}
            </ul>
          </>
        )}
      </div>
      {both.map(({ field, name, to }) => (
        <Radio.Group
          key={field}
          label={name}
          value={theirs.includes(field) ? 'theirs' : 'mine'}
          onChange={(value) => choose(field, value === 'theirs')}
        >
          <div className={classes.ticks}>
            <Radio value="mine" label={t('items.conflict.ofMine', { value: words(field) || t('items.page.notSaid') })} />
            <Radio value="theirs" label={t('items.conflict.ofTheirs', { value: to ?? t('items.page.notSaid') })} />
          </div>
        </Radio.Group>
      ))}
      <div className={classes.foot}>
        <Button size="compact-sm" onClick={() => save(theirs)}>
          {t(both.length > 0 ? 'items.conflict.chosen' : 'items.conflict.mine')}
        </Button>
        <Button size="compact-sm" variant="default" onClick={load}>
          {t('items.conflict.theirs')}
        </Button>
      </div>
    </Note>
  )
}

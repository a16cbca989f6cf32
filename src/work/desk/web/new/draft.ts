/** What is being registered, kept in this tab until it is saved. */
import { useState } from 'react'
import type { channels, impacts, kinds, urgencies } from '#record/cases/contract.ts'
import type { ChangeDetails } from '../../changes/contract.ts'
import type { About } from '../../complaints/contract.ts'
import type { Chosen } from './personField.tsx'

export interface Draft {
  reporter: Chosen | undefined
  /** Somebody we do not know yet. */
  fresh: { name: string; email: string } | undefined
  title: string
  text: string
  kind: (typeof kinds)[number]
  impact: (typeof impacts)[number]
  urgency: (typeof urgencies)[number]
  channel: (typeof channels)[number]
  organisationId: string
  take: boolean
  /** What the kind needs besides. */
  complaint?: About
  change?: ChangeDetails
  /** What it is about; '': nothing in particular. */
  service: string
  /** Items it is about. */
  items?: readonly { id: string; name: string; detail?: string }[]
  /** The number of the major incident it belongs to; '': none. */
  under: string
}
export type Wrong = Partial<Record<keyof Draft | 'email' | '', string>>
export type Put = (change: Partial<Draft>) => void
const key = 'spil.draft.desk/new'
const empty = (organisationId: string): Draft => ({
  reporter: undefined,
  fresh: undefined,
  title: '',
  text: '',
  kind: 'incident',
  impact: 'person',
  urgency: 'normal',
  channel: 'phone',
  organisationId,
  take: false,
  service: '',
  under: '',
})

/** `kind`: what was asked for on the page before goes before an older draft. Nobody phoned for it: until another is named, `me` asks. */
export function useDraft(first: string, kind?: Draft['kind'], me?: Chosen): [Draft, Put, () => void] {
  const [draft, setDraft] = useState<Draft>(() => ({
    ...empty(first),
    ...(kind && me && { reporter: me }),
    ...JSON.parse(sessionStorage.getItem(key) ?? '{}'),
    ...(kind && { kind }),
  }))
  const put: Put = (change) => {
    const next = { ...draft, ...change }
    setDraft(next)
    sessionStorage.setItem(key, JSON.stringify(next))
  }
  return [draft, put, () => sessionStorage.removeItem(key)]
}

export interface Part {
  draft: Draft
  change: Put
  wrong: Wrong
}

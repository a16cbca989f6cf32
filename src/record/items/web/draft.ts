/** What is typed on the form of an item, and what of it is sent. */
import type { Attributes, criticalities } from '../contract.ts'
import type { KnownKind } from '../kinds/contract.ts'
import type { Choice } from './pick.tsx'

/** What is on the form, as it is typed. */
export interface Draft {
  name: string
  code: string
  note: string
  owner: Choice | undefined
  users: readonly Choice[]
  location: Choice | undefined
  availability: string
  integrity: string
  confidentiality: string
  tags: string
  purchasedOn: string
  price: string
  supplier: string
  contract: string
  warrantyUntil: string
  depreciationMonths: string
  residualValue: string
  attributes: Attributes
  /** Names of people and items among the attributes. */
  names: Readonly<Record<string, Choice>>
}
export const emptyDraft: Draft = {
  ...{ name: '', code: '', note: '', owner: undefined, users: [], location: undefined, availability: '', integrity: '', confidentiality: '' },
  ...{ tags: '', purchasedOn: '', price: '', supplier: '', contract: '', warrantyUntil: '', depreciationMonths: '', residualValue: '' },
  ...{ attributes: {}, names: {} },
}
const orNull = (text: string) => text.trim() || null
const numberOrNull = (text: string) => (text.trim() === '' ? null : Number(text))
/** As the endpoint takes it. */
export const bodyOf = (draft: Draft) => ({
  name: draft.name,
  code: orNull(draft.code),
  note: draft.note,
  ownerId: draft.owner?.id ?? null,
  userIds: draft.users.map(({ id }) => id),
  locationId: draft.location?.id ?? null,
  availability: (draft.availability || null) as (typeof criticalities)[number] | null,
  integrity: (draft.integrity || null) as (typeof criticalities)[number] | null,
  confidentiality: (draft.confidentiality || null) as (typeof criticalities)[number] | null,
  tags: draft.tags.split(',').flatMap((tag) => tag.trim() || []),
  purchasedOn: orNull(draft.purchasedOn),
  price: draft.price.trim() === '' ? null : { amount: Number(draft.price), currency: 'EUR' },
  supplier: orNull(draft.supplier),
  contract: orNull(draft.contract),
  warrantyUntil: orNull(draft.warrantyUntil),
  depreciationMonths: numberOrNull(draft.depreciationMonths),
  residualValue: numberOrNull(draft.residualValue),
})

export type Errors = Readonly<Record<string, string>>
/** The field of each error, without the way to it. */
export const errorsOf = (errors: readonly { pointer: string; detail: string }[]): Errors =>
  Object.fromEntries(errors.map(({ pointer, detail }) => [pointer.replace(/^\/body\/(attributes\/)?/, '').split('/')[0] ?? '', detail]))

export interface FieldsProps {
  draft: Draft
  change: (part: Partial<Draft>) => void
  kind: KnownKind | undefined
  organisationId: string
  state: string | undefined
  errors: Errors
}

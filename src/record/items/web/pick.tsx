/** Choosing something that is found while you type: a person, an item, a location. */
import { MultiSelect, Select } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useText } from '#web/kit/texts.ts'
import { pickTexts } from './pickTexts.ts'

export interface Choice {
  id: string
  name: string
  detail?: string
  /** Of an item: its page is called by it. */
  number?: string
}
export type Find = (search: string, organisationId: string | undefined, signal: AbortSignal) => Promise<readonly Choice[]>
interface Shared {
  /** Name of the question, for the cache. */
  name: string
  label: string
  find: Find
  organisationId?: string | undefined
  error?: string | undefined
  required?: boolean
  /** What no choice means: all. */
  placeholder?: string
}

function useFound({ name, find, organisationId }: Shared, typed: string) {
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed.trim()), 120)
    return () => clearTimeout(timer)
  }, [typed])
  const { data, isFetching } = useQuery({
    queryKey: ['items/pick', name, asked, organisationId ?? ''],
    queryFn: ({ signal }) => find(asked, organisationId, signal),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })
  return { found: data ?? [], waiting: isFetching || asked !== typed.trim() }
}
const labelOf = ({ name, detail }: Choice) => (detail ? `${name} (${detail})` : name)
const known = (chosen: readonly Choice[], found: readonly Choice[]) =>
  [...chosen.filter(({ id }) => !found.some((one) => one.id === id)), ...found].map((one) => ({ value: one.id, label: labelOf(one) }))

export function Pick({ value, onChange, ...shared }: Shared & { value: Choice | undefined; onChange: (chosen: Choice | undefined) => void }) {
  const t = useText(pickTexts)
  const [typed, setTyped] = useState(value ? labelOf(value) : '')
  const { found, waiting } = useFound(shared, value && typed === labelOf(value) ? '' : typed)
  useEffect(() => setTyped(value ? labelOf(value) : ''), [value])
  return (
    <Select
      size="md"
      label={shared.label}
      error={shared.error}
      {...(shared.placeholder && { placeholder: shared.placeholder })}
      required={shared.required ?? false}
      withAsterisk={shared.required ?? false}
      searchable
      clearable
      data={known(value ? [value] : [], found)}
      // What the server found stays, also where its words are not in the name.
      filter={({ options }) => options}
      value={value?.id ?? null}
      searchValue={typed}
      onSearchChange={setTyped}
      nothingFoundMessage={waiting ? t('items.pick.looking') : t('items.pick.none')}
      onChange={(id) => onChange(id === null ? undefined : [...(value ? [value] : []), ...found].find((one) => one.id === id))}
    />
  )
}

export function PickMany({ value, onChange, ...shared }: Shared & { value: readonly Choice[]; onChange: (chosen: readonly Choice[]) => void }) {
  const t = useText(pickTexts)
  const [typed, setTyped] = useState('')
  const { found, waiting } = useFound(shared, typed)
  return (
    <MultiSelect
      size="md"
      label={shared.label}
      error={shared.error}
      searchable
      clearable
      data={known(value, found)}
      filter={({ options }) => options}
      value={value.map(({ id }) => id)}
      searchValue={typed}
      onSearchChange={setTyped}
      nothingFoundMessage={waiting ? t('items.pick.looking') : t('items.pick.none')}
      onChange={(ids) => onChange(ids.flatMap((id) => [...value, ...found].find((one) => one.id === id) ?? []))}
    />
  )
}

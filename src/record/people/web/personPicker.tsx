/** Finds somebody of an organisation by typing. */
import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { useLoad } from '#web/kit/load.ts'
import { useText } from '#web/kit/texts.ts'
import type { Person } from '../contract.ts'
import { people } from './mine.ts'
import { webTexts } from './texts.ts'

interface Props {
  /** "Lid toevoegen" unless told. */
  label?: string
  organisationId: string
  /** Who cannot be chosen, because they are there already. */
  without: readonly string[]
  pick: (person: Person) => Promise<unknown>
}
export function PersonPicker({ label, organisationId, without, pick }: Props) {
  const t = useText(webTexts)
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim().slice(0, 100), 150)
  const [busy, setBusy] = useState(false)
  const { data } = useLoad({
    key: ['people/persons', 'picker', organisationId, search],
    load: (signal) => people.persons({ query: { organisationId, active: 'true', limit: 50, ...(search && { search }) } }, { signal }),
  })
  const found = (data?.items ?? []).filter((person) => !without.includes(person.id))
  const choose = async (id: string | null) => {
    const person = found.find((one) => one.id === id)
    if (!person || busy) return
    setBusy(true)
    await pick(person)
    setTyped('')
    setBusy(false)
  }
  return (
    <Select
      label={label ?? t('people.team.addMember')}
      placeholder={t('people.team.addMemberHint')}
      searchable
      disabled={busy}
      value={null}
      searchValue={typed}
      onSearchChange={setTyped}
      onChange={(id) => void choose(id)}
      filter={({ options }) => options}
      data={found.map((person) => ({ value: person.id, label: person.email ? `${person.name} (${person.email})` : person.name }))}
      nothingFoundMessage={data ? t('people.team.nobodyFound') : t('people.team.searching')}
    />
  )
}

/** Finds a person while you type; who is not known yet can be made from what was typed. */
import { Select } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type Ref, useEffect, useState } from 'react'
import { useText } from '#web/kit/texts.ts'
import { peopleCalls } from '../calls.ts'
import { deskWords } from '../texts.ts'

export interface Chosen {
  id: string
  name: string
  email: string | null
}
interface Props {
  label: string
  value: Chosen | undefined
  onChange: (chosen: Chosen | undefined) => void
  /** Offers to make somebody new from what was typed. */
  onNew?: (typed: string) => void
  organisationId?: string | undefined
  error?: string | undefined
  autoFocus?: boolean
  inputRef?: Ref<HTMLInputElement>
}
const fresh = 'new:'

export function PersonField({ label, value, onChange, onNew, organisationId, error, autoFocus, inputRef }: Props) {
  const t = useText(deskWords)
  const [typed, setTyped] = useState(value?.name ?? '')
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed.trim()), 120)
    return () => clearTimeout(timer)
  }, [typed])
  const { data, isFetching } = useQuery({
    queryKey: ['people', 'find', asked, organisationId ?? ''],
    queryFn: ({ signal }) =>
      peopleCalls.persons(
        { query: { limit: 8, ...(asked && { search: asked.slice(0, 100) }), ...(organisationId && { organisationId }) } },
        { signal },
      ),
    placeholderData: keepPreviousData,
    enabled: asked !== '',
    staleTime: 10_000,
  })
  const found = asked && typed.trim() ? (data?.items ?? []) : []
  const known = value && !found.some(({ id }) => id === value.id) ? [value, ...found] : found
  const words = typed.trim()
  const waiting = isFetching || asked !== words
  const options = [
    ...known.map(({ id, name }) => ({ value: id, label: name })),
    ...(onNew && words.length > 1 && words !== value?.name
      ? [{ value: `${fresh}${words}`, label: t('desk.new.reporter.new', { name: words }) }]
      : []),
  ]
  return (
    <Select
      {...(inputRef && { ref: inputRef })}
      size="md"
      label={label}
      placeholder={t('desk.new.reporter.placeholder')}
      searchable
      openOnFocus={false}
      comboboxProps={{ withinPortal: false }}
      selectFirstOptionOnChange
      autoFocus={autoFocus ?? false}
      {...(autoFocus && { 'data-autofocus': true })}
      data={options}
      value={value?.id ?? null}
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options: all }) => all}
      error={error}
      maxDropdownHeight={320}
      nothingFoundMessage={isFetching || words === '' ? undefined : t('desk.new.reporter.none')}
      renderOption={({ option }) => {
        const email = known.find(({ id }) => id === option.value)?.email
        return (
          <span>
            {option.label}
            {email && <span className="dim small"> {email}</span>}
          </span>
        )
      }}
      onChange={(chosen) => {
        // Not while the answer is on its way: who types fast and presses Enter means somebody we know.
        if (chosen?.startsWith(fresh)) return waiting ? undefined : onNew?.(chosen.slice(fresh.length))
        onChange(known.find(({ id }) => id === chosen))
      }}
    />
  )
}

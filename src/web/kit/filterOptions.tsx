/** What one filter can be: a short list as it is, a long one with words to narrow it, or what is found while typing. */
import { Checkbox, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import classes from './filters.module.css'
import type { FilterField, FilterOption } from './filters.tsx'
import { useWords } from './texts.ts'

const manyOptions = 12

/** What fits the words, a moment after they are typed. */
function useFound(field: FilterField, typed: string) {
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed.trim()), 120)
    return () => clearTimeout(timer)
  }, [typed])
  return useQuery({
    queryKey: ['kit/filter', field.key, asked],
    queryFn: ({ signal }) => field.find?.(asked, signal) ?? [],
    enabled: field.find !== undefined,
    staleTime: 10_000,
    placeholderData: (before) => before,
  }).data
}
const includes = (label: string, typed: string) => label.toLocaleLowerCase().includes(typed.trim().toLocaleLowerCase())
const once = (options: readonly FilterOption[]) => options.filter(({ value }, at) => options.findIndex((one) => one.value === value) === at)

export function FilterOptions({ field, chosen, flip }: { field: FilterField; chosen: readonly string[]; flip: (value: string) => void }) {
  const t = useWords()
  const [typed, setTyped] = useState('')
  const found = useFound(field, typed)
  const words = field.find !== undefined || field.options.length > manyOptions
  const offered = once([...field.options.filter(({ label, value }) => chosen.includes(value) || includes(label, typed)), ...(found ?? [])])
  return (
    <div className={classes.choosing}>
      {words && (
        <TextInput
          type="search"
          size="xs"
          aria-label={t('kit.filter.find', { name: field.label })}
          placeholder={t('kit.filter.find', { name: field.label })}
          value={typed}
          data-autofocus
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      )}
      <div className={classes.options}>
        {offered.map((option) => (
          <Checkbox
            key={option.value}
            size="xs"
            label={option.label}
            checked={chosen.includes(option.value)}
            onChange={() => flip(option.value)}
            {...(option.depth && typed === '' && { style: { marginInlineStart: `calc(${option.depth} * var(--spil-space-4))` } })}
          />
        ))}
        {offered.length === 0 && <p className="dim small">{t('kit.filter.none')}</p>}
      </div>
    </div>
  )
}

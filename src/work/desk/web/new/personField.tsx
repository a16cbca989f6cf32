/** Finds a person while you type; who is not known yet can be made from what was typed. */
import { Combobox, InputBase, useCombobox } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, type Ref, useEffect, useRef, useState } from 'react'
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

/** Who fits what was typed; `waiting` while the answer to the last key is on its way. */
function useFound(typed: string, organisationId: string | undefined) {
  const [asked, setAsked] = useState('')
  const words = typed.trim()
  useEffect(() => {
    const timer = setTimeout(() => setAsked(words), 120)
    return () => clearTimeout(timer)
  }, [words])
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
  return { found: asked && words ? (data?.items ?? []) : [], waiting: words !== '' && (isFetching || asked !== words) }
}

export function PersonField({ label, value, onChange, onNew, organisationId, error, autoFocus, inputRef }: Props) {
  const t = useText(deskWords)
  const [typed, setTyped] = useState(value?.name ?? '')
  const { found, waiting } = useFound(typed, organisationId)
  // Enter was pressed before the answer came: whoever comes first is meant.
  const eager = useRef(false)
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const words = typed.trim()
  const offered = words !== '' && words !== value?.name
  const options: readonly Chosen[] = offered ? found : []
  const makes = offered && onNew !== undefined && words.length > 1
  useEffect(() => setTyped(value?.name ?? ''), [value?.name])
  const choose = (chosen: Chosen) => {
    eager.current = false
    combobox.closeDropdown()
    setTyped(chosen.name)
    onChange(chosen)
  }
  const shown = `${options.map(({ id }) => id).join()} ${waiting}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time what is offered changes, not each time it is drawn
  useEffect(() => {
    combobox.selectFirstOption()
    if (!eager.current || waiting) return
    eager.current = false
    if (options[0]) choose(options[0])
  }, [shown, combobox.dropdownOpened])
  const keys = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || !waiting || !offered) return
    event.preventDefault()
    eager.current = true
  }
  return (
    <Combobox
      store={combobox}
      withinPortal={false}
      onOptionSubmit={(id) => {
        const known = options.find((one) => one.id === id)
        if (known) return choose(known)
        combobox.closeDropdown()
        onNew?.(words)
      }}
    >
      <Combobox.Target withExpandedAttribute autoComplete="off">
        <InputBase
          {...(inputRef && { ref: inputRef })}
          size="sm"
          label={label}
          placeholder={t('desk.new.reporter.placeholder')}
          rightSection={<Combobox.Chevron />}
          rightSectionPointerEvents="none"
          autoFocus={autoFocus ?? false}
          {...(autoFocus && { 'data-autofocus': true })}
          value={typed}
          error={error}
          onKeyDown={keys}
          onChange={(event) => {
            eager.current = false
            setTyped(event.currentTarget.value)
            combobox.openDropdown()
          }}
          onBlur={() => {
            combobox.closeDropdown()
            if (eager.current) return
            // Emptied: nobody. Half a name: whoever was there.
            if (words === '' && value) onChange(undefined)
            else setTyped(value?.name ?? '')
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={!offered}>
        <Combobox.Options mah={320} style={{ overflowY: 'auto' }} aria-label={label}>
          {options.map(({ id, name, email }) => (
            <Combobox.Option key={id} value={id}>
              {name}
              {email && <span className="dim small"> {email}</span>}
            </Combobox.Option>
          ))}
          {makes && !waiting && <Combobox.Option value={`new:${words}`}>{t('desk.new.reporter.new', { name: words })}</Combobox.Option>}
          {!waiting && !makes && options.length === 0 && <Combobox.Empty>{t('desk.new.reporter.none')}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}

/** Filters that read as a sentence: "toestand is nieuw of wachtend en team is Noord". Their state is the query of the address. */
import { Button, Menu, Popover, TextInput } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import IconSearch from '@tabler/icons-react/dist/esm/icons/IconSearch.mjs'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { useEffect, useState } from 'react'
import { FilterOptions } from './filterOptions.tsx'
import classes from './filters.module.css'
import { listOf, useUrlState } from './links.tsx'
import { useWords } from './texts.ts'

export interface FilterOption {
  value: string
  label: string
  /** How deep it stands in a tree. */
  depth?: number
}
export interface FilterField {
  /** Key in the address and in the query of the endpoint. */
  key: string
  /** In lower case, as in the sentence: "toestand". */
  label: string
  options: readonly FilterOption[]
  /** Where there are too many to list: what fits the words, beside the options. */
  find?: (words: string, signal: AbortSignal) => Promise<readonly FilterOption[]>
  /** Only one option at a time. */
  single?: boolean
}
interface Props {
  fields: readonly FilterField[]
  /** Key for free text; without it there is no search field. */
  text?: string
  textLabel?: string
}

export function Filters({ fields, text, textLabel }: Props) {
  const t = useWords()
  const [state, change] = useUrlState()
  const [fresh, setFresh] = useState<string>()
  const used = fields.filter(({ key }) => listOf(state[key]).length > 0 || key === fresh)
  const unused = fields.filter((field) => !used.includes(field))
  return (
    <div className={classes.filters}>
      {text && <Search name={text} label={textLabel ?? t('kit.filter.text')} />}
      {used.map((field, at) => (
        <Chip
          key={field.key}
          field={field}
          chosen={listOf(state[field.key])}
          before={at > 0 ? t('kit.filter.and') : undefined}
          open={fresh === field.key}
          onClose={() => setFresh(undefined)}
          choose={(values) => change({ [field.key]: values.length > 0 ? values : undefined })}
        />
      ))}
      {unused.length > 0 && (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button size="compact-sm" variant="subtle" color="gray" leftSection={<IconPlus size={14} aria-hidden />}>
              {t('kit.filter.add')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {unused.map((field) => (
              <Menu.Item key={field.key} onClick={() => setTimeout(() => setFresh(field.key), 0)}>
                <span className={classes.capital}>{field.label}</span>
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {used.length > 1 && (
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => change(Object.fromEntries(fields.map(({ key }) => [key, undefined])))}>
          {t('kit.filter.clear')}
        </Button>
      )}
    </div>
  )
}

function Search({ name, label }: { name: string; label: string }) {
  const [state, change] = useUrlState()
  const current = listOf(state[name])[0] ?? ''
  const [typed, setTyped] = useState(current)
  useEffect(() => setTyped(current), [current])
  useEffect(() => {
    if (typed === current) return
    const timer = setTimeout(() => change({ [name]: typed || undefined }), 250)
    return () => clearTimeout(timer)
  }, [typed, current, change, name])
  return (
    <TextInput
      type="search"
      size="xs"
      className={classes.search ?? ''}
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={14} aria-hidden />}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  )
}

interface ChipProps {
  field: FilterField
  chosen: readonly string[]
  before: string | undefined
  open: boolean
  onClose: () => void
  choose: (values: readonly string[]) => void
}
function Chip({ field, chosen, before, open, onClose, choose }: ChipProps) {
  const t = useWords()
  const [opened, setOpened] = useState(open)
  const name = (value: string) => field.options.find((option) => option.value === value)?.label ?? value
  const flip = (value: string) => {
    if (field.single) {
      choose(chosen.includes(value) ? [] : [value])
      setOpened(false)
    } else choose(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value])
  }
  return (
    <>
      {before && <span className={classes.join}>{before}</span>}
      <span className={classes.chip}>
        <Popover opened={opened} onChange={setOpened} onClose={onClose} position="bottom-start" trapFocus returnFocus>
          <Popover.Target>
            <button type="button" className={classes.words} onClick={() => setOpened(!opened)} aria-haspopup="dialog" aria-expanded={opened}>
              {field.label} {t('kit.filter.is')}{' '}
              {chosen.map((value, at) => (
                <span key={value}>
                  {at > 0 && ` ${t('kit.filter.or')} `}
                  <strong>{name(value)}</strong>
                </span>
              ))}
              {chosen.length === 0 && '…'}
            </button>
          </Popover.Target>
          <Popover.Dropdown aria-label={field.label}>
            <FilterOptions field={field} chosen={chosen} flip={flip} />
          </Popover.Dropdown>
        </Popover>
        <button type="button" className={classes.remove} aria-label={t('kit.filter.remove', { name: field.label })} onClick={() => choose([])}>
          <IconX size={12} aria-hidden />
        </button>
      </span>
    </>
  )
}

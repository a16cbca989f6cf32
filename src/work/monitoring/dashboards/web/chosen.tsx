/** What is chosen for the variables of a dashboard: it stands in the address, narrows what is asked, and comes into the expressions. */
import { MultiSelect, Select } from '@mantine/core'
import { useMemo } from 'react'
import { items } from '#record/items/web/calls.ts'
import { findItems, useKinds, useWhere } from '#record/items/web/more.ts'
import { type Choice, Pick } from '#record/items/web/pick.tsx'
import { listOf, useUrlState } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { useText } from '#web/kit/texts.ts'
import { labelValues } from '../../web/graphs/calls.ts'
import type { Narrowed } from '../../web/graphs/useSeries.ts'
import type { Variable } from '../contract.ts'
import classes from './dashboards.module.css'
import { dashboardTexts } from './dashboardTexts.ts'

const keyOf = (name: string) => `v.${name}`
/** An item, or a place, that stands in the address by its number. */
const useItem = (number: string | undefined) =>
  useLoad({
    key: ['items', 'item', number ?? ''],
    load: (signal) => items.item({ params: { id: number ?? '' } }, { signal }),
    when: number !== undefined,
  }).data

export interface Chosen {
  /** False while what stands in the address is not known yet. */
  ready: boolean
  narrowed: Narrowed
  values: ReadonlyMap<string, readonly string[]>
}
export function useChosen(variables: readonly Variable[]): Chosen {
  const [state] = useUrlState()
  const first = (kind: Variable['kind']) => {
    const one = variables.find((variable) => variable.kind === kind)
    return one && listOf(state[keyOf(one.name)])[0]
  }
  const [itemNumber, placeNumber, kind] = [first('item'), first('location'), first('itemKind')]
  const [item, place] = [useItem(itemNumber), useItem(placeNumber)]
  const key = JSON.stringify([variables.map(({ name }) => state[keyOf(name)]), item?.id, place?.id])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says what of it matters
  return useMemo(() => {
    const named: Partial<Record<Variable['kind'], string | undefined>> = { item: item?.number, location: place?.name, itemKind: kind }
    const values = new Map(
      variables.map((one) => {
        const known = one.kind === 'values' ? listOf(state[keyOf(one.name)]) : [named[one.kind] ?? []].flat()
        return [one.name, known] as const
      }),
    )
    const narrowed = { ...(item && { item: item.id }), ...(place && { location: place.id }), ...(kind && { kind }) }
    return { ready: (itemNumber === undefined || item !== undefined) && (placeNumber === undefined || place !== undefined), narrowed, values }
  }, [key, variables])
}

export function VariablesBar({ variables }: { variables: readonly Variable[] }) {
  if (variables.length === 0) return null
  return (
    <div className={classes.variables}>
      {variables.map((variable) => (
        <One key={variable.name} variable={variable} />
      ))}
    </div>
  )
}
function One({ variable }: { variable: Variable }) {
  const label = variable.label || variable.name
  if (variable.kind === 'values') return <Values variable={variable} label={label} />
  if (variable.kind === 'itemKind') return <Kind name={variable.name} label={label} />
  return <Item name={variable.name} label={label} kind={variable.kind === 'location' ? 'location' : undefined} />
}
function Item({ name, label, kind }: { name: string; label: string; kind: string | undefined }) {
  const t = useText(dashboardTexts)
  const [state, change] = useUrlState()
  const number = listOf(state[keyOf(name)])[0]
  const item = useItem(number)
  const find = useMemo(() => findItems(kind), [kind])
  const value: Choice | undefined = item && { id: item.id, name: item.name, detail: item.number }
  // The address has its number, which people know; it stands between brackets behind the name.
  const put = async (choice: Choice | undefined) => {
    const found = choice && (await items.item({ params: { id: choice.id } }))
    change({ [keyOf(name)]: found?.number })
  }
  const all = t('monitoring.dashboard.all')
  return <Pick name={`monitoring ${kind ?? ''}`} placeholder={all} {...{ label, find, value }} onChange={(choice) => void put(choice)} />
}
function Kind({ name, label }: { name: string; label: string }) {
  const [state, change] = useUrlState()
  const t = useText(dashboardTexts)
  const [organisation] = useWhere('items.read')
  const kinds = useKinds(organisation?.id) ?? []
  return (
    <Select
      size="md"
      searchable
      clearable
      label={label}
      placeholder={t('monitoring.dashboard.all')}
      data={kinds.map((one) => ({ value: one.key, label: one.names[t.locale] }))}
      value={listOf(state[keyOf(name)])[0] ?? null}
      onChange={(value) => change({ [keyOf(name)]: value ?? undefined })}
    />
  )
}
function Values({ variable, label }: { variable: Variable & { kind: 'values' }; label: string }) {
  const t = useText(dashboardTexts)
  const [state, change] = useUrlState()
  const chosen = listOf(state[keyOf(variable.name)])
  const { data } = useLoad({
    key: ['monitoring', 'label', variable.from, variable.of],
    load: (signal) => labelValues(variable.from, variable.of, signal),
  })
  return (
    <MultiSelect
      size="md"
      searchable
      clearable
      label={label}
      {...(chosen.length === 0 && { placeholder: t('monitoring.dashboard.all') })}
      data={[...new Set([...chosen, ...(data ?? [])])]}
      value={[...chosen]}
      onChange={(values) => change({ [keyOf(variable.name)]: values.length > 0 ? values : undefined })}
    />
  )
}

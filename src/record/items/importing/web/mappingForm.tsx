/** Which column is what, which word is which kind, and what happens with what is there already. */
import { Button, NativeSelect } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import type { KnownKind } from '../../kinds/contract.ts'
import { useKinds } from '../../web/more.ts'
import type { Column, Mapping, Target, WholeImport } from '../contract.ts'
import classes from './importing.module.css'
import { useNamed, useTargets } from './targets.ts'
import { importTexts } from './texts.ts'

interface Props {
  one: WholeImport
  check: (mapping: Mapping) => Promise<void>
}
export function MappingForm({ one, check }: Props) {
  const t = useText(importTexts)
  const kinds = useKinds(one.organisationId)
  const targets = useTargets(one.organisationId, kinds)
  const [mapping, setMapping] = useState(one.mapping)
  const [busy, setBusy] = useState(false)
  const change = (part: Partial<Mapping>) => setMapping((now) => ({ ...now, ...part }))
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    await check(mapping)
    setBusy(false)
  }
  if (!kinds || !targets) return <Skeletons rows={8} />
  const columnOf = (target: Target) => one.columns.find(({ name }) => mapping.columns[name] === target)
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className={classes.stack}>
      <Section title={t('items.import.columns')}>
        {one.remembered && <p className="dim small">{t('items.import.remembered')}</p>}
        <Columns one={one} targets={targets} mapping={mapping} change={change} />
      </Section>
      <KindWords column={columnOf('kind')} kinds={kinds} mapping={mapping} change={change} />
      <StateWords column={columnOf('state')} kinds={kinds} mapping={mapping} change={change} />
      <Options kinds={kinds} mapping={mapping} change={change} />
      <div className={classes.foot}>
        <Button type="submit" loading={busy} variant={one.state === 'checked' && one.counts.errors === 0 ? 'default' : 'filled'}>
          {t(one.state === 'checked' ? 'items.import.checkAgain' : 'items.import.check')}
        </Button>
      </div>
    </form>
  )
}

interface Part {
  kinds: readonly KnownKind[]
  mapping: Mapping
  change: (part: Partial<Mapping>) => void
}
type Targets = NonNullable<ReturnType<typeof useTargets>>
function Columns({ one, targets, mapping, change }: Omit<Part, 'kinds'> & { one: WholeImport; targets: Targets }) {
  const t = useText(importTexts)
  const choose = (name: string, value: string) => {
    const target = value === '' ? null : (value as Target)
    // A field is one column: what had it before gives it up.
    const others = Object.entries(mapping.columns).map(([key, now]) => [key, target !== null && now === target ? null : now])
    change({ columns: { ...Object.fromEntries(others), [name]: target } })
  }
  return (
    <table className={classes.table} aria-label={t('items.import.columns')}>
      <thead>
        <tr>
          <th scope="col">{t('items.import.column')}</th>
          <th scope="col">{t('items.import.samples')}</th>
          <th scope="col">{t('items.import.target')}</th>
        </tr>
      </thead>
      <tbody>
        {one.columns.map(({ name, samples }) => (
          <tr key={name}>
            <td>
              <strong>{name}</strong>
            </td>
            <td className={classes.sample}>{samples.join(' · ')}</td>
            <td>
              <NativeSelect
                aria-label={t('items.import.targetOf', { column: name })}
                value={mapping.columns[name] ?? ''}
                onChange={(event) => choose(name, event.currentTarget.value)}
                data={[{ value: '', label: t('items.import.ignored') }, ...targets]}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Only words that no kind goes by: what is understood need not be asked. */
function KindWords({ column, kinds, mapping, change }: Part & { column: Column | undefined }) {
  const t = useText(importTexts)
  const named = useNamed()
  const words = column?.values?.filter(({ value, kind }) => kind === null || Object.hasOwn(mapping.kinds, value)) ?? []
  if (words.length === 0) return null
  const left = '-'
  const choose = (word: string, value: string) => {
    const { [word]: _, ...others } = mapping.kinds
    change({ kinds: value === '' ? others : { ...others, [word]: value === left ? null : value } })
  }
  return (
    <Section title={t('items.import.kinds')}>
      <div className={classes.options}>
        {words.map(({ value, count, kind }) => (
          <NativeSelect
            key={value}
            label={`${value} (${count})`}
            value={mapping.kinds[value] === null ? left : (mapping.kinds[value] ?? kind ?? '')}
            onChange={(event) => choose(value, event.currentTarget.value)}
            data={[
              { value: '', label: t('items.import.kindUnknown') },
              { value: left, label: t('items.import.kindLeft') },
              ...kinds.filter(({ active }) => active).map(({ key, names }) => ({ value: key, label: named(names) })),
            ]}
          />
        ))}
      </div>
    </Section>
  )
}

function StateWords({ column, kinds, mapping, change }: Part & { column: Column | undefined }) {
  const t = useText(importTexts)
  const named = useNamed()
  const words = column?.values?.filter(({ value, state }) => state === null || Object.hasOwn(mapping.states, value)) ?? []
  if (words.length === 0) return null
  const states = new Map(kinds.flatMap(({ states: all }) => all.map(({ key, names }) => [key, named(names)] as const)))
  const choose = (word: string, value: string) => {
    const { [word]: _, ...others } = mapping.states
    change({ states: value === '' ? others : { ...others, [word]: value } })
  }
  return (
    <Section title={t('items.import.states')}>
      <div className={classes.options}>
        {words.map(({ value, count }) => (
          <NativeSelect
            key={value}
            label={`${value} (${count})`}
            value={mapping.states[value] ?? ''}
            onChange={(event) => choose(value, event.currentTarget.value)}
            data={[{ value: '', label: t('items.import.stateUnknown') }, ...[...states].map(([key, label]) => ({ value: key, label }))]}
          />
        ))}
      </div>
    </Section>
  )
}

const existing = ['skip', 'update', 'error'] as const
const unknown = ['error', 'leave'] as const
function Options({ kinds, mapping, change }: Part) {
  const t = useText(importTexts)
  const named = useNamed()
  return (
    <Section title={t('items.import.options')}>
      <div className={classes.options}>
        <NativeSelect
          label={t('items.import.kindOther')}
          value={mapping.kind ?? ''}
          onChange={(event) => change({ kind: event.currentTarget.value || null })}
          data={[
            { value: '', label: t('items.import.kindNone') },
            ...kinds.filter(({ active }) => active).map(({ key, names }) => ({ value: key, label: named(names) })),
          ]}
        />
        <NativeSelect
          label={t('items.import.existing')}
          value={mapping.existing}
          onChange={(event) => change({ existing: existing.find((one) => one === event.currentTarget.value) ?? 'skip' })}
          data={existing.map((value) => ({ value, label: t(`items.import.existing.${value}`) }))}
        />
        <NativeSelect
          label={t('items.import.unknown')}
          value={mapping.unknown}
          onChange={(event) => change({ unknown: unknown.find((one) => one === event.currentTarget.value) ?? 'error' })}
          data={unknown.map((value) => ({ value, label: t(`items.import.unknown.${value}`) }))}
        />
        <NativeSelect
          label={t('items.import.days')}
          value={mapping.monthFirst ? 'month' : 'day'}
          onChange={(event) => change({ monthFirst: event.currentTarget.value === 'month' })}
          data={(['day', 'month'] as const).map((value) => ({ value, label: t(`items.import.days.${value}`) }))}
        />
      </div>
    </Section>
  )
}

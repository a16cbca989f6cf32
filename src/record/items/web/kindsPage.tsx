/** The kinds of items of an organisation: what is asked of each, and its life; leads say which are in use and add attributes of their own. */
import { Button, NativeSelect, Switch, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Link, listOf, useUrlState } from '#web/kit/links.tsx'
import { Skeletons } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { StateBadge } from '#web/kit/stateBadge.tsx'
import { useLooks, useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { Attribute, Kind, KnownKind, Words } from '../kinds/contract.ts'
import classes from './items.module.css'
import { kindTexts } from './kindTexts.ts'
import { kinds as calls, useKinds, useWhere } from './more.ts'
import { ItemPlaces } from './places.tsx'

const useName = () => {
  const { locale } = useLooks()
  return (names: Words) => names[locale] || names.nl || names.en
}
const meanings = { planned: 'new', inUse: 'done', outOfUse: 'cancelled' } as const
/** Types that need nothing else to be filled in; a choice or another kind is added through the API. */
const addable = ['text', 'number', 'date', 'person', 'money', 'address', 'mac', 'ip'] as const satisfies readonly Attribute['type'][]

export default function KindsPage() {
  const t = useText(kindTexts)
  const name = useName()
  const where = useWhere('items.read')
  const may = useWhere('items.configure')
  const [search, setSearch] = useUrlState()
  const organisationId = listOf(search.organisationId)[0] ?? where[0]?.id
  const kinds = useKinds(organisationId)
  const mayChange = may.some(({ id }) => id === organisationId)
  const sorted = kinds?.toSorted((one, other) => Number(other.active) - Number(one.active) || name(one.names).localeCompare(name(other.names)))
  return (
    <Page title={t('items.kinds.title')} lead={t('items.kinds.lead')} under={[{ label: t('items.title'), to: '/items' }]}>
      <ItemPlaces />
      {where.length > 1 && (
        <NativeSelect
          label={t('items.kinds.organisation')}
          value={organisationId ?? ''}
          onChange={(event) => setSearch({ organisationId: event.currentTarget.value })}
          data={where.map(({ id, name: label }) => ({ value: id, label }))}
        />
      )}
      {!sorted ? <Skeletons rows={8} /> : sorted.map((kind) => <KindRow key={kind.key} kind={kind} mayChange={mayChange} />)}
    </Page>
  )
}

function KindRow({ kind, mayChange }: { kind: KnownKind; mayChange: boolean }) {
  const t = useText(kindTexts)
  const name = useName()
  const { key, organisationId, version, shipped, names, plural, attributes, states, active } = kind
  const save = async (part: Partial<Kind>, said: string) => {
    try {
      const whole = { names, ...(plural && { plural }), attributes, states, active, ...part }
      await calls.saveKind({ params: { organisationId, key }, body: { version, kind: whole } })
      toast(said)
      return true
    } catch (error) {
      toastProblem(error, name(names))
      return false
    }
  }
  return (
    <details className={classes.kind}>
      <summary>
        <strong>{name(names)}</strong>{' '}
        <span className="dim small">{t('items.kinds.size', { attributes: attributes.length, states: states.length })}</span>{' '}
        {!active && <StateBadge meaning="cancelled">{t('items.kinds.unused')}</StateBadge>}
        {!shipped && <StateBadge meaning="progress">{t('items.kinds.own')}</StateBadge>}
      </summary>
      <div className={classes.kindInside}>
        <Life states={states} />
        <ul className={classes.kindList} aria-label={t('items.kinds.attributes')}>
          {attributes.map((one) => (
            <li key={one.key}>
              {name(one.names)} <span className="dim small">{t(`items.kinds.type.${one.type}`)}</span>
              {one.unit && <span className="dim small"> ({one.unit})</span>}
              {one.choices && <span className="dim small">: {one.choices.map((choice) => name(choice.names)).join(', ')}</span>}
            </li>
          ))}
        </ul>
        <Link to={`/items?kind=${key}`}>{t('items.kinds.show')}</Link>
        {mayChange && (
          <>
            <Switch
              label={t('items.kinds.active')}
              checked={active}
              onChange={(event) => void save({ active: event.currentTarget.checked }, t('items.kinds.saved', { kind: name(names) }))}
            />
            <AddAttribute
              taken={attributes.map((one) => one.key)}
              add={(one) => save({ attributes: [...attributes, one] }, t('items.kinds.added', { kind: name(names), attribute: name(one.names) }))}
            />
          </>
        )}
      </div>
    </details>
  )
}

function Life({ states }: { states: KnownKind['states'] }) {
  const t = useText(kindTexts)
  const name = useName()
  const named = new Map(states.map((one) => [one.key, name(one.names)]))
  return (
    <ol className={classes.kindList} aria-label={t('items.kinds.life')}>
      {states.map((one) => (
        <li key={one.key}>
          <StateBadge meaning={meanings[one.class]}>{name(one.names)}</StateBadge>{' '}
          {one.to.length > 0 && (
            <span className="dim small">{t('items.kinds.to', { states: one.to.map((to) => named.get(to) ?? to).join(', ') })}</span>
          )}
        </li>
      ))}
    </ol>
  )
}

/** A key that no other attribute has, from what people called it. */
function keyFor(label: string, taken: readonly string[]): string {
  const words = label
    .normalize('NFD')
    .replace(/[^A-Za-z0-9 ]/g, '')
    .trim()
    .split(/\s+/)
  const joined = words.map((word, at) => (at === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1))).join('')
  const key = (/^[a-z]/.test(joined) ? joined : `a${joined}`).slice(0, 36)
  for (let n = 2, one = key; ; one = `${key}${n++}`) if (!taken.includes(one)) return one
}

function AddAttribute({ taken, add }: { taken: readonly string[]; add: (one: Attribute) => Promise<boolean> }) {
  const t = useText(kindTexts)
  const [names, setNames] = useState({ nl: '', en: '' })
  const [type, setType] = useState<(typeof addable)[number]>('text')
  const [unit, setUnit] = useState('')
  const [wrong, setWrong] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const label = names.nl.trim() || names.en.trim()
    setWrong(label === '')
    if (label === '') return
    const made = { key: keyFor(label, taken), names, type, ...(type === 'number' && unit.trim() && { unit: unit.trim() }) }
    if (await add(made)) {
      setNames({ nl: '', en: '' })
      setUnit('')
    }
  }
  return (
    <form noValidate className={classes.kindForm} onSubmit={(event) => void submit(event)} aria-label={t('items.kinds.add')}>
      <TextInput
        label={t('items.kinds.nl')}
        value={names.nl}
        maxLength={80}
        error={wrong ? t('items.kinds.nameNeeded') : undefined}
        onChange={(event) => setNames({ ...names, nl: event.currentTarget.value })}
      />
      <TextInput
        label={t('items.kinds.en')}
        value={names.en}
        maxLength={80}
        onChange={(event) => setNames({ ...names, en: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('items.kinds.type')}
        value={type}
        onChange={(event) => setType(addable.find((one) => one === event.currentTarget.value) ?? 'text')}
        data={addable.map((one) => ({ value: one, label: t(`items.kinds.type.${one}`) }))}
      />
      {type === 'number' && (
        <TextInput label={t('items.kinds.unit')} value={unit} maxLength={20} onChange={(event) => setUnit(event.currentTarget.value)} />
      )}
      <Button type="submit" variant="default">
        {t('items.kinds.add')}
      </Button>
    </form>
  )
}

/** One item: what matters first at the left (what it takes along when it fails, what was observed, what changed), what it is at the right. */
import { Button, Menu } from '@mantine/core'
import IconChevron from '@tabler/icons-react/dist/esm/icons/IconChevronDown.mjs'
import { useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { useItemPanels, useItemPanelsSoon } from '#web/kit/itemPanels.tsx'
import { Link, useGo, usePath } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, PersonChip, Refused, Skeletons } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useMay } from '#web/kit/person.ts'
import { type FactGroup, Facts, RecordPage } from '#web/kit/recordPage.tsx'
import { type Text, useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { Item, Money } from '../contract.ts'
import { LabelsLink } from '../labels/web/link.tsx'
import { items } from './calls.ts'
import { CasesPart } from './casesPart.tsx'
import { FactsPart } from './facts.tsx'
import { HistoryPart } from './history.tsx'
import { CausesPart, ImpactPart } from './impact.tsx'
import classes from './item.module.css'
import { ItemState } from './marks.tsx'
import { RelationsPart } from './relations.tsx'
import { webTexts } from './texts.ts'

/** The story of an item, in this order; what other rooms show stands between. */
const parts = [
  { order: 10, Part: ImpactPart },
  { order: 20, Part: RelationsPart },
  { order: 40, Part: CasesPart },
  { order: 50, Part: FactsPart },
  { order: 60, Part: CausesPart },
  { order: 70, Part: HistoryPart },
] as const

export default function ItemPage() {
  const { number = '' } = usePath()
  const t = useText(webTexts)
  useItemPanelsSoon()
  const { data, error, refetch } = useLoad({
    key: ['items', 'item', number],
    load: (signal) => items.item({ params: { id: number } }, { signal }),
    on: ['items.changed', 'items.moved'],
  })
  if (error)
    return (
      <Page title={number} under={[{ label: t('items.title'), to: '/items' }]}>
        <Failure error={error} retry={() => void refetch()} />
      </Page>
    )
  if (data === undefined) return <Skeletons kind="page" />
  return <Shown item={data} />
}

function Shown({ item }: { item: Item }) {
  const t = useText(webTexts)
  const reads = useMay('items.read')
  const panels = useItemPanels(item)
  const asides = panels.filter(({ aside }) => aside).map(({ key, ...panel }) => ({ ...panel, key: `items/${key}` }))
  const own = parts.map(({ order, Part }) => ({ order, content: <Part key={order} item={item} /> }))
  const story = [...own, ...panels.filter(({ aside }) => !aside)].sort((one, other) => one.order - other.order)
  return (
    <RecordPage
      number={item.number}
      title={item.name}
      under={[{ label: t('items.title'), to: '/items' }]}
      state={<ItemState state={item.state} />}
      actions={<Actions item={item} />}
      facts={[...factGroups(t, item), ...asides]}
    >
      <div className={classes.parts}>
        {item.note && <p className="prose">{item.note}</p>}
        {reads && story.map(({ content }) => content)}
      </div>
    </RecordPage>
  )
}

function Actions({ item }: { item: Item }) {
  const t = useText(webTexts)
  const go = useGo()
  const reload = useReload()
  const [busy, setBusy] = useState(false)
  const why = item.mayChange ? undefined : t('items.page.readOnly')
  const move = async (state: string, name: string) => {
    setBusy(true)
    try {
      await items.changeItem({ params: { id: item.id }, body: { version: item.version, state } })
      await reload(['items'])
      toast(t('items.page.moved', { state: name }))
    } catch (error) {
      // What the new state asks for is filled in on the form, which begins with that state.
      if (problemIn(error)?.type === 'items.notFilledIn') go(`/items/${item.number}/edit?state=${state}`)
      else toastProblem(error, t('items.form.failed'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Refused why={why ?? (item.moves.length === 0 ? t('items.page.noMoves') : undefined)}>
            <Button variant="default" loading={busy} rightSection={<IconChevron size={14} aria-hidden />}>
              {t('items.page.move')}
            </Button>
          </Refused>
        </Menu.Target>
        <Menu.Dropdown>
          {item.moves.map(({ key, name }) => (
            <Menu.Item key={key} onClick={() => void move(key, name)}>
              {name}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <LabelsLink query={{ items: item.number.replace('I-', '') }} />
      <Refused why={why}>
        <Button onClick={() => go(`/items/${item.number}/edit`)}>{t('items.edit')}</Button>
      </Refused>
    </>
  )
}

type T = Text<keyof typeof webTexts & string>
const money = ({ amount, currency }: Money) =>
  new Intl.NumberFormat(document.documentElement.lang || 'nl', { style: 'currency', currency }).format(amount)
const day = (value: string) => <Time at={`${value}T12:00:00Z`} as="day" />
const dim = (words: string) => <span className="dim">{words}</span>

function factGroups(t: T, item: Item): FactGroup[] {
  const importances = (['availability', 'integrity', 'confidentiality'] as const).map((field) => {
    const value = item[field]
    return { label: t(`items.field.${field}`), value: value ? t(`items.importance.${value}`) : dim(t('items.page.notSaid')) }
  })
  const filled = item.attributes.filter(({ shown, required }) => shown !== '' || required)
  const bought = boughtRows(t, item)
  return [
    { key: 'items/who', title: t('items.page.who'), content: <Facts rows={whoRows(t, item)} /> },
    ...(filled.length > 0
      ? [
          {
            key: 'items/attributes',
            title: t('items.page.attributes'),
            content: <Facts rows={filled.map(({ key, name, shown }) => ({ key, label: name, value: shown || dim(t('items.page.notSaid')) }))} />,
          },
        ]
      : []),
    { key: 'items/importance', title: t('items.page.importance'), content: <Facts rows={importances} /> },
    ...(bought.length > 0 ? [{ key: 'items/bought', title: t('items.page.bought'), content: <Facts rows={bought} /> }] : []),
  ]
}

function whoRows(t: T, item: Item) {
  return [
    { label: t('items.field.kind'), value: item.kind.name },
    ...(item.code ? [{ label: t('items.field.code'), value: <span className="mono">{item.code}</span> }] : []),
    { label: t('items.field.ownerId'), value: item.owner ? <PersonChip name={item.owner.name} /> : dim(t('items.page.nobody')) },
    {
      label: t('items.field.userIds'),
      value: item.users.length > 0 ? item.users.map(({ id, name }) => <PersonChip key={id} name={name} />) : dim(t('items.page.nobody')),
    },
    {
      label: t('items.field.locationId'),
      value:
        item.place.length > 0
          ? item.place.map(({ id, name }, at) => (
              <span key={id}>
                {at > 0 && ' › '}
                <Link to={`/items?location=${id}`}>{name}</Link>
              </span>
            ))
          : dim(t('items.page.nowhere')),
    },
    ...(item.tags.length > 0
      ? [
          {
            label: t('items.field.tags'),
            value: item.tags.map((tag, at) => (
              <span key={tag}>
                {at > 0 && ', '}
                <Link to={`/items?tag=${encodeURIComponent(tag)}`}>{tag}</Link>
              </span>
            )),
          },
        ]
      : []),
  ]
}

function boughtRows(t: T, item: Item) {
  const rows: { label: string; value: React.ReactNode }[] = []
  const add = (label: string, value: React.ReactNode) => value !== null && rows.push({ label, value })
  add(t('items.field.purchasedOn'), item.purchasedOn && day(item.purchasedOn))
  add(t('items.field.price'), item.price && money(item.price))
  add(t('items.page.bookValue'), item.depreciationMonths !== null && item.bookValue ? money(item.bookValue) : null)
  add(t('items.field.supplier'), item.supplier)
  add(t('items.field.contract'), item.contract)
  add(t('items.field.warrantyUntil'), item.warrantyUntil && day(item.warrantyUntil))
  return rows
}

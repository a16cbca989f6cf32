/** The columns of the list of items. */
import { PersonChip } from '#web/kit/marks.tsx'
import type { Column } from '#web/kit/table.tsx'
import type { Text } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { ListedItem } from '../contract.ts'
import { ItemState, importanceOf } from './marks.tsx'
import type { webTexts } from './texts.ts'

type T = Text<keyof typeof webTexts & string>
/** `tight`: a small screen, where what it is and where it is go before its importance and when it changed. */
export function columnsOf(t: T, organisation: (id: string) => string | undefined, tight: boolean): readonly Column<ListedItem>[] {
  const all: readonly Column<ListedItem>[] = [
    { key: 'number', title: t('items.column.number'), width: 76, mono: true, wideOnly: true, render: ({ number }) => number },
    { key: 'name', title: t('items.field.name'), lead: true, fixed: true, sort: true, render: ({ name }) => name },
    { key: 'kind', title: t('items.field.kind'), width: 124, render: ({ kind }) => kind.name },
    { key: 'state', title: t('items.field.state'), width: 148, render: ({ state }) => <ItemState state={state} plain /> },
    { key: 'owner', title: t('items.field.ownerId'), width: 148, render: ({ owner }) => (owner ? <PersonChip name={owner.name} /> : '') },
    { key: 'location', title: t('items.field.locationId'), width: 148, render: ({ location }) => location?.name ?? '' },
    {
      key: 'importance',
      title: t('items.column.importance'),
      width: 100,
      wideOnly: true,
      render: (row) => {
        const one = importanceOf(row)
        return one ? t(`items.importance.${one}`) : ''
      },
    },
    { key: 'tags', title: t('items.field.tags'), width: 140, wideOnly: true, hidden: true, render: ({ tags }) => tags.join(', ') },
    { key: 'code', title: t('items.field.code'), width: 110, mono: true, wideOnly: true, hidden: true, render: ({ code }) => code ?? '' },
    {
      key: 'organisation',
      title: t('items.field.organisationId'),
      width: 150,
      wideOnly: true,
      hidden: true,
      render: ({ organisationId }) => organisation(organisationId) ?? '',
    },
    {
      key: 'warranty',
      title: t('items.column.warranty'),
      width: 116,
      sort: true,
      wideOnly: true,
      hidden: true,
      render: ({ warrantyUntil }) => (warrantyUntil ? <Time at={`${warrantyUntil}T12:00:00Z`} as="day" /> : ''),
    },
    {
      key: 'updated',
      title: t('items.column.updated'),
      width: 136,
      sort: true,
      end: true,
      wideOnly: true,
      render: (row) => <Time at={row.updatedAt} />,
    },
    {
      key: 'created',
      title: t('items.column.created'),
      width: 136,
      sort: true,
      end: true,
      wideOnly: true,
      hidden: true,
      render: (row) => <Time at={row.createdAt} />,
    },
  ]
  return tight ? all.filter(({ key }) => key !== 'importance' && key !== 'updated') : all
}

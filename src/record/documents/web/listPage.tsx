/** All documents, with filters that stand in the address. */
import { Button } from '@mantine/core'
import IconDocument from '@tabler/icons-react/dist/esm/icons/IconFileText.mjs'
import { roles } from '#record/people/contract.ts'
import { useOrganisations, useTeams } from '#record/people/web/directory.ts'
import { Filters } from '#web/kit/filters.tsx'
import { listOf, useGo, useUrlState } from '#web/kit/links.tsx'
import { useLoadList } from '#web/kit/load.ts'
import { Empty, Failure } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { type Column, Table } from '#web/kit/table.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { type DocumentRow, documentKinds, documentStates } from '../contract.ts'
import { documentCalls } from './calls.ts'
import classes from './documents.module.css'
import { DocumentState, dayIn, isLate, Late, Snippet } from './marks.tsx'
import { documentWords } from './texts.ts'

type Asked = NonNullable<NonNullable<Parameters<typeof documentCalls.documents>[0]>['query']>

function useColumns(organisations: readonly { id: string; name: string }[]): Column<DocumentRow>[] {
  const t = useText(documentWords)
  return [
    {
      key: 'title',
      title: t('doc.list.name'),
      lead: true,
      fixed: true,
      render: (one) => (
        <span className={classes.found}>
          <span>{one.title}</span>
          {one.snippet && (
            <span className="dim small">
              <Snippet text={one.snippet} />
            </span>
          )}
        </span>
      ),
    },
    { key: 'kind', title: t('doc.list.kind'), width: 128, render: (one) => t(`doc.kind.${one.kind}`) },
    { key: 'state', title: t('doc.list.state'), width: 152, render: (one) => <DocumentState one={one} plain /> },
    { key: 'owner', title: t('doc.list.owner'), width: 160, wideOnly: true, render: (one) => one.owner.name },
    ...(organisations.length > 1
      ? [
          {
            key: 'organisation',
            title: t('doc.list.organisation'),
            width: 160,
            wideOnly: true,
            render: (one: DocumentRow) => organisations.find(({ id }) => id === one.organisationId)?.name ?? '',
          },
        ]
      : []),
    {
      key: 'review',
      title: t('doc.list.review'),
      width: 148,
      wideOnly: true,
      render: (one) => (isLate(one) ? <Late /> : one.reviewBy === null ? '' : dayIn(one.reviewBy, t.locale)),
    },
    { key: 'updated', title: t('doc.list.updated'), width: 136, render: (one) => <Time at={one.updatedAt} /> },
  ]
}

function useFields(organisations: readonly { id: string; name: string }[]) {
  const t = useText(documentWords)
  const teams = useTeams() ?? []
  const single = true
  return [
    { key: 'kind', label: t('doc.filter.kind'), single, options: documentKinds.map((value) => ({ value, label: t(`doc.kind.${value}`) })) },
    { key: 'state', label: t('doc.filter.state'), single, options: documentStates.map((value) => ({ value, label: t(`doc.state.${value}`) })) },
    {
      key: 'audience',
      label: t('doc.filter.audience'),
      single,
      options: [
        { value: 'everybody', label: t('doc.audience.everybody') },
        ...roles.map((value) => ({ value, label: t(`doc.role.${value}`) })),
        ...teams.map(({ id, name }) => ({ value: id, label: name })),
      ],
    },
    ...(organisations.length > 1
      ? [
          {
            key: 'organisationId',
            label: t('doc.filter.organisation'),
            single,
            options: organisations.map(({ id, name }) => ({ value: id, label: name })),
          },
        ]
      : []),
    {
      key: 'review',
      label: t('doc.filter.review'),
      single,
      options: [
        { value: 'late', label: t('doc.filter.late') },
        { value: 'mine', label: t('doc.filter.mine') },
      ],
    },
  ]
}

export default function ListPage() {
  const t = useText(documentWords)
  const go = useGo()
  const [state] = useUrlState()
  const organisations = useOrganisations() ?? []
  const fields = useFields(organisations)
  const columns = useColumns(organisations)
  const keys = ['kind', 'state', 'audience', 'organisationId', 'review', 'search'] as const
  const query = Object.fromEntries(keys.flatMap((key) => (listOf(state[key])[0] ? [[key, listOf(state[key])[0]]] : []))) as Asked
  const found = useLoadList({
    key: ['documents', 'list', query],
    load: (after, signal) => documentCalls.documents({ query: { ...query, ...(after && { after }) } }, { signal }),
    on: ['documents.'],
  })
  const filtered = Object.keys(query).length > 0
  const add = <Button onClick={() => go('/documents/new')}>{t('doc.new')}</Button>
  return (
    <Page title={t('doc.title')} lead={t('doc.lead')} actions={add} width="fill">
      {found.error ? (
        <Failure error={found.error} retry={found.retry} />
      ) : (
        <Table
          name="documents"
          label={t('doc.title')}
          columns={columns}
          rows={found.rows}
          rowKey={(one) => one.id}
          href={(one) => `/documents/${one.id}`}
          loadMore={found.loadMore}
          loadingMore={found.loadingMore}
          bar={<Filters fields={fields} text="search" textLabel={t('doc.list.search')} />}
          empty={
            <Empty icon={IconDocument} title={t(filtered ? 'doc.list.noneFound' : 'doc.list.none')} action={filtered ? undefined : add}>
              {t(filtered ? 'doc.list.noneFound.text' : 'doc.list.none.text')}
            </Empty>
          }
        />
      )}
    </Page>
  )
}

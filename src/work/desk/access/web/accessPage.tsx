/** Who has access to what until when. */
import { NativeSelect } from '@mantine/core'
import IconKey from '@tabler/icons-react/dist/esm/icons/IconKey.mjs'
import { listOf, useUrlState } from '#web/kit/links.tsx'
import { useLoadList } from '#web/kit/load.ts'
import { Empty, Failure } from '#web/kit/marks.tsx'
import { type Column, Table } from '#web/kit/table.tsx'
import { useText } from '#web/kit/texts.ts'
import { DeskPage } from '../../web/places.tsx'
import { type Access, accessStates } from '../contract.ts'
import { AccessBadge, Day } from './accessFacts.tsx'
import { accessCalls } from './calls.ts'
import { accessWords } from './texts.ts'

export default function AccessPage() {
  const t = useText(accessWords)
  const [search, setSearch] = useUrlState()
  const state = accessStates.find((one) => one === listOf(search.state)[0])
  const { rows, loadMore, loadingMore, error, retry } = useLoadList({
    key: ['desk/access', state ?? ''],
    load: (after, signal) => accessCalls.access({ query: { limit: 50, ...(state && { state }), ...(after && { after }) } }, { signal }),
    on: ['desk.access.'],
  })
  const columns: readonly Column<Access>[] = [
    { key: 'for', title: t('access.for'), lead: true, fixed: true, render: (row) => row.for.name },
    { key: 'service', title: t('access.service'), width: 180, render: (row) => row.service },
    { key: 'right', title: t('access.right'), width: 180, render: (row) => row.right },
    { key: 'until', title: t('access.until'), width: 130, render: (row) => <Day day={row.until} /> },
    { key: 'state', title: t('access.state'), width: 230, render: (row) => <AccessBadge state={row.state} /> },
    { key: 'asked', title: t('access.askedBy'), width: 150, wideOnly: true, render: (row) => row.askedBy.name },
  ]
  return (
    <DeskPage
      title={t('access.title')}
      lead={t('access.lead')}
      width="fill"
      actions={
        <NativeSelect
          aria-label={t('access.state')}
          value={state ?? ''}
          onChange={(event) => setSearch({ state: event.currentTarget.value })}
          data={[{ value: '', label: t('access.all') }, ...accessStates.map((value) => ({ value, label: t(`desk.access.state.${value}`) }))]}
        />
      }
    >
      {error ? (
        <Failure error={error} retry={retry} />
      ) : (
        <Table
          name="desk/access"
          label={t('access.title')}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.caseId}
          href={(row) => `/desk/cases/${row.number}`}
          {...(loadMore && { loadMore })}
          loadingMore={loadingMore}
          empty={
            <Empty icon={IconKey} title={t('access.empty')}>
              {t('access.empty.text')}
            </Empty>
          }
        />
      )}
    </DeskPage>
  )
}

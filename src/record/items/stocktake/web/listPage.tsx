/** Stocktakes, and starting one. */
import { Button, Modal, MultiSelect, NativeSelect, TextInput } from '@mantine/core'
import IconChecklist from '@tabler/icons-react/dist/esm/icons/IconChecklist.mjs'
import { type FormEvent, useState } from 'react'
import { useGo } from '#web/kit/links.tsx'
import { useLoadList } from '#web/kit/load.ts'
import { Empty, Failure } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useMay } from '#web/kit/person.ts'
import { Table } from '#web/kit/table.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { toastProblem } from '#web/kit/toast.tsx'
import { findItems, useKinds, useWhere } from '../../web/more.ts'
import { type Choice, Pick } from '../../web/pick.tsx'
import { ItemPlaces } from '../../web/places.tsx'
import { stocktakes } from './calls.ts'
import classes from './stocktake.module.css'
import { stocktakeTexts } from './texts.ts'

const findLocations = findItems('location')

export default function ListPage() {
  const t = useText(stocktakeTexts)
  const mayWork = useMay('items.work')
  const [starting, setStarting] = useState(false)
  const list = useLoadList({
    key: ['items/stocktakes', 'list'],
    load: (after, signal) => stocktakes.stocktakes({ query: { limit: 50, ...(after && { after }) } }, { signal }),
    on: ['items.stocktake'],
  })
  const begin = mayWork && <Button onClick={() => setStarting(true)}>{t('items.stocktake.new')}</Button>
  return (
    <Page title={t('items.stocktake.title')} under={[{ label: t('items.title'), to: '/items' }]} width="fill" actions={begin}>
      <ItemPlaces />
      {list.error && !list.rows ? (
        <Failure error={list.error} retry={list.retry} />
      ) : (
        <Table
          name="items/stocktakes"
          label={t('items.stocktake.title')}
          columns={[
            { key: 'name', title: t('items.stocktake.name'), lead: true, fixed: true, render: ({ name }) => name },
            { key: 'location', title: t('items.stocktake.location'), width: 200, render: ({ location }) => location?.name ?? '' },
            { key: 'state', title: t('items.stocktake.column.state'), width: 180, render: ({ state }) => t(`items.stocktake.state.${state}`) },
            { key: 'by', title: t('items.stocktake.column.by'), width: 160, render: ({ startedBy }) => startedBy },
            { key: 'started', title: t('items.stocktake.column.started'), width: 130, end: true, render: ({ startedAt }) => <Time at={startedAt} /> },
          ]}
          rows={list.rows}
          rowKey={({ id }) => id}
          rowName={({ name }) => name}
          href={({ id }) => `/items/stocktakes/${id}`}
          loadMore={list.loadMore}
          loadingMore={list.loadingMore}
          empty={
            <Empty icon={IconChecklist} title={t('items.stocktake.none')}>
              {t('items.stocktake.noneWhat')}
            </Empty>
          }
        />
      )}
      {starting && <Start close={() => setStarting(false)} />}
    </Page>
  )
}

function Start({ close }: { close: () => void }) {
  const t = useText(stocktakeTexts)
  const words = useWords()
  const go = useGo()
  const where = useWhere('items.work')
  const [organisationId, setOrganisation] = useState(where[0]?.id ?? '')
  const known = useKinds(organisationId)
  const [name, setName] = useState('')
  const [location, setLocation] = useState<Choice>()
  const [kind, setKind] = useState<string[]>([])
  const [search, setSearch] = useState('')
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      const filter = { ...(kind.length > 0 && { kind }), ...(search.trim() && { search }) }
      const { id } = await stocktakes.startStocktake({ body: { organisationId, name, filter, ...(location && { locationId: location.id }) } })
      go(`/items/stocktakes/${id}`)
    } catch (error) {
      toastProblem(error, t('items.stocktake.failed'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={close} title={t('items.stocktake.new')} closeButtonProps={{ 'aria-label': words('kit.close') }}>
      <form className={classes.form} onSubmit={(event) => void submit(event)}>
        <TextInput
          label={t('items.stocktake.name')}
          required
          maxLength={120}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        {where.length > 1 && (
          <NativeSelect
            label={t('items.stocktake.organisation')}
            value={organisationId}
            onChange={(event) => setOrganisation(event.currentTarget.value)}
            data={where.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        <Pick
          name="locations"
          label={t('items.stocktake.location')}
          find={findLocations}
          organisationId={organisationId}
          value={location}
          onChange={setLocation}
        />
        <MultiSelect
          label={t('items.stocktake.kinds')}
          value={kind}
          onChange={setKind}
          data={(known ?? []).map(({ key, names }) => ({ value: key, label: names[t.locale] || names.nl || names.en }))}
        />
        <TextInput label={t('items.stocktake.search')} maxLength={200} value={search} onChange={(event) => setSearch(event.currentTarget.value)} />
        <Button type="submit" loading={busy} disabled={name.trim() === ''}>
          {t('items.stocktake.start')}
        </Button>
      </form>
    </Modal>
  )
}

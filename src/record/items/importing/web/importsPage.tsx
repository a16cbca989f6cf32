/** Where items from a file begin: choose it, or look at earlier ones. */
import { Button, FileButton, NativeSelect } from '@mantine/core'
import IconFile from '@tabler/icons-react/dist/esm/icons/IconFileSpreadsheet.mjs'
import { useEffect, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { Link, listOf, useGo, useUrlState } from '#web/kit/links.tsx'
import { useLoadList } from '#web/kit/load.ts'
import { Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { Page, Section } from '#web/kit/page.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import { useWhere } from '../../web/more.ts'
import { ItemPlaces } from '../../web/places.tsx'
import { isBusy } from '../contract.ts'
import { addFile, importCalls } from './calls.ts'
import classes from './importing.module.css'
import { ImportState } from './marks.tsx'
import { importTexts } from './texts.ts'

export default function ImportsPage() {
  const t = useText(importTexts)
  const where = useWhere('items.work')
  const [search, setSearch] = useUrlState()
  const organisationId = listOf(search.organisationId)[0] ?? where[0]?.id
  return (
    <Page title={t('items.import.title')} lead={t('items.import.lead')} under={[{ label: t('items.title'), to: '/items' }]}>
      <ItemPlaces />
      <div className={classes.stack}>
        {where.length > 1 && (
          <NativeSelect
            label={t('items.import.organisation')}
            value={organisationId ?? ''}
            onChange={(event) => setSearch({ organisationId: event.currentTarget.value })}
            data={where.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        {organisationId && <Choosing organisationId={organisationId} />}
        <Earlier />
      </div>
    </Page>
  )
}

function Choosing({ organisationId }: { organisationId: string }) {
  const t = useText(importTexts)
  const go = useGo()
  const [over, setOver] = useState(false)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<string>()
  const choose = async (file: File | null | undefined) => {
    if (!file) return
    setBusy(true)
    setFailed(undefined)
    try {
      const { id } = await addFile(file, organisationId)
      go(`/items/import/${id}`)
    } catch (error) {
      setFailed(problemIn(error)?.title ?? t('items.import.failed'))
      setBusy(false)
    }
  }
  return (
    <fieldset
      className={classes.drop}
      aria-label={t('items.import.choose')}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        void choose(event.dataTransfer.files[0])
      }}
    >
      <FileButton accept=".csv,.tsv,.txt,.xlsx,.json" onChange={(file) => void choose(file)} inputProps={{ 'aria-label': t('items.import.choose') }}>
        {(props) => (
          <Button {...props} loading={busy} leftSection={<IconFile size={16} aria-hidden />}>
            {t('items.import.choose')}
          </Button>
        )}
      </FileButton>
      <span className="dim">{t('items.import.drop')}</span>
      <p className="dim small">{t('items.import.which')}</p>
      {failed && (
        <div role="alert">
          <Note tone="red">{failed}</Note>
        </div>
      )}
    </fieldset>
  )
}

function Earlier() {
  const t = useText(importTexts)
  const words = useWords()
  const { rows, error, retry, loadMore, loadingMore } = useLoadList({
    key: ['items', 'imports'],
    load: (after, signal) => importCalls.imports({ query: { limit: 20, ...(after && { after }) } }, { signal }),
    on: ['items.importing.'],
  })
  const busy = rows?.some(({ state }) => isBusy(state)) ?? false
  useEffect(() => {
    if (!busy) return
    const timer = setInterval(retry, 1500)
    return () => clearInterval(timer)
  }, [busy, retry])
  return (
    <Section title={t('items.import.earlier')}>
      {error ? (
        <Failure error={error} retry={retry} />
      ) : !rows ? (
        <Skeletons rows={3} />
      ) : rows.length === 0 ? (
        <p className="dim">{t('items.import.none')}</p>
      ) : (
        <ul className={classes.list} aria-label={t('items.import.earlier')}>
          {rows.map((one) => (
            <li key={one.id}>
              <Link to={`/items/import/${one.id}`}>{one.name}</Link>
              <span className="dim small">
                {one.rows > 0 && `${t('items.import.rows', { count: one.rows })} · `}
                {one.by.name} · <Time at={one.at} />
              </span>
              <ImportState state={one.state} />
            </li>
          ))}
        </ul>
      )}
      {loadMore && (
        <Button variant="default" mt="md" loading={loadingMore} onClick={loadMore}>
          {words('kit.table.more')}
        </Button>
      )}
    </Section>
  )
}

/** Documents on something else: on a case, and on an item. `<DocumentsPanel kind="case" id={…} mayAttach />` */
import { ActionIcon, Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { useState } from 'react'
import { Link } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { useMay } from '#web/kit/person.ts'
import { useText } from '#web/kit/texts.ts'
import { toastProblem } from '#web/kit/toast.tsx'
import type { DocumentRow, PlaceKind } from '../contract.ts'
import { documentCalls } from './calls.ts'
import classes from './documents.module.css'
import { documentWords } from './texts.ts'

interface Props {
  kind: PlaceKind
  id: string
  organisationId: string
  /** The person works on it. */
  mayAttach: boolean
}
export function DocumentsPanel({ kind, id, organisationId, mayAttach }: Props) {
  const t = useText(documentWords)
  const reload = useReload()
  const writes = useMay('documents.write') && mayAttach
  const { data, error } = useLoad({
    key: ['documents', 'attached', kind, id],
    load: (signal) => documentCalls.attached({ query: { kind, id } }, { signal }),
    on: ['documents.'],
  })
  const act = async (run: Promise<unknown>) => {
    await run.catch((thrown: unknown) => toastProblem(thrown, t('doc.title')))
    await reload(['documents'])
  }
  if (error) return <Failure error={error} />
  if (!data) return <Skeletons rows={2} />
  return (
    <div className={classes.lines}>
      {data.length === 0 && <p className="dim small">{t('doc.panel.none')}</p>}
      <ul className={classes.lines} aria-label={t('doc.title')}>
        {data.map((one) => (
          <li key={one.id} className={classes.line}>
            <span>
              <Link to={`/documents/${one.id}`}>{one.title}</Link>{' '}
              <span className="dim small">
                {t(`doc.kind.${one.kind}`)}
                {one.state === 'published' ? '' : `, ${t(`doc.state.${one.state}`).toLowerCase()}`}
              </span>
            </span>
            {writes && (
              <ActionIcon
                size="sm"
                aria-label={t('doc.places.detach', { name: one.title })}
                onClick={() => void act(documentCalls.detach({ params: { id: one.id, kind, place: id } }))}
              >
                <IconX size={14} aria-hidden />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      {writes && (
        <Find
          organisationId={organisationId}
          without={data}
          pick={(documentId) => act(documentCalls.attach({ params: { id: documentId }, body: { kind, id } }))}
        />
      )}
    </div>
  )
}

function Find({ organisationId, without, pick }: { organisationId: string; without: readonly DocumentRow[]; pick: (id: string) => Promise<void> }) {
  const t = useText(documentWords)
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim().slice(0, 200), 150)
  const { data } = useLoad({
    key: ['documents', 'find', organisationId, search],
    load: (signal) => documentCalls.documents({ query: { organisationId, limit: 20, ...(search && { search }) } }, { signal }),
  })
  const found = (data?.items ?? []).filter(({ id }) => without.every((one) => one.id !== id))
  const choose = async (id: string | null) => {
    if (id === null) return
    await pick(id)
    setTyped('')
  }
  return (
    <Select
      size="xs"
      label={t('doc.panel.find')}
      placeholder={t('doc.panel.hint')}
      searchable
      value={null}
      searchValue={typed}
      onSearchChange={setTyped}
      onChange={(id) => void choose(id)}
      filter={({ options }) => options}
      data={found.map(({ id, title }) => ({ value: id, label: title }))}
      nothingFoundMessage={t('doc.panel.noneFound')}
    />
  )
}

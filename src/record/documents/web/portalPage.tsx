/** For reporters: what is meant for them to read, with one field to search. */
import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import IconDocument from '@tabler/icons-react/dist/esm/icons/IconFileText.mjs'
import { useState } from 'react'
import { Link, listOf, useUrlState } from '#web/kit/links.tsx'
import { useLoadList } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { Heading, useCrumbs } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { Time } from '#web/kit/time.tsx'
import type { DocumentRow } from '../contract.ts'
import { documentCalls } from './calls.ts'
import classes from './documents.module.css'
import { Snippet } from './marks.tsx'
import { documentWords } from './texts.ts'

export default function PortalPage() {
  const t = useText(documentWords)
  const [state] = useUrlState()
  const [typed, setTyped] = useState(listOf(state.search)[0] ?? '')
  const [search] = useDebouncedValue(typed.trim().slice(0, 200), 200)
  useCrumbs([{ label: t('doc.portal.mine'), to: '/portal' }, { label: t('doc.portal.title') }])
  const { rows, loadMore, loadingMore, error, retry } = useLoadList({
    key: ['documents', 'portal', search],
    load: (after, signal) =>
      documentCalls.documents({ query: { state: 'published', limit: 30, ...(search && { search }), ...(after && { after }) } }, { signal }),
    on: ['documents.'],
  })
  return (
    <div className={classes.portal}>
      <div>
        <Heading>{t('doc.portal.title')}</Heading>
        <p className="dim">{t('doc.portal.lead')}</p>
      </div>
      <TextInput
        size="md"
        aria-label={t('doc.portal.search')}
        placeholder={t('doc.portal.search')}
        value={typed}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {error && !rows && <Failure error={error} retry={retry} />}
      {!rows && !error && <Skeletons rows={6} />}
      {rows?.length === 0 && (
        <Empty icon={IconDocument} title={t(search ? 'doc.portal.noneFound' : 'doc.portal.none')}>
          {search && t('doc.portal.noneFound.text')}
        </Empty>
      )}
      <ul className={classes.cards} aria-label={t('doc.portal.title')}>
        {rows?.map((one) => (
          <Card key={one.id} one={one} />
        ))}
      </ul>
      {loadMore && (
        <div>
          <Button variant="default" loading={loadingMore} onClick={loadMore}>
            {t('doc.portal.more')}
          </Button>
        </div>
      )}
    </div>
  )
}

function Card({ one }: { one: DocumentRow }) {
  const t = useText(documentWords)
  return (
    <li>
      <Link to={`/documents/${one.id}`} className={classes.card}>
        <strong>{one.title}</strong>
        {one.snippet && (
          <span className="small">
            <Snippet text={one.snippet} />
          </span>
        )}
        <span className="dim small">
          {t(`doc.kind.${one.kind}`)} · {one.publishedAt && <Time at={one.publishedAt} as="day" />}
        </span>
      </Link>
    </li>
  )
}

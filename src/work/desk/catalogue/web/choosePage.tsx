/** What can be asked for: searched by plain words. */
import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import IconList from '@tabler/icons-react/dist/esm/icons/IconListSearch.mjs'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useGo } from '#web/kit/links.tsx'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { MineList } from '../../access/web/mineList.tsx'
import { portalWords } from '../../web/portal/texts.ts'
import { catalogueCalls } from './calls.ts'
import classes from './catalogue.module.css'
import { catalogueWords } from './texts.ts'

export default function ChoosePage() {
  const t = useText(catalogueWords)
  const p = useText(portalWords)
  const go = useGo()
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim().slice(0, 100), 150)
  const { data, error, refetch } = useQuery({
    queryKey: ['desk/catalogue', search],
    queryFn: ({ signal }) => catalogueCalls.offers({ query: { ...(search && { search }) } }, { signal }),
    placeholderData: keepPreviousData,
  })
  return (
    <Page title={t('catalogue.title')} lead={t('catalogue.lead')} under={[{ label: p('portal.title'), to: '/portal' }]} width="form">
      <TextInput
        size="md"
        label={t('catalogue.search')}
        placeholder={t('catalogue.search.placeholder')}
        value={typed}
        autoComplete="off"
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons rows={5} />}
      {data?.items.length === 0 && (
        <Empty
          icon={IconList}
          title={t('catalogue.none')}
          action={
            <Button variant="default" onClick={() => go(`/portal/new${search ? `?${new URLSearchParams({ title: search })}` : ''}`)}>
              {t('catalogue.report')}
            </Button>
          }
        >
          {t('catalogue.none.text')}
        </Empty>
      )}
      <ul className={classes.offers} aria-label={t('catalogue.title')}>
        {data?.items.map((one) => (
          <li key={one.id}>
            <Link to={`/portal/catalogue/${one.id}`} className={classes.offer}>
              <span className={classes.offerHead}>
                <strong>{one.name}</strong>
                <span className="dim small">{t(`catalogue.kind.${one.kind}`)}</span>
              </span>
              {one.description && <span className="dim">{one.description}</span>}
            </Link>
          </li>
        ))}
      </ul>
      <MineList />
    </Page>
  )
}

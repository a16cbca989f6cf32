/** The surroundings of an item as a drawing to walk through: by click, or by Tab and Enter. What draws it is loaded here and nowhere else. */
import { Button, SegmentedControl } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { Link, listOf, useGo, usePath, useUrlState } from '#web/kit/links.tsx'
import { useNarrow } from '#web/kit/list.ts'
import { useLoad } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { items } from './calls.ts'
import { DrawingList } from './drawingList.tsx'
import { impact, relations } from './more.ts'
import { AddRelation } from './relationForm.tsx'
import { useRelationsChanged } from './relations.tsx'
import { relationTexts } from './relationTexts.ts'
import { webTexts } from './texts.ts'

const Drawing = lazy(() => import('./drawing.tsx').then((file) => ({ default: file.Drawing })))

export default function DrawingPage() {
  const t = useText(webTexts)
  const words = useText(relationTexts)
  const go = useGo()
  const narrow = useNarrow()
  const changed = useRelationsChanged()
  const [adding, setAdding] = useState(false)
  const { number = '' } = usePath()
  const [search, change] = useUrlState()
  const depth = listOf(search.depth)[0] ?? '2'
  const around = useLoad({
    key: ['items', 'surroundings', number, depth],
    load: (signal) => relations.surroundings({ params: { id: number }, query: { depth } }, { signal }),
    on: ['items.related', 'items.unrelated', 'items.moved', 'items.grouped'],
  })
  const hit = useLoad({
    key: ['items', 'impact', number],
    load: (signal) => impact.impact({ params: { id: number } }, { signal }),
  }).data?.items.map(({ id }) => id)
  const item = useLoad({ key: ['items', 'item', number], load: (signal) => items.item({ params: { id: number } }, { signal }) }).data
  const here = around.data?.nodes.find((node) => node.depth === 0)
  const under = [
    { label: t('items.title'), to: '/items' },
    { label: number, to: `/items/${number}` },
  ]
  if (around.error)
    return (
      <Page title={number} under={under}>
        <Failure error={around.error} retry={() => void around.refetch()} />
      </Page>
    )
  return (
    <Page
      title={t('items.drawing.title', { name: here?.name ?? number })}
      under={under}
      lead={t('items.drawing.help')}
      width="fill"
      actions={
        <>
          <SegmentedControl
            size="xs"
            aria-label={t('items.drawing.steps')}
            data={['1', '2', '3', '4']}
            value={depth}
            onChange={(value) => change({ depth: value })}
          />
          {item?.mayChange && (
            <Button variant="default" onClick={() => setAdding(true)}>
              {words('items.relations.add')}
            </Button>
          )}
          <Button variant="default" onClick={() => go(`/items/${number}`)}>
            {t('items.drawing.open')}
          </Button>
        </>
      }
    >
      {!around.data && <Skeletons rows={8} />}
      {around.data && around.data.nodes.length < 2 && (
        <Empty title={t('items.drawing.alone')} action={<Link to={`/items/${number}`}>{t('items.drawing.open')}</Link>} />
      )}
      {around.data && around.data.nodes.length > 1 && (
        <Suspense fallback={<Skeletons rows={8} />}>
          <Drawing around={around.data} hit={hit ?? []} walk={(to) => go(`/items/${to}/surroundings?depth=${depth}`)} />
        </Suspense>
      )}
      {narrow && around.data && around.data.nodes.length > 1 && (
        <DrawingList around={around.data} hit={hit ?? []} href={(to) => `/items/${to}/surroundings?depth=${depth}`} />
      )}
      {adding && item && (
        <AddRelation
          item={item}
          close={async (added) => {
            setAdding(false)
            if (added) await changed()
          }}
        />
      )}
    </Page>
  )
}

/** Everything that is measured of one item, with what happened to it laid over. */
import { items } from '#record/items/web/calls.ts'
import { usePath } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Empty, Failure, Skeletons } from '#web/kit/marks.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { MonitoringPage } from '../places.tsx'
import { eventsIn, useItemEvents } from './events.ts'
import { graphTexts } from './graphTexts.ts'
import { CuratedGraphs, curatedOf, OtherGraphs, useMeasured } from './itemGraphs.tsx'
import { useSpan } from './span.ts'
import { SpanPicker } from './spanPicker.tsx'
import { WrongNow } from './wrongNow.tsx'

export default function ItemGraphsPage() {
  const { number = '' } = usePath()
  const { data, error, refetch } = useLoad({
    key: ['items', 'item', number],
    load: (signal) => items.item({ params: { id: number } }, { signal }),
    on: ['items.changed', 'items.moved'],
  })
  if (error)
    return (
      <MonitoringPage title={number} under={[]}>
        <Failure error={error} retry={() => void refetch()} />
      </MonitoringPage>
    )
  if (!data) return <Skeletons kind="page" />
  return (
    <MonitoringPage title={data.name} under={[{ label: data.number, to: `/items/${data.number}` }]}>
      <Graphs itemId={data.id} />
    </MonitoringPage>
  )
}

function Graphs({ itemId }: { itemId: string }) {
  const t = useText(graphTexts)
  const span = useSpan('24h')
  const now = span.now()
  const events = eventsIn(useItemEvents(itemId, now), now)
  const { data, error, refetch } = useMeasured(itemId)
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Skeletons />
  const names = data.items.map(({ name }) => name)
  const graphs = curatedOf(names)
  const shown = new Set(graphs.map(({ needs }) => needs))
  const others = names.filter((name) => !shown.has(name))
  return (
    <>
      <WrongNow itemId={itemId} />
      {names.length === 0 ? (
        <Empty title={t('monitoring.graph.nothing')}>{t('monitoring.graph.nothingWhat')}</Empty>
      ) : (
        <>
          <SpanPicker span={span} />
          <CuratedGraphs {...{ itemId, span, graphs, events }} level={2} />
          {others.length > 0 && (
            <Section title={t('monitoring.graph.others')}>
              <OtherGraphs {...{ itemId, span, events }} names={others} />
            </Section>
          )}
        </>
      )}
    </>
  )
}

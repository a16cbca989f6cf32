/** On the page of an item: what stands wrong, and the first graphs that matter for it. */
import type { PanelItem } from '#web/kit/itemPanels.tsx'
import { Link } from '#web/kit/links.tsx'
import { Section } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { graphTexts } from './graphTexts.ts'
import { CuratedGraphs, curatedOf, useMeasured } from './itemGraphs.tsx'
import { useSpan } from './span.ts'
import { SpanPicker } from './spanPicker.tsx'
import { WrongNow } from './wrongNow.tsx'

/** More are on the page of graphs. */
const first = 4
export default function HealthOnItem({ subject: item, title }: { subject: PanelItem; title: string }) {
  const t = useText(graphTexts)
  const span = useSpan('24h')
  const { data } = useMeasured(item.id)
  // Of what nothing is measured there is no health to tell; what it breaks stands in its own part.
  if (!data || data.items.length === 0) return null
  const graphs = curatedOf(data.items.map(({ name }) => name))
  return (
    <Section title={title} actions={<Link to={`/monitoring/items/${item.number}`}>{t('monitoring.graph.all', { count: data.items.length })}</Link>}>
      <WrongNow itemId={item.id} />
      {graphs.length > 0 && <SpanPicker span={span} />}
      <CuratedGraphs itemId={item.id} span={span} graphs={graphs.slice(0, first)} height={160} />
    </Section>
  )
}

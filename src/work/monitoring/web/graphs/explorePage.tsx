/** Looking at what is measured: an expression is drawn, its address can be shared, and it can be put on a dashboard. */
import { Button, NativeSelect } from '@mantine/core'
import { useEffect, useState } from 'react'
import { listOf, useUrlState } from '#web/kit/links.tsx'
import { Empty } from '#web/kit/marks.tsx'
import { useMay } from '#web/kit/person.ts'
import { useText } from '#web/kit/texts.ts'
import { type Unit, units } from '../../dashboards/contract.ts'
import { PutOnDashboard } from '../../dashboards/web/putOn.tsx'
import { MonitoringPage } from '../places.tsx'
import { roomTexts } from '../roomTexts.ts'
import { ExpressionField } from './expressionField.tsx'
import classes from './graphs.module.css'
import { graphTexts } from './graphTexts.ts'
import { SeriesGraph } from './seriesGraph.tsx'
import { useSpan } from './span.ts'
import { SpanPicker } from './spanPicker.tsx'

export default function ExplorePage() {
  const t = useText(graphTexts)
  const room = useText(roomTexts)
  const works = useMay('monitoring.work')
  const span = useSpan('6h')
  const [state, change] = useUrlState()
  const asked = listOf(state.query)[0] ?? ''
  const unit: Unit = units.find((one) => one === listOf(state.unit)[0]) ?? 'number'
  const [draft, setDraft] = useState(asked)
  const [putting, setPutting] = useState(false)
  useEffect(() => setDraft(asked), [asked])
  const draw = () => change({ query: draft.trim() || undefined })
  const queries = [{ expression: asked, legend: '' }]
  return (
    <MonitoringPage title={room('monitoring.graphs')}>
      <form
        className={classes.explore}
        onSubmit={(event) => {
          event.preventDefault()
          draw()
        }}
      >
        <ExpressionField value={draft} onChange={setDraft} onEnter={draw} />
        <div className={classes.bar}>
          <NativeSelect
            aria-label={t('monitoring.unit')}
            size="xs"
            value={unit}
            data={units.map((value) => ({ value, label: t(`monitoring.unit.${value}`) }))}
            onChange={(event) => change({ unit: event.currentTarget.value === 'number' ? undefined : event.currentTarget.value })}
          />
          <Button type="submit" size="xs" disabled={draft.trim() === ''}>
            {t('monitoring.graph.draw')}
          </Button>
          {works && asked !== '' && (
            <Button size="xs" variant="default" onClick={() => setPutting(true)}>
              {t('monitoring.graph.putOn')}
            </Button>
          )}
        </div>
      </form>
      {asked === '' ? (
        <Empty title={t('monitoring.graph.begin')}>{t('monitoring.graph.beginWhat')}</Empty>
      ) : (
        <>
          <SpanPicker span={span} />
          <SeriesGraph title={asked} level={2} height={360} {...{ queries, span, unit }} />
        </>
      )}
      {putting && <PutOnDashboard close={() => setPutting(false)} panel={{ kind: 'graph', title: '', queries, unit }} />}
    </MonitoringPage>
  )
}

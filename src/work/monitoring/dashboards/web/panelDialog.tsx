/** What a panel shows: filled in here, shown at once, kept with the dashboard. */
import { Button, Checkbox, Modal, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import form from '#web/kit/keptForm.module.css'
import { KeptForm } from '#web/kit/keptForm.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { ExpressionField } from '../../web/graphs/expressionField.tsx'
import { graphTexts } from '../../web/graphs/graphTexts.ts'
import { columns, highest } from '../arranging/rules.ts'
import { type Limit, type Panel, type PanelKind, units } from '../contract.ts'
import classes from './dashboards.module.css'
import { dashboardTexts } from './dashboardTexts.ts'

const place = { title: '', width: 6, height: 2 }
/** What somebody begins with. */
export const beginnings: Readonly<Record<PanelKind, Panel>> = {
  graph: { kind: 'graph', ...place, queries: [{ expression: '', legend: '' }], unit: 'number', stacked: false, limits: [], forecast: false },
  value: { kind: 'value', ...place, width: 3, height: 1, expression: '', unit: 'number', of: 'last', limits: [] },
  top: { kind: 'top', ...place, expression: '', unit: 'number', count: 10, limits: [] },
  wrong: { kind: 'wrong', ...place },
  text: { kind: 'text', ...place, height: 1, text: '' },
}
const missing = (panel: Panel): boolean =>
  panel.kind === 'text'
    ? panel.text.trim() === ''
    : panel.kind === 'graph'
      ? panel.queries.some(({ expression }) => expression.trim() === '')
      : panel.kind !== 'wrong' && panel.expression.trim() === ''

interface Props {
  panel: Panel
  close: () => void
  done: (panel: Panel) => void
}
export function PanelDialog({ panel, close, done }: Props) {
  const t = useText(dashboardTexts)
  const words = useWords()
  const [draft, setDraft] = useState(panel)
  const [tried, setTried] = useState(false)
  const put = (part: Partial<Panel>) => setDraft({ ...draft, ...part } as Panel)
  const save = () => {
    setTried(true)
    if (missing(draft)) return
    done(draft)
    close()
  }
  return (
    <Modal
      opened
      size="lg"
      onClose={close}
      closeOnClickOutside={false}
      title={t(`monitoring.dashboard.kind.${panel.kind}`)}
      closeButtonProps={{ 'aria-label': words('kit.close') }}
    >
      <KeptForm wrong={tried && missing(draft) ? t('monitoring.dashboard.panel.missing') : undefined} save={save}>
        <TextInput
          label={t('monitoring.dashboard.panel.title')}
          value={draft.title}
          maxLength={120}
          data-autofocus
          onChange={(event) => put({ title: event.currentTarget.value })}
        />
        <Content panel={draft} put={put} />
        <div className={classes.pair}>
          <NumberInput
            label={t('monitoring.dashboard.panel.width')}
            min={1}
            max={columns}
            value={draft.width}
            onChange={(value) => put({ width: Number(value) || 1 })}
          />
          <NumberInput
            label={t('monitoring.dashboard.panel.height')}
            min={1}
            max={highest}
            value={draft.height}
            onChange={(value) => put({ height: Number(value) || 1 })}
          />
        </div>
        <div className={form.foot}>
          <Button type="submit">{t('monitoring.dashboard.panel.done')}</Button>
        </div>
      </KeptForm>
    </Modal>
  )
}

interface Part {
  panel: Panel
  put: (part: Partial<Panel>) => void
}
function Content({ panel, put }: Part) {
  const t = useText(dashboardTexts)
  const words = useText(graphTexts)
  if (panel.kind === 'wrong') return null
  if (panel.kind === 'text')
    return (
      <Textarea
        label={t('monitoring.dashboard.panel.text')}
        autosize
        minRows={4}
        maxRows={14}
        maxLength={4000}
        value={panel.text}
        onChange={(event) => put({ text: event.currentTarget.value })}
      />
    )
  return (
    <>
      {panel.kind === 'graph' ? (
        <Queries panel={panel} put={put} />
      ) : (
        <ExpressionField value={panel.expression} onChange={(expression) => put({ expression })} />
      )}
      <div className={classes.pair}>
        <NativeSelect
          label={words('monitoring.unit')}
          value={panel.unit}
          data={units.map((value) => ({ value, label: words(`monitoring.unit.${value}`) }))}
          onChange={(event) => put({ unit: units.find((one) => one === event.currentTarget.value) ?? 'number' })}
        />
        {panel.kind === 'value' && (
          <NativeSelect
            label={t('monitoring.dashboard.panel.of')}
            value={panel.of}
            data={(['last', 'min', 'avg', 'max'] as const).map((value) => ({ value, label: t(`monitoring.dashboard.of.${value}`) }))}
            onChange={(event) => put({ of: event.currentTarget.value as typeof panel.of })}
          />
        )}
        {panel.kind === 'top' && (
          <NumberInput
            label={t('monitoring.dashboard.panel.count')}
            min={1}
            max={50}
            value={panel.count}
            onChange={(value) => put({ count: Number(value) || 10 })}
          />
        )}
      </div>
      <Limits limits={panel.limits} change={(limits) => put({ limits })} />
      {panel.kind === 'graph' && (
        <>
          <Checkbox
            label={t('monitoring.dashboard.panel.stacked')}
            checked={panel.stacked}
            onChange={(event) => put({ stacked: event.currentTarget.checked })}
          />
          <Checkbox
            label={t('monitoring.dashboard.panel.forecast')}
            checked={panel.forecast}
            onChange={(event) => put({ forecast: event.currentTarget.checked })}
          />
        </>
      )}
    </>
  )
}
function Queries({ panel, put }: { panel: Panel & { kind: 'graph' }; put: Part['put'] }) {
  const t = useText(dashboardTexts)
  const change = (at: number, part: Partial<(typeof panel.queries)[number]>) =>
    put({ queries: panel.queries.map((one, place) => (place === at ? { ...one, ...part } : one)) })
  return (
    <>
      {panel.queries.map((query, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a query has nothing but its place
        <fieldset key={at} className={classes.query}>
          <legend className="visually-hidden">{t('monitoring.dashboard.panel.query', { number: at + 1 })}</legend>
          <ExpressionField value={query.expression} onChange={(expression) => change(at, { expression })} />
          <TextInput
            label={t('monitoring.dashboard.panel.legend')}
            placeholder="{{device}}"
            maxLength={200}
            value={query.legend}
            onChange={(event) => change(at, { legend: event.currentTarget.value })}
          />
          {panel.queries.length > 1 && (
            <Button size="compact-sm" variant="subtle" color="red" onClick={() => put({ queries: panel.queries.filter((_, place) => place !== at) })}>
              {t('monitoring.dashboard.panel.removeQuery')}
            </Button>
          )}
        </fieldset>
      ))}
      {panel.queries.length < 10 && (
        <Button
          className={classes.begin ?? ''}
          size="compact-sm"
          variant="default"
          onClick={() => put({ queries: [...panel.queries, { expression: '', legend: '' }] })}
        >
          {t('monitoring.dashboard.panel.addQuery')}
        </Button>
      )}
    </>
  )
}
/** One of each tone is what people need; a file may hold more, which stay. */
function Limits({ limits, change }: { limits: readonly Limit[]; change: (limits: Limit[]) => void }) {
  const t = useText(dashboardTexts)
  return (
    <div className={classes.pair}>
      {(['amber', 'red'] as const).map((tone) => {
        const first = limits.find((one) => one.tone === tone)
        return (
          <NumberInput
            key={tone}
            label={t(`monitoring.dashboard.from.${tone}`)}
            value={first?.value ?? ''}
            onChange={(value) => {
              const others = limits.filter((one) => one !== first)
              change(value === '' || !Number.isFinite(Number(value)) ? others : [...others, { value: Number(value), tone }])
            }}
          />
        )
      })}
    </div>
  )
}

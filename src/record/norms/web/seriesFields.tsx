/** What must hold of numbers in time: a query, and per kind when its answer is wrong. */
import { NativeSelect, NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useLoad } from '#web/kit/load.ts'
import { useText } from '#web/kit/texts.ts'
import { comparisons, confidences, type SeriesCondition, SeriesCondition as Shape, seriesKinds } from '../series/contract.ts'
import { norms } from './calls.ts'
import classes from './norms.module.css'
import { webTexts } from './texts.ts'

type Kind = SeriesCondition['kind']
type Of<K extends Kind> = Extract<SeriesCondition, { kind: K }>
interface Props<C extends SeriesCondition = SeriesCondition> {
  value: C
  readOnly: boolean
  onChange: (value: SeriesCondition) => void
}
const begins: Readonly<Record<Kind, object>> = {
  threshold: { op: '>', value: 0 },
  change: { minutes: 60, by: 50 },
  absence: { minutes: 5 },
  forecast: { op: '>', value: 95, hours: 168 },
  baseline: {},
}
/** What all kinds share stays when another kind is chosen. */
export const seriesOf = (kind: Kind, before?: SeriesCondition): SeriesCondition => {
  const { query = '', every, means, unit } = before ?? {}
  return { ...Shape.parse({ ...begins[kind], kind, query: '…', every, means, ...(unit && { unit }) }), query }
}

export function SeriesFields({ value, readOnly, onChange }: Props) {
  const t = useText(webTexts)
  return (
    <div className={classes.form}>
      <NativeSelect
        label={t('norms.series.kind')}
        disabled={readOnly}
        value={value.kind}
        data={seriesKinds.map((kind) => ({ value: kind, label: t(`norms.series.kind.${kind}`) }))}
        onChange={(event) => onChange(seriesOf(seriesKinds.find((kind) => kind === event.currentTarget.value) ?? 'threshold', value))}
      />
      <Textarea
        className={classes.condition}
        label={t('norms.series.queryLabel')}
        description={t('norms.series.queryWhat')}
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2000}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        readOnly={readOnly}
        value={value.query}
        onChange={(event) => onChange({ ...value, query: event.currentTarget.value })}
      />
      <OfKind value={value} readOnly={readOnly} onChange={onChange} />
      <div className={classes.pair}>
        <TextInput
          label={t('norms.series.unit')}
          maxLength={20}
          readOnly={readOnly}
          value={value.unit ?? ''}
          onChange={(event) => onChange({ ...value, unit: event.currentTarget.value || undefined })}
        />
        <Amount
          label={t('norms.series.every')}
          value={value.every}
          min={10}
          max={3600}
          readOnly={readOnly}
          set={(every) => onChange({ ...value, every })}
        />
      </div>
      <Select
        label={t('norms.series.means')}
        description={t('norms.series.meansWhat')}
        readOnly={readOnly}
        clearable
        placeholder={t('norms.series.meansNothing')}
        value={value.means}
        data={[{ value: 'reachable', label: t('norms.series.reachable') }]}
        onChange={(means) => onChange({ ...value, means: means === 'reachable' ? means : null })}
      />
      <Said value={value} />
    </div>
  )
}

function OfKind({ value, ...props }: Props) {
  switch (value.kind) {
    case 'threshold':
      return <ThresholdFields value={value} {...props} />
    case 'change':
      return <ChangeFields value={value} {...props} />
    case 'absence':
      return <Minutes value={value} {...props} />
    case 'forecast':
      return <ForecastFields value={value} {...props} />
    case 'baseline':
      return <BaselineFields value={value} {...props} />
  }
}

interface AmountProps {
  label: string
  value: number
  set: (value: number) => void
  readOnly: boolean
  min?: number
  max?: number
  whole?: boolean
}
/** While it is empty the last number stays. */
function Amount({ label, value, set, readOnly, min, max, whole = true }: AmountProps) {
  return (
    <NumberInput
      label={label}
      readOnly={readOnly}
      value={value}
      {...(min !== undefined && { min })}
      {...(max !== undefined && { max })}
      allowDecimal={!whole}
      onChange={(next) => typeof next === 'number' && set(next)}
    />
  )
}
function Direction({ value, readOnly, onChange }: Props<Of<'change'> | Of<'baseline'>>) {
  const t = useText(webTexts)
  const directions = ['up', 'down', 'both'] as const
  return (
    <NativeSelect
      label={t('norms.series.direction')}
      disabled={readOnly}
      value={value.direction}
      data={directions.map((one) => ({ value: one, label: t(`norms.series.direction.${one}`) }))}
      onChange={(event) => onChange({ ...value, direction: directions.find((one) => one === event.currentTarget.value) ?? 'both' })}
    />
  )
}
function ThresholdFields({ value, readOnly, onChange }: Props<Of<'threshold'>>) {
  const t = useText(webTexts)
  return (
    <>
      <div className={classes.pair}>
        <NativeSelect
          label={t('norms.series.wrongWhen')}
          disabled={readOnly}
          value={value.op}
          data={comparisons.map((op) => ({ value: op, label: t(`norms.series.op.${op}`) }))}
          onChange={(event) => onChange({ ...value, op: comparisons.find((op) => op === event.currentTarget.value) ?? '>' })}
        />
        <Amount
          label={t('norms.series.limit')}
          whole={false}
          value={value.value}
          readOnly={readOnly}
          set={(limit) => onChange({ ...value, value: limit })}
        />
      </div>
      <NumberInput
        label={t('norms.series.clearAtLabel')}
        description={t('norms.series.clearAtWhat')}
        readOnly={readOnly}
        value={value.clearAt ?? ''}
        onChange={(next) => onChange({ ...value, clearAt: typeof next === 'number' ? next : null })}
      />
    </>
  )
}
function Minutes({ value, readOnly, onChange }: Props<Of<'change'> | Of<'absence'>>) {
  const t = useText(webTexts)
  const label = t(value.kind === 'absence' ? 'norms.series.silence' : 'norms.series.minutes')
  return <Amount label={label} min={1} max={10_080} value={value.minutes} readOnly={readOnly} set={(minutes) => onChange({ ...value, minutes })} />
}
function ChangeFields({ value, readOnly, onChange }: Props<Of<'change'>>) {
  const t = useText(webTexts)
  return (
    <>
      <div className={classes.pair}>
        <Amount
          label={t('norms.series.by')}
          whole={false}
          min={0}
          value={value.by}
          readOnly={readOnly}
          set={(by) => by > 0 && onChange({ ...value, by })}
        />
        <NativeSelect
          label={t('norms.series.as')}
          disabled={readOnly}
          value={value.as}
          data={(['percent', 'absolute'] as const).map((one) => ({ value: one, label: t(`norms.series.as.${one}`) }))}
          onChange={(event) => onChange({ ...value, as: event.currentTarget.value === 'absolute' ? 'absolute' : 'percent' })}
        />
      </div>
      <div className={classes.pair}>
        <Minutes value={value} readOnly={readOnly} onChange={onChange} />
        <Direction value={value} readOnly={readOnly} onChange={onChange} />
      </div>
    </>
  )
}
function ForecastFields({ value, readOnly, onChange }: Props<Of<'forecast'>>) {
  const t = useText(webTexts)
  const edit = { readOnly, min: 1, max: 8760 }
  return (
    <>
      <div className={classes.pair}>
        <NativeSelect
          label={t('norms.series.wrongWhen')}
          disabled={readOnly}
          value={value.op}
          data={(['>', '<'] as const).map((op) => ({ value: op, label: t(`norms.series.op.${op}`) }))}
          onChange={(event) => onChange({ ...value, op: event.currentTarget.value === '<' ? '<' : '>' })}
        />
        <Amount
          label={t('norms.series.limit')}
          whole={false}
          value={value.value}
          readOnly={readOnly}
          set={(limit) => onChange({ ...value, value: limit })}
        />
      </div>
      <div className={classes.pair}>
        <Amount label={t('norms.series.within')} {...edit} value={value.hours} set={(hours) => onChange({ ...value, hours })} />
        <Amount label={t('norms.series.history')} {...edit} value={value.history} set={(history) => onChange({ ...value, history })} />
      </div>
      <NativeSelect
        label={t('norms.series.confidence')}
        disabled={readOnly}
        value={String(value.confidence)}
        data={confidences.map((one) => ({ value: String(one), label: t('norms.series.percent', { percent: one }) }))}
        onChange={(event) => onChange({ ...value, confidence: event.currentTarget.value === '80' ? 80 : 95 })}
      />
    </>
  )
}
function BaselineFields({ value, readOnly, onChange }: Props<Of<'baseline'>>) {
  const t = useText(webTexts)
  return (
    <>
      <div className={classes.pair}>
        <Amount
          label={t('norms.series.weeks')}
          min={2}
          max={8}
          value={value.weeks}
          readOnly={readOnly}
          set={(weeks) => onChange({ ...value, weeks })}
        />
        <Amount
          label={t('norms.series.deviations')}
          whole={false}
          min={1}
          max={20}
          value={value.deviations}
          readOnly={readOnly}
          set={(deviations) => onChange({ ...value, deviations })}
        />
      </div>
      <Direction value={value} readOnly={readOnly} onChange={onChange} />
    </>
  )
}

/** In plain language, or what is wrong. */
function Said({ value }: { value: SeriesCondition }) {
  const t = useText(webTexts)
  const [settled] = useDebouncedValue(value, 250)
  const { data } = useLoad({
    key: ['norms', 'read', JSON.stringify(settled)],
    load: (signal) => norms.readCondition({ body: { series: settled } }, { signal }),
    when: settled.query.trim() !== '',
  })
  return (
    <div className={classes.reads} aria-live="polite">
      {data?.wrong.map(({ code, detail }) => (
        <p key={code} className={classes.wrong}>
          {detail}
        </p>
      ))}
      {data?.reads && <p>{t('norms.edit.readsWhat', { reads: data.reads })}</p>}
    </div>
  )
}

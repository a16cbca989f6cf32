/** Size, where to begin on a sheet, and what stands on a label. */
import { Checkbox, NativeSelect, NumberInput } from '@mantine/core'
import { useText } from '#web/kit/texts.ts'
import { type LabelChoice, labelCodes, labelLines } from '../contract.ts'
import { formatOf, formats, perPage } from '../rules.ts'
import classes from './labels.module.css'
import { labelTexts } from './texts.ts'

interface Props {
  choice: LabelChoice
  change: (part: Partial<LabelChoice>) => void
  start: number
  setStart: (start: number) => void
}
export function Settings({ choice, change, start, setStart }: Props) {
  const t = useText(labelTexts)
  const format = formatOf(choice.format)
  const decimal = new Intl.NumberFormat(t.locale)
  const options = (sheets: boolean) =>
    formats
      .filter(({ columns }) => (columns !== undefined) === sheets)
      .map((one) => {
        const size = { name: one.name, width: decimal.format(one.width), height: decimal.format(one.height) }
        return { value: one.key, label: sheets ? t('items.labels.sizeOf', { ...size, each: perPage(one) }) : t('items.labels.size', size) }
      })
  return (
    <>
      <NativeSelect
        label={t('items.labels.format')}
        value={format.key}
        onChange={(event) => change({ format: event.currentTarget.value })}
        data={[
          { group: t('items.labels.sheets'), items: options(true) },
          { group: t('items.labels.printers'), items: options(false) },
        ]}
      />
      {format.columns && (
        <NumberInput
          label={t('items.labels.start')}
          description={t('items.labels.startHelp')}
          min={1}
          max={perPage(format)}
          clampBehavior="strict"
          allowDecimal={false}
          value={start}
          onChange={(value) => setStart(Math.min(perPage(format), Math.max(1, Number(value) || 1)))}
        />
      )}
      <NativeSelect
        label={t('items.labels.codes')}
        value={choice.codes}
        onChange={(event) => change({ codes: labelCodes.find((one) => one === event.currentTarget.value) ?? 'qr' })}
        data={labelCodes.map((value) => ({ value, label: t(`items.labels.codes.${value}`) }))}
      />
      <Checkbox.Group
        label={t('items.labels.lines')}
        value={choice.lines}
        onChange={(values) => change({ lines: labelLines.filter((line) => values.includes(line)) })}
      >
        <div className={classes.lines}>
          {labelLines.map((line) => (
            <Checkbox key={line} value={line} label={t(`items.labels.line.${line}`)} />
          ))}
        </div>
      </Checkbox.Group>
    </>
  )
}

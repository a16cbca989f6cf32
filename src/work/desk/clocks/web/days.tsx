/** Own days off, and days with other hours. */
import { ActionIcon, Button, Checkbox, TextInput } from '@mantine/core'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import type { Opening, OwnDayOff } from '#record/cases/clocks/contract.ts'
import { useText } from '#web/kit/texts.ts'
import { today } from '#web/kit/wall.ts'
import classes from './clocks.module.css'
import { clockWords } from './texts.ts'

const replaced = <T,>(all: readonly T[], at: number, change: Partial<T>): T[] => all.map((one, other) => (other === at ? { ...one, ...change } : one))
const without = <T,>(all: readonly T[], at: number): T[] => all.filter((_, other) => other !== at)

function Remove({ name, remove }: { name: string; remove: () => void }) {
  const t = useText(clockWords)
  return (
    <ActionIcon aria-label={t('clk.removeDay', { name })} title={t('clk.removeDay', { name })} onClick={remove}>
      <IconX size={16} aria-hidden />
    </ActionIcon>
  )
}

export function Days({ days, may, onChange }: { days: readonly OwnDayOff[]; may: boolean; onChange: (days: OwnDayOff[]) => void }) {
  const t = useText(clockWords)
  const put = (at: number, change: Partial<OwnDayOff>) => onChange(replaced(days, at, change))
  return (
    <fieldset className={classes.group}>
      <legend>{t('clk.daysOff')}</legend>
      {days.map((day, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place is what tells days apart
        <div key={at} className={classes.row}>
          <TextInput
            size="sm"
            label={t('clk.name')}
            disabled={!may}
            value={day.name}
            onChange={(event) => put(at, { name: event.currentTarget.value })}
          />
          <TextInput
            size="sm"
            type="date"
            label={t('clk.dayFrom')}
            disabled={!may}
            value={day.from}
            onChange={(event) =>
              put(at, { from: event.currentTarget.value, ...(day.to < event.currentTarget.value && { to: event.currentTarget.value }) })
            }
          />
          <TextInput
            size="sm"
            type="date"
            label={t('clk.dayTo')}
            disabled={!may}
            value={day.to}
            onChange={(event) => put(at, { to: event.currentTarget.value })}
          />
          <Checkbox
            label={t('clk.yearly')}
            disabled={!may}
            checked={day.yearly}
            onChange={(event) => put(at, { yearly: event.currentTarget.checked })}
          />
          {may && <Remove name={day.name} remove={() => onChange(without(days, at))} />}
        </div>
      ))}
      {may && (
        <div>
          <Button
            variant="subtle"
            size="xs"
            onClick={() => onChange([...days, { from: today(), to: today(), name: t('clk.daysOff'), yearly: false, source: null }])}
          >
            {t('clk.addDay')}
          </Button>
        </div>
      )}
    </fieldset>
  )
}

export function Openings({ openings, may, onChange }: { openings: readonly Opening[]; may: boolean; onChange: (openings: Opening[]) => void }) {
  const t = useText(clockWords)
  const put = (at: number, change: Partial<Opening>) => onChange(replaced(openings, at, change))
  return (
    <fieldset className={classes.group}>
      <legend>{t('clk.openings')}</legend>
      <p className="dim small">{t('clk.openings.lead')}</p>
      {openings.map((opening, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place is what tells days apart
        <div key={at} className={classes.row}>
          <TextInput
            size="sm"
            type="date"
            label={t('clk.date')}
            disabled={!may}
            value={opening.date}
            onChange={(event) => put(at, { date: event.currentTarget.value })}
          />
          <TextInput
            size="sm"
            label={t('clk.name')}
            disabled={!may}
            value={opening.name}
            onChange={(event) => put(at, { name: event.currentTarget.value })}
          />
          {opening.spans.map((span, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <span key={place} className={classes.row}>
              {(['from', 'to'] as const).map((end) => (
                <TextInput
                  key={end}
                  size="sm"
                  type="time"
                  label={t(`clk.${end}`)}
                  disabled={!may}
                  value={span[end]}
                  onChange={(event) => put(at, { spans: replaced(opening.spans, place, { [end]: event.currentTarget.value }) })}
                />
              ))}
            </span>
          ))}
          {may && <Remove name={opening.name || opening.date} remove={() => onChange(without(openings, at))} />}
        </div>
      ))}
      {may && (
        <div>
          <Button
            variant="subtle"
            size="xs"
            onClick={() => onChange([...openings, { date: today(), name: '', spans: [{ from: '09:00', to: '12:00' }] }])}
          >
            {t('clk.addOpening')}
          </Button>
        </div>
      )}
    </fieldset>
  )
}

/** Of which country and region the holidays are days off. */
import { Checkbox, NativeSelect } from '@mantine/core'
import { type Holidays, holidayTypes } from '#record/cases/clocks/contract.ts'
import { useLoad } from '#web/kit/load.ts'
import { useText } from '#web/kit/texts.ts'
import { clockCalls } from './calls.ts'
import classes from './clocks.module.css'
import { clockWords } from './texts.ts'

export function HolidaysField({ value, may, onChange }: { value: Holidays | null; may: boolean; onChange: (value: Holidays | null) => void }) {
  const t = useText(clockWords)
  const country = value?.country
  const { data } = useLoad({
    key: ['desk', 'holidayPlaces', country ?? ''],
    load: (signal) => clockCalls.holidayPlaces({ query: { ...(country && { country }) } }, { signal }),
  })
  const options = (places: readonly { code: string; name: string }[] | undefined) =>
    (places ?? []).map(({ code, name }) => ({ value: code, label: name }))
  const known = options(data?.countries)
  const shown = country && !known.some((one) => one.value === country) ? [{ value: country, label: country }, ...known] : known
  return (
    <fieldset className={classes.group}>
      <legend>{t('clk.holidays')}</legend>
      <div className={classes.row}>
        <NativeSelect
          label={t('clk.country')}
          disabled={!may}
          value={country ?? ''}
          data={[{ value: '', label: t('clk.noHolidays') }, ...shown]}
          onChange={(event) => {
            const code = event.currentTarget.value
            onChange(code === '' ? null : { country: code, region: null, types: value?.types ?? ['public'] })
          }}
        />
        {value && (data?.regions.length ?? 0) > 0 && (
          <NativeSelect
            label={t('clk.region')}
            disabled={!may}
            value={value.region ?? ''}
            data={[{ value: '', label: t('clk.wholeCountry') }, ...options(data?.regions)]}
            onChange={(event) => onChange({ ...value, region: event.currentTarget.value || null })}
          />
        )}
      </div>
      {value && (
        <div className={classes.checks}>
          {holidayTypes.map((type) => (
            <Checkbox
              key={type}
              label={t(`clk.type.${type}`)}
              disabled={!may || (value.types.length === 1 && value.types[0] === type)}
              checked={value.types.includes(type)}
              onChange={(event) =>
                onChange({ ...value, types: event.currentTarget.checked ? [...value.types, type] : value.types.filter((one) => one !== type) })
              }
            />
          ))}
        </div>
      )}
    </fieldset>
  )
}

/** The field of one attribute, by its type. */
import { NativeSelect, NumberInput, TextInput } from '@mantine/core'
import { useLooks, useText } from '#web/kit/texts.ts'
import type { Value } from '../contract.ts'
import type { Attribute } from '../kinds/contract.ts'
import type { FieldsProps } from './draft.ts'
import classes from './item.module.css'
import { findItems, findPeople } from './more.ts'
import { Pick } from './pick.tsx'
import { webTexts } from './texts.ts'

export function AttributeField({
  attribute,
  draft,
  change,
  organisationId,
  errors,
  required,
}: FieldsProps & { attribute: Attribute; required: boolean }) {
  const t = useText(webTexts)
  const { locale } = useLooks()
  const { key, type, names, unit, choices = [] } = attribute
  const label = `${names[locale] || names.nl || names.en}${unit ? ` (${unit})` : ''}`
  const value = draft.attributes[key]
  const set = (next: Value | undefined) => {
    const { [key]: _, ...others } = draft.attributes
    change({ attributes: next === undefined || next === '' ? others : { ...others, [key]: next } })
  }
  const common = { size: 'md' as const, label, error: errors[key], required, withAsterisk: required }
  if (type === 'number')
    return (
      <NumberInput
        {...common}
        value={typeof value === 'number' ? value : ''}
        hideControls
        onChange={(next) => set(next === '' ? undefined : Number(next))}
      />
    )
  if (type === 'money')
    return (
      <NumberInput
        {...common}
        min={0}
        decimalScale={2}
        hideControls
        value={typeof value === 'object' && 'amount' in value ? value.amount : ''}
        onChange={(next) => set(next === '' ? undefined : { amount: Number(next), currency: 'EUR' })}
      />
    )
  if (type === 'choice')
    return (
      <NativeSelect
        {...common}
        data={[
          { value: '', label: t('items.form.none') },
          ...choices.map((one) => ({ value: one.key, label: one.names[locale] || one.names.nl || one.names.en })),
        ]}
        value={typeof value === 'string' ? value : ''}
        onChange={(event) => set(event.currentTarget.value)}
      />
    )
  if (type === 'person' || type === 'item')
    return (
      <OtherField
        attribute={attribute}
        label={label}
        draft={draft}
        change={change}
        organisationId={organisationId}
        errors={errors}
        required={required}
      />
    )
  if (type === 'address') return <AddressField label={label} value={value} set={set} error={errors[key]} />
  return (
    <TextInput
      {...common}
      {...(type === 'date' && { type: 'date' })}
      maxLength={2000}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => set(event.currentTarget.value)}
    />
  )
}

type OtherProps = Omit<FieldsProps, 'kind' | 'state'> & { attribute: Attribute; label: string; required: boolean }
/** A person or an item. */
function OtherField({ attribute: { key, type, kind }, label, draft, change, organisationId, errors, required }: OtherProps) {
  const value = draft.attributes[key]
  return (
    <Pick
      name={type === 'person' ? 'people' : `items ${kind ?? ''}`}
      label={label}
      find={type === 'person' ? findPeople : findItems(kind)}
      organisationId={organisationId}
      error={errors[key]}
      required={required}
      value={typeof value === 'string' ? (draft.names[value] ?? { id: value, name: '…' }) : undefined}
      onChange={(chosen) => {
        const { [key]: _, ...others } = draft.attributes
        change({
          attributes: chosen ? { ...others, [key]: chosen.id } : others,
          ...(chosen && { names: { ...draft.names, [chosen.id]: chosen } }),
        })
      }}
    />
  )
}

function AddressField({
  label,
  value,
  set,
  error,
}: {
  label: string
  value: Value | undefined
  set: (next: Value | undefined) => void
  error: string | undefined
}) {
  const t = useText(webTexts)
  const now = typeof value === 'object' && 'street' in value ? value : { street: '', postcode: '', city: '', country: '' }
  const put = (part: Partial<typeof now>) => {
    const next = { ...now, ...part }
    set(Object.values(next).some(Boolean) ? next : undefined)
  }
  return (
    <fieldset className={classes.plain}>
      <legend>{label}</legend>
      <div className={classes.pair}>
        <TextInput
          size="md"
          label={t('items.form.street')}
          value={now.street}
          error={error}
          onChange={(event) => put({ street: event.currentTarget.value })}
        />
        <TextInput
          size="md"
          label={t('items.form.postcode')}
          value={now.postcode}
          onChange={(event) => put({ postcode: event.currentTarget.value })}
        />
        <TextInput size="md" label={t('items.form.city')} value={now.city} onChange={(event) => put({ city: event.currentTarget.value })} />
      </div>
    </fieldset>
  )
}

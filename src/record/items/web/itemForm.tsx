/** Filling in an item: its fields, and the attributes of its kind with what the state asks for. Errors stand at their fields. */
import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { Section } from '#web/kit/page.tsx'
import { type Text, useText } from '#web/kit/texts.ts'
import { criticalities } from '../contract.ts'
import { AttributeField } from './attributeField.tsx'
import type { FieldsProps } from './draft.ts'
import classes from './item.module.css'
import { findItems, findPeople } from './more.ts'
import { Pick, PickMany } from './pick.tsx'
import { webTexts } from './texts.ts'

const findLocations = findItems('location')

export function ItemFields(props: FieldsProps) {
  const t = useText(webTexts)
  const { draft, change, kind, organisationId, errors } = props
  const required = kind?.states.find(({ key }) => key === props.state)?.required ?? []
  const line = lineOf(t, props, required)
  const importance = (field: 'availability' | 'integrity' | 'confidentiality') => (
    <NativeSelect
      size="md"
      label={t(`items.field.${field}`)}
      data={[{ value: '', label: t('items.page.notSaid') }, ...criticalities.map((value) => ({ value, label: t(`items.importance.${value}`) }))]}
      value={draft[field]}
      error={errors[field]}
      onChange={(event) => change({ [field]: event.currentTarget.value })}
    />
  )
  return (
    <>
      <Section title={t('items.form.basic')}>
        <div className={classes.form}>
          <div className={classes.pair}>
            {line('name')}
            {line('code')}
            {kind?.attributes
              .filter(({ hidden }) => !hidden)
              .map((attribute) => (
                <AttributeField key={attribute.key} {...props} attribute={attribute} required={required.includes(attribute.key)} />
              ))}
          </div>
          <Textarea
            size="md"
            autosize
            minRows={2}
            label={t('items.field.note')}
            value={draft.note}
            error={errors.note}
            onChange={(event) => change({ note: event.currentTarget.value })}
          />
        </div>
      </Section>
      <Section title={t('items.page.who')}>
        <div className={classes.form}>
          <Pick
            name="people"
            label={t('items.field.ownerId')}
            find={findPeople}
            organisationId={organisationId}
            value={draft.owner}
            error={errors.ownerId}
            required={required.includes('ownerId')}
            onChange={(owner) => change({ owner })}
          />
          <PickMany
            name="people"
            label={t('items.field.userIds')}
            find={findPeople}
            organisationId={organisationId}
            value={draft.users}
            error={errors.userIds}
            onChange={(users) => change({ users })}
          />
          <Pick
            name="locations"
            label={t('items.field.locationId')}
            find={findLocations}
            organisationId={organisationId}
            value={draft.location}
            error={errors.locationId}
            required={required.includes('locationId')}
            onChange={(location) => change({ location })}
          />
          {line('tags', { description: t('items.form.tagsHelp') })}
        </div>
      </Section>
      <Section title={t('items.page.importance')}>
        <div className={classes.form}>
          <div className={classes.pair}>
            {importance('availability')}
            {importance('integrity')}
            {importance('confidentiality')}
          </div>
        </div>
      </Section>
      <Section title={t('items.page.bought')}>
        <div className={classes.form}>
          <div className={classes.pair}>
            {line('purchasedOn', { type: 'date' })}
            {line('price', { type: 'number', min: 0, step: '0.01' })}
          </div>
          <div className={classes.pair}>
            {line('supplier')}
            {line('contract')}
          </div>
          {line('warrantyUntil', { type: 'date' })}
          <div className={classes.pair}>
            {line('depreciationMonths', { type: 'number', min: 1 })}
            {line('residualValue', { type: 'number', min: 0, step: '0.01' })}
          </div>
        </div>
      </Section>
    </>
  )
}

type LineField =
  | 'name'
  | 'code'
  | 'tags'
  | 'purchasedOn'
  | 'price'
  | 'supplier'
  | 'contract'
  | 'warrantyUntil'
  | 'depreciationMonths'
  | 'residualValue'
interface LineLook {
  type?: string
  min?: number
  step?: string
  description?: string
}
/** A field of one line. */
const lineOf = (t: Text<keyof typeof webTexts & string>, { draft, change, errors }: FieldsProps, required: readonly string[]) =>
  function line(field: LineField, look: LineLook = {}): ReactNode {
    const must = field === 'name' || required.includes(field)
    return (
      <TextInput
        key={field}
        size="md"
        {...look}
        label={t(`items.field.${field}`)}
        required={must}
        withAsterisk={must}
        maxLength={field === 'name' || field === 'supplier' || field === 'contract' ? 200 : 400}
        value={draft[field]}
        error={errors[field]}
        onChange={(event) => change({ [field]: event.currentTarget.value })}
      />
    )
  }

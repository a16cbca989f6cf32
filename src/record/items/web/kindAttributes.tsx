/** The attributes of a kind: named, with their type, hidden or asked for. The type of what was saved stays; what is hidden keeps its values. */
import { Button, NativeSelect, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useText } from '#web/kit/texts.ts'
import { type Attribute, attributeTypes, type Kind } from '../kinds/contract.ts'
import classes from './item.module.css'
import { keyFor } from './keyFor.ts'
import { moved, NameRow } from './kindRow.tsx'
import { kindTexts } from './kindTexts.ts'
import { useKinds } from './more.ts'
import { useName } from './names.ts'

interface Props {
  kind: Kind
  /** Keys of what was saved before. */
  fixed: readonly string[]
  organisationId: string
  put: (part: Partial<Kind>) => void
}
export function AttributeRows({ kind, fixed, organisationId, put }: Props) {
  const t = useText(kindTexts)
  const { attributes, states } = kind
  // What is not asked for is not required either.
  const without = (key: string) => states.map((one) => ({ ...one, required: one.required.filter((field) => field !== key) }))
  const change = (key: string, part: Partial<Attribute>) =>
    put({ attributes: attributes.map((one) => (one.key === key ? { ...one, ...part } : one)), ...(part.hidden && { states: without(key) }) })
  return (
    <>
      <ul className={classes.list} aria-label={t('items.kinds.attributes')}>
        {attributes.map((one, at) => (
          <li key={one.key} className={classes.part} data-over={one.hidden || undefined}>
            <NameRow
              names={one.names}
              put={(names) => change(one.key, { names })}
              move={{ at, of: attributes.length, to: (place) => put({ attributes: moved(attributes, at, place) }) }}
              // What was saved may be filled in somewhere: that is hidden rather than taken away.
              take={
                fixed.includes(one.key)
                  ? undefined
                  : () => put({ attributes: attributes.filter(({ key }) => key !== one.key), states: without(one.key) })
              }
            >
              <TypeFields attribute={one} organisationId={organisationId} change={(part) => change(one.key, part)} />
            </NameRow>
            {one.type === 'choice' && <Choices attribute={one} change={(part) => change(one.key, part)} />}
            {fixed.includes(one.key) && (
              <Switch
                size="xs"
                label={t('items.kinds.hide')}
                checked={one.hidden ?? false}
                onChange={(event) => change(one.key, { hidden: event.currentTarget.checked || undefined })}
              />
            )}
          </li>
        ))}
      </ul>
      <AddAttribute
        add={(type) =>
          put({
            attributes: [
              ...attributes,
              {
                key: keyFor(
                  'attribute',
                  attributes.map(({ key }) => key),
                ),
                names: { nl: '', en: '' },
                type,
              },
            ],
          })
        }
      />
    </>
  )
}

interface FieldsProps {
  attribute: Attribute
  change: (part: Partial<Attribute>) => void
}
function TypeFields({ attribute, organisationId, change }: FieldsProps & { organisationId: string }) {
  const t = useText(kindTexts)
  const name = useName()
  const kinds = useKinds(organisationId)
  const { type, unit = '', kind } = attribute
  if (type === 'number')
    return (
      <TextInput
        label={`${t('items.kinds.type.number')}, ${t('items.kinds.unit').toLowerCase()}`}
        value={unit}
        maxLength={20}
        onChange={(event) => change({ unit: event.currentTarget.value || undefined })}
      />
    )
  if (type === 'item')
    return (
      <NativeSelect
        label={`${t('items.kinds.type.item')}, ${t('items.kinds.ofKind').toLowerCase()}`}
        value={kind ?? ''}
        onChange={(event) => change({ kind: event.currentTarget.value || undefined })}
        data={[{ value: '', label: t('items.kinds.anyKind') }, ...(kinds ?? []).map(({ key, names }) => ({ value: key, label: name(names) }))]}
      />
    )
  return <TextInput label={t('items.kinds.type')} value={t(`items.kinds.type.${type}`)} readOnly disabled />
}

function Choices({ attribute: { choices = [] }, change }: FieldsProps) {
  const t = useText(kindTexts)
  const put = (next: typeof choices) => change({ choices: next })
  return (
    <fieldset className={classes.details}>
      <legend className="small dim">{t('items.kinds.options')}</legend>
      {choices.map((one, at) => (
        <NameRow
          key={one.key}
          names={one.names}
          put={(names) => put(choices.map((choice) => (choice.key === one.key ? { ...choice, names } : choice)))}
          move={{ at, of: choices.length, to: (place) => put(moved(choices, at, place)) }}
          take={() => put(choices.filter(({ key }) => key !== one.key))}
        />
      ))}
      <div>
        <Button
          size="compact-xs"
          variant="default"
          disabled={choices.length >= 100}
          onClick={() =>
            put([
              ...choices,
              {
                key: keyFor(
                  'option',
                  choices.map(({ key }) => key),
                ),
                names: { nl: '', en: '' },
              },
            ])
          }
        >
          {t('items.kinds.addOption')}
        </Button>
      </div>
    </fieldset>
  )
}

/** The type is chosen first: it stays. */
function AddAttribute({ add }: { add: (type: Attribute['type']) => void }) {
  const t = useText(kindTexts)
  const [type, setType] = useState<Attribute['type']>('text')
  return (
    <div className={classes.nameRow}>
      <NativeSelect
        label={t('items.kinds.type')}
        value={type}
        onChange={(event) => setType(attributeTypes.find((one) => one === event.currentTarget.value) ?? 'text')}
        data={attributeTypes.map((one) => ({ value: one, label: t(`items.kinds.type.${one}`) }))}
      />
      <Button variant="default" onClick={() => add(type)}>
        {t('items.kinds.add')}
      </Button>
    </div>
  )
}

/** For what an expectation holds, and how it is counted. */
import { Checkbox, MultiSelect, NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { stateClasses } from '#record/items/kinds/contract.ts'
import { findItems, useKinds } from '#record/items/web/more.ts'
import { Pick } from '#record/items/web/pick.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Section } from '#web/kit/page.tsx'
import { useLooks, useText } from '#web/kit/texts.ts'
import { items } from '../../items/web/calls.ts'
import { type Rule, severities } from '../contract.ts'
import classes from './norms.module.css'
import { webTexts } from './texts.ts'

interface FieldsProps {
  rule: Rule
  readOnly: boolean
  change: (part: Partial<Rule>) => void
}
const findLocations = findItems('location')
interface ScopeProps {
  organisationId: string
  rule: Pick<Rule, 'scope'>
  readOnly: boolean
  change: (part: Pick<Rule, 'scope'>) => void
}
export function ScopeFields({ organisationId, rule, readOnly, change }: ScopeProps) {
  const t = useText(webTexts)
  const { locale } = useLooks()
  const kinds = useKinds(organisationId || undefined) ?? []
  const [tags, setTags] = useState(rule.scope.tags.join(', '))
  const { locationId } = rule.scope
  const place = useLoad({
    key: ['items', 'item', locationId ?? ''],
    load: (signal) => items.item({ params: { id: locationId ?? '' } }, { signal }),
    when: locationId !== null,
  }).data
  const scope = (part: Partial<Rule['scope']>) => change({ scope: { ...rule.scope, ...part } })
  return (
    <Section title={t('norms.edit.for')}>
      <div className={classes.form}>
        <p className="dim">{t('norms.edit.forWhat')}</p>
        <MultiSelect
          label={t('norms.edit.kinds')}
          readOnly={readOnly}
          searchable
          clearable
          data={kinds.map(({ key, names }) => ({ value: key, label: names[locale] || names.nl || names.en }))}
          value={rule.scope.kinds}
          onChange={(all) => scope({ kinds: all })}
        />
        <Checkbox.Group
          label={t('norms.edit.classes')}
          readOnly={readOnly}
          value={rule.scope.classes}
          onChange={(all) => scope({ classes: stateClasses.filter((one) => all.includes(one)) })}
        >
          <div className={classes.foot}>
            {stateClasses.map((one) => (
              <Checkbox key={one} value={one} label={t(`norms.class.${one}`)} />
            ))}
          </div>
        </Checkbox.Group>
        <Pick
          name="location"
          label={t('norms.edit.location')}
          find={findLocations}
          organisationId={organisationId}
          value={locationId ? { id: locationId, name: place?.name ?? '…' } : undefined}
          onChange={(chosen) => scope({ locationId: chosen?.id ?? null })}
        />
        <TextInput
          label={t('norms.edit.tags')}
          readOnly={readOnly}
          value={tags}
          onChange={(event) => {
            setTags(event.currentTarget.value)
            scope({
              tags: event.currentTarget.value
                .toLowerCase()
                .split(',')
                .map((tag) => tag.trim())
                .filter((tag) => tag !== ''),
            })
          }}
        />
        <TextInput
          label={t('norms.edit.words')}
          readOnly={readOnly}
          value={rule.scope.search}
          onChange={(event) => scope({ search: event.currentTarget.value })}
        />
      </div>
    </Section>
  )
}

export function PaceFields({ rule, readOnly, change }: FieldsProps) {
  const t = useText(webTexts)
  const number = (value: string | number) => (typeof value === 'number' ? Math.max(0, Math.round(value)) : 0)
  return (
    <div className={classes.form}>
      <NativeSelect
        label={t('norms.edit.severity')}
        disabled={readOnly}
        value={rule.severity}
        data={severities.map((value) => ({ value, label: t(`norms.severity.${value}`) }))}
        onChange={(event) => change({ severity: severities.find((one) => one === event.currentTarget.value) ?? 'normal' })}
      />
      <div className={classes.pair}>
        <NumberInput
          label={t('norms.edit.holdOff')}
          readOnly={readOnly}
          min={0}
          max={43_200}
          value={rule.holdOff}
          onChange={(value) => change({ holdOff: number(value) })}
        />
        <NumberInput
          label={t('norms.edit.recovery')}
          readOnly={readOnly}
          min={0}
          max={43_200}
          value={rule.recovery}
          onChange={(value) => change({ recovery: number(value) })}
        />
      </div>
      {!rule.series && (
        <NumberInput
          label={t('norms.edit.maxAge')}
          description={t('norms.edit.maxAgeWhat')}
          readOnly={readOnly}
          min={1}
          max={527_040}
          value={rule.maxAge ?? ''}
          onChange={(value) => change({ maxAge: value === '' ? null : Math.max(1, number(value)) })}
        />
      )}
      <Textarea
        label={t('norms.edit.remedy')}
        autosize
        minRows={2}
        maxLength={4000}
        readOnly={readOnly}
        value={rule.remedy}
        onChange={(event) => change({ remedy: event.currentTarget.value })}
      />
    </div>
  )
}

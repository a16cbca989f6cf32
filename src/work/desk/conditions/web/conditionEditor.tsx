/** Conditions that read as a sentence: if all of this holds, priority is high or critical. */
import { ActionIcon, Button, MultiSelect, NativeSelect, NumberInput, TagsInput, TextInput } from '@mantine/core'
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { type Condition, type ConditionField, type ConditionGroup, conditionFields, fieldNames, operators } from '../contract.ts'
import classes from './conditions.module.css'
import { choicesOf, type Known, type T, useConditionText, useKnown } from './words.ts'

type Inner = ConditionGroup['groups'][number]
interface Props {
  value: ConditionGroup
  onChange: (value: ConditionGroup) => void
  organisationId: string
  /** Fields that make no sense here. */
  without?: readonly ConditionField[]
}
const first = (field: ConditionField): Condition => {
  const { type } = conditionFields[field]
  const value = type === 'yesNo' ? true : type === 'number' ? 24 : type === 'time' ? ['08:00', '17:00'] : []
  return { field, op: operators[type][0], value }
}

export function ConditionEditor({ value, onChange, organisationId, without = [] }: Props) {
  const t = useConditionText()
  const known = useKnown(organisationId)
  const fields = fieldNames.filter((field) => !without.includes(field))
  const put = (part: Partial<ConditionGroup>) => onChange({ ...value, ...part })
  return (
    <div className={classes.group}>
      <Lines t={t} known={known} fields={fields} group={value} begin={0} change={put} />
      {value.groups.map((inner, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: groups have no name of their own
        <fieldset key={at} className={`${classes.group} ${classes.inner}`} aria-label={t('desk.if.group')}>
          <Lines
            t={t}
            known={known}
            fields={fields}
            group={inner}
            begin={100 * (at + 1)}
            change={(part) => put({ groups: value.groups.map((one, index) => (index === at ? { ...one, ...part } : one)) })}
          />
          <div>
            <Button size="compact-sm" variant="subtle" color="gray" onClick={() => put({ groups: value.groups.filter((_, index) => index !== at) })}>
              {t('desk.if.removeGroup')}
            </Button>
          </div>
        </fieldset>
      ))}
      <div className={classes.feet}>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} aria-hidden />}
          disabled={value.groups.length >= 10}
          onClick={() => put({ groups: [...value.groups, { match: 'any', conditions: [first('words')] }] })}
        >
          {t('desk.if.addGroup')}
        </Button>
      </div>
    </div>
  )
}

interface LinesProps {
  t: T
  known: Known
  fields: readonly ConditionField[]
  group: Inner | ConditionGroup
  begin: number
  change: (part: Partial<Inner>) => void
}
function Lines({ t, known, fields, group, begin, change }: LinesProps) {
  const { conditions } = group
  const put = (at: number, one: Condition) => change({ conditions: conditions.map((before, index) => (index === at ? one : before)) })
  return (
    <>
      <div className={classes.line}>
        <span className="dim">{t('desk.if.when')}</span>
        <NativeSelect
          size="xs"
          aria-label={t('desk.if.match')}
          value={group.match}
          onChange={(event) => change({ match: event.currentTarget.value as Inner['match'] })}
          data={(['all', 'any', 'none'] as const).map((match) => ({ value: match, label: t(`desk.if.${match}`) }))}
        />
      </div>
      {conditions.length === 0 && begin === 0 && <p className="dim small">{t('desk.if.always')}</p>}
      {conditions.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no name of their own
        <div key={at} className={classes.line}>
          <NativeSelect
            size="xs"
            aria-label={t('desk.if.field', { at: at + 1 })}
            value={one.field}
            onChange={(event) => put(at, first(event.currentTarget.value as ConditionField))}
            data={fields.map((field) => ({ value: field, label: t(`desk.if.field.${field}`) }))}
          />
          <NativeSelect
            size="xs"
            aria-label={t('desk.if.op', { at: at + 1 })}
            value={one.op}
            onChange={(event) => put(at, { ...one, op: event.currentTarget.value as Condition['op'] })}
            data={operators[conditionFields[one.field].type].map((op) => ({ value: op, label: t(`desk.if.op.${op}`) }))}
          />
          <Value t={t} known={known} one={one} at={at + 1} change={(value) => put(at, { ...one, value })} />
          <ActionIcon
            aria-label={t('desk.if.remove', { at: at + 1 })}
            onClick={() => change({ conditions: conditions.filter((_, index) => index !== at) })}
          >
            <IconX size={14} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <div className={classes.feet}>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPlus size={14} aria-hidden />}
          disabled={conditions.length >= 20}
          onClick={() => change({ conditions: [...conditions, first('words')] })}
        >
          {t('desk.if.add')}
        </Button>
      </div>
    </>
  )
}

interface ValueProps {
  t: T
  known: Known
  one: Condition
  at: number
  change: (value: Condition['value']) => void
}
function Value({ t, known, one, at, change }: ValueProps) {
  const { type } = conditionFields[one.field]
  const label = t('desk.if.value', { at })
  const list = Array.isArray(one.value) ? one.value : []
  if (type === 'yesNo')
    return (
      <NativeSelect
        size="xs"
        aria-label={label}
        value={String(one.value)}
        onChange={(event) => change(event.currentTarget.value === 'true')}
        data={[
          { value: 'true', label: t('desk.if.yes') },
          { value: 'false', label: t('desk.if.no') },
        ]}
      />
    )
  if (type === 'number')
    return (
      <NumberInput
        size="xs"
        w={96}
        hideControls
        min={0}
        max={100_000}
        aria-label={label}
        value={Number(one.value)}
        onChange={(value) => change(Number(value) || 0)}
      />
    )
  if (type === 'time') return <Times t={t} at={at} list={list} change={change} />
  if (type === 'words')
    return (
      <TagsInput
        size="xs"
        className={classes.value ?? ''}
        aria-label={label}
        placeholder={list.length === 0 ? t('desk.if.words') : ''}
        maxTags={30}
        acceptValueOnBlur
        value={list}
        onChange={change}
      />
    )
  return (
    <MultiSelect
      size="xs"
      className={classes.value ?? ''}
      aria-label={label}
      placeholder={list.length === 0 ? t('desk.if.choose') : ''}
      searchable
      hidePickedOptions
      comboboxProps={{ withinPortal: false }}
      data={[...choicesOf(t, one.field, known)]}
      value={list}
      onChange={change}
    />
  )
}

function Times({ t, at, list, change }: Pick<ValueProps, 't' | 'at'> & { list: readonly string[]; change: (value: string[]) => void }) {
  const [from = '', to = ''] = list
  return (
    <span className={classes.times}>
      <TextInput
        size="xs"
        type="time"
        aria-label={t('desk.if.from', { at })}
        value={from}
        onChange={(event) => change([event.currentTarget.value, to])}
      />
      –
      <TextInput
        size="xs"
        type="time"
        aria-label={t('desk.if.to', { at })}
        value={to}
        onChange={(event) => change([from, event.currentTarget.value])}
      />
    </span>
  )
}

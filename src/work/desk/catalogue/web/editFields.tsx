/** The questions of a form, one card each. */
import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core'
import { impacts, urgencies } from '#record/cases/contract.ts'
import { useText, useWords } from '#web/kit/texts.ts'
import { type FormField, fieldKinds } from '../contract.ts'
import classes from './catalogue.module.css'
import { type EditorProps, moved, newChoice, newField, put, without } from './editor.ts'
import { Both, Card, Num, Remove } from './editorParts.tsx'
import { editorWords } from './editorTexts.ts'
import { useWord } from './formFields.tsx'

export function EditFields({ definition, change }: EditorProps) {
  const t = useText(editorWords)
  const { fields } = definition
  return (
    <div className={classes.parts}>
      {fields.map((field, at) => (
        <Card
          key={field.key}
          title={t('edit.field', { at: at + 1 })}
          at={at}
          count={fields.length}
          move={(by) => change({ fields: moved(fields, at, by) })}
          remove={() => change({ fields: without(fields, at) })}
        >
          <OneField field={field} earlier={fields.slice(0, at)} put={(part) => change({ fields: put(fields, at, { ...field, ...part }) })} />
        </Card>
      ))}
      <Button variant="default" onClick={() => change({ fields: [...fields, newField(fields)] })}>
        {t('edit.field.add')}
      </Button>
    </div>
  )
}

interface OneProps {
  field: FormField
  earlier: readonly FormField[]
  put: (part: Partial<FormField>) => void
}
const hasChoices = (field: FormField) => field.kind === 'choice' || field.kind === 'choices'

function OneField({ field, earlier, put: set }: OneProps) {
  const t = useText(editorWords)
  return (
    <>
      <Both label={t('edit.field.label')} value={field.label} onChange={(label) => set({ label })} />
      <Both label={t('edit.field.help')} value={field.help} onChange={(help) => set({ help })} />
      <div className={classes.pair}>
        <NativeSelect
          label={t('edit.field.kind')}
          value={field.kind}
          onChange={(event) => set({ kind: event.currentTarget.value as FormField['kind'], pattern: '', choices: [] })}
          data={fieldKinds.map((value) => ({ value, label: t(`edit.kind.${value}`) }))}
        />
        {field.kind === 'number' && (
          <TextInput label={t('edit.field.unit')} value={field.unit} maxLength={20} onChange={(event) => set({ unit: event.currentTarget.value })} />
        )}
        {field.kind === 'text' && (
          <TextInput
            label={t('edit.field.pattern')}
            value={field.pattern}
            maxLength={60}
            onChange={(event) => set({ pattern: event.currentTarget.value })}
          />
        )}
      </div>
      {['number', 'text', 'longText', 'date', 'choices', 'file'].includes(field.kind) && (
        <div className={classes.pair}>
          <Num label={t('edit.field.min')} value={field.min} onChange={(min) => set({ min })} help={t('edit.field.minMax.help')} />
          <Num label={t('edit.field.max')} value={field.max} onChange={(max) => set({ max })} help={t('edit.field.minMax.help')} />
        </div>
      )}
      {hasChoices(field) && <Choices field={field} put={set} />}
      <When field={field} earlier={earlier} put={set} />
      <Checkbox label={t('edit.field.required')} checked={field.required} onChange={(event) => set({ required: event.currentTarget.checked })} />
    </>
  )
}

/** The options of a choice; each can say how many are hindered, or how badly. */
function Choices({ field, put: set }: Omit<OneProps, 'earlier'>) {
  const t = useText(editorWords)
  const { choices } = field
  const none = { value: '', label: t('edit.choice.none') }
  return (
    <>
      {choices.map((choice, at) => {
        const name = t('edit.choice', { at: at + 1 })
        const one = (part: Partial<typeof choice>) => set({ choices: put(choices, at, { ...choice, ...part }) })
        return (
          <div key={choice.key} className={classes.row}>
            <TextInput
              label={t('edit.inDutch', { what: name })}
              value={choice.label.nl}
              onChange={(event) => one({ label: { ...choice.label, nl: event.currentTarget.value } })}
            />
            <TextInput
              label={t('edit.inEnglish', { what: name })}
              value={choice.label.en}
              onChange={(event) => one({ label: { ...choice.label, en: event.currentTarget.value } })}
            />
            <NativeSelect
              label={t('cases.impact')}
              value={choice.impact ?? ''}
              onChange={(event) => one({ impact: impacts.find((value) => value === event.currentTarget.value) ?? null })}
              data={[none, ...impacts.map((value) => ({ value, label: t(`cases.impact.${value}`) }))]}
            />
            <NativeSelect
              label={t('cases.urgency')}
              value={choice.urgency ?? ''}
              onChange={(event) => one({ urgency: urgencies.find((value) => value === event.currentTarget.value) ?? null })}
              data={[none, ...urgencies.map((value) => ({ value, label: t(`cases.urgency.${value}`) }))]}
            />
            <Remove name={name} onClick={() => set({ choices: without(choices, at) })} />
          </div>
        )
      })}
      <Button variant="subtle" size="xs" onClick={() => set({ choices: [...choices, newChoice(choices)] })}>
        {t('edit.choice.add')}
      </Button>
    </>
  )
}

/** On which answer to an earlier question this one hangs. */
function When({ field, earlier, put: set }: OneProps) {
  const t = useText(editorWords)
  const words = useWords()
  const word = useWord()
  const options = earlier.flatMap((one) => {
    const values =
      one.kind === 'yesNo'
        ? [
            { value: 'yes', label: words('kit.yes') },
            { value: 'no', label: words('kit.no') },
          ]
        : hasChoices(one)
          ? one.choices.map((choice) => ({ value: choice.key, label: word(choice.label) }))
          : []
    return values.map(({ value, label }) => ({ value: `${one.key} ${value}`, label: `${word(one.label)} ${label}` }))
  })
  if (options.length === 0) return null
  const when = field.shownWhen
  return (
    <NativeSelect
      label={t('edit.field.when')}
      value={when ? `${when.field} ${when.is[0]}` : ''}
      onChange={(event) => {
        const [key, value] = event.currentTarget.value.split(' ')
        set({ shownWhen: key && value ? { field: key, is: [value] } : null })
      }}
      data={[{ value: '', label: t('edit.field.always') }, ...options]}
    />
  )
}

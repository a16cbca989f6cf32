/** The fields of a form that is data: what hangs on an answer comes and goes with it. Used to ask, and to see what it will look like. */
import { ActionIcon, Checkbox, Group, Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs'
import { useState } from 'react'
import { Field } from '#web/kit/field.tsx'
import { FilePick } from '#web/kit/fileField.tsx'
import form from '#web/kit/form.module.css'
import { useLoad } from '#web/kit/load.ts'
import type { FieldShape } from '#web/kit/schema.ts'
import { useLooks, useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import type { Answer, Answers, FormField, Words } from '../contract.ts'
import { shownFields } from '../rules.ts'
import { catalogueCalls } from './calls.ts'
import classes from './catalogue.module.css'
import { catalogueWords } from './texts.ts'

/** Names of people and files that are only known by their id. */
export type Names = Readonly<Record<string, string>>
interface Props {
  itemId: string
  fields: readonly FormField[]
  answers: Answers
  names: Names
  /** What is wrong, by key. */
  wrong: Readonly<Record<string, string>>
  idOf: (key: string) => string
  change: (key: string, answer: Answer | undefined, names?: Names) => void
}
export function useWord(): (words: Words) => string {
  const { locale } = useLooks()
  return (words) => words[locale] || words.nl || words.en
}

export function FormFields({ fields, answers, ...rest }: Props) {
  return shownFields(fields, answers).map((field) => <One key={field.key} field={field} answer={answers[field.key]} {...rest} />)
}

type OneProps = Omit<Props, 'fields' | 'answers'> & { field: FormField; answer: Answer | undefined }
const simple: Readonly<Record<string, FieldShape['kind']>> = { text: 'text', longText: 'long', number: 'number', date: 'date' }

function One(props: OneProps) {
  const { field, answer, wrong, idOf, change } = props
  const t = useText(catalogueWords)
  const words = useWords()
  const word = useWord()
  const { key, kind, required } = field
  const plain = word(field.label)
  const common = {
    id: idOf(key),
    label: field.unit ? t('catalogue.number.unit', { label: plain, unit: field.unit }) : plain,
    help: word(field.help) || undefined,
    error: wrong[key],
  }
  if (kind === 'person') return <Colleague {...props} />
  if (kind === 'file') return <Files {...props} />
  if (kind === 'choices') return <Several {...props} />
  if (kind === 'yesNo' || kind === 'choice') {
    const options =
      kind === 'yesNo'
        ? [
            { value: 'yes', label: words('kit.yes') },
            { value: 'no', label: words('kit.no') },
          ]
        : field.choices.map((choice) => ({ value: choice.key, label: word(choice.label) }))
    const value = typeof answer === 'boolean' ? (answer ? 'yes' : 'no') : answer
    return (
      <Field
        {...common}
        field={{ name: key, kind: 'choice', required }}
        plan={{ name: key, options, radio: options.length <= 6 }}
        value={value}
        optionText={(option) => option}
        change={(chosen) => change(key, chosen === '' ? undefined : kind === 'yesNo' ? chosen === 'yes' : String(chosen))}
      />
    )
  }
  return (
    <Field
      {...common}
      field={{ name: key, kind: simple[kind] ?? 'text', required }}
      plan={{ name: key, rows: 3, autoComplete: 'off' }}
      value={answer}
      optionText={(option) => option}
      change={(value) => change(key, value === '' ? undefined : (value as Answer))}
    />
  )
}

/** The label as every field of a form has it. */
function Label({ text, required }: { text: string; required: boolean }) {
  const words = useWords()
  return (
    <>
      {text}
      {!required && <span className={form.optional}> ({words('kit.optional')})</span>}
    </>
  )
}

function Several({ field, answer, wrong, idOf, change }: OneProps) {
  const word = useWord()
  const chosen = Array.isArray(answer) ? answer : []
  return (
    <Checkbox.Group
      label={<Label text={word(field.label)} required={field.required} />}
      description={word(field.help) || undefined}
      error={wrong[field.key]}
      value={chosen}
      onChange={(values) => change(field.key, values)}
    >
      <div className={form.radios}>
        {field.choices.map((choice, at) => (
          <Checkbox key={choice.key} {...(at === 0 && { id: idOf(field.key) })} value={choice.key} label={word(choice.label)} />
        ))}
      </div>
    </Checkbox.Group>
  )
}

interface ColleagueProps {
  itemId: string
  id: string
  label: React.ReactNode
  help?: string | undefined
  error: string | undefined
  value: string | undefined
  names: Names
  onChange: (id: string | undefined, names?: Names) => void
}
/** Finds a colleague by typing; two letters are enough. */
export function ColleagueSelect({ itemId, id, label, help, error, value, names, onChange }: ColleagueProps) {
  const t = useText(catalogueWords)
  const [typed, setTyped] = useState(value ? (names[value] ?? '') : '')
  const [search] = useDebouncedValue(typed.trim().slice(0, 100), 150)
  const { data } = useLoad({
    key: ['desk/colleagues', itemId, search],
    load: (signal) => catalogueCalls.colleagues({ params: { id: itemId }, query: { search } }, { signal }),
    when: search.length > 1 && search !== names[value ?? ''],
  })
  const found = data?.items ?? []
  const known = value && !found.some((one) => one.id === value) ? [{ id: value, name: names[value] ?? '' }, ...found] : found
  return (
    <Select
      id={id}
      label={label}
      description={help}
      error={error}
      placeholder={t('catalogue.colleague.placeholder')}
      searchable
      clearable
      comboboxProps={{ withinPortal: false }}
      value={value ?? null}
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      data={known.map((one) => ({ value: one.id, label: one.name }))}
      nothingFoundMessage={search.length > 1 && data ? t('catalogue.colleague.none') : undefined}
      onChange={(chosen) => {
        const one = known.find((person) => person.id === chosen)
        onChange(one?.id, one && { [one.id]: one.name })
      }}
    />
  )
}

function Colleague({ field, answer, itemId, names, wrong, idOf, change }: OneProps) {
  const word = useWord()
  return (
    <ColleagueSelect
      itemId={itemId}
      id={idOf(field.key)}
      label={<Label text={word(field.label)} required={field.required} />}
      help={word(field.help) || undefined}
      error={wrong[field.key]}
      value={typeof answer === 'string' ? answer : undefined}
      names={names}
      onChange={(id, known) => change(field.key, id, known)}
    />
  )
}

/** Sent at once, so that a long form does not end with a long wait. */
function Files({ field, answer, itemId, names, wrong, idOf, change }: OneProps) {
  const t = useText(catalogueWords)
  const words = useWords()
  const word = useWord()
  const ids = Array.isArray(answer) ? answer : []
  const pick = async (files: readonly File[]) => {
    const added: Record<string, string> = {}
    for (const file of files)
      try {
        const one = await catalogueCalls.upload(
          { params: { id: itemId }, raw: file },
          { contentType: file.type || 'application/octet-stream', headers: { 'x-file-name': encodeURIComponent(file.name || 'file') } },
        )
        added[one.id] = one.name
      } catch {
        toast(t('catalogue.file.failed', { name: file.name }))
      }
    change(field.key, [...ids, ...Object.keys(added)], added)
  }
  const error = wrong[field.key]
  return (
    <fieldset className={classes.files} id={idOf(field.key)} tabIndex={-1}>
      <legend>
        <Label text={word(field.label)} required={field.required} />
      </legend>
      {word(field.help) && <p className="dim small">{word(field.help)}</p>}
      <FilePick onPick={(files) => void pick(files)} />
      {ids.map((id) => (
        <Group key={id} gap="xs">
          <span>{names[id] ?? id}</span>
          <ActionIcon
            size="sm"
            aria-label={words('kit.file.remove', { name: names[id] ?? '' })}
            onClick={() =>
              change(
                field.key,
                ids.filter((one) => one !== id),
              )
            }
          >
            <IconX size={14} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      {error && <p className={classes.error}>{error}</p>}
    </fieldset>
  )
}

/**
 * A form from a shape of the contract: one column, labels above, errors at the field and in a summary on top.
 * Nothing typed is lost: not by a refusal, not by a reload, not by going elsewhere for a moment (a draft per tab).
 */
import { Button } from '@mantine/core'
import { type FormEvent, type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react'
import type * as z from 'zod'
import type { Texts } from '#platform/i18n.ts'
import { platformTexts } from '#platform/texts.ts'
import { AwayError, problemIn } from './api.ts'
import { Field } from './field.tsx'
import { FileField } from './fileField.tsx'
import classes from './form.module.css'
import { Note } from './marks.tsx'
import { type FieldShape, type Kind, shapeOf, type Wrong, wrongIn } from './schema.ts'
import { type Text, useText, useWords } from './texts.ts'

export interface FieldPlan {
  name: string
  kind?: Kind
  /** Words instead of the text keys `<prefix>.<name>` and `<prefix>.<name>.help`. */
  label?: string
  help?: string
  /** For a choice whose options come from the server. */
  options?: readonly { value: string; label: string }[]
  /** A choice shown as cards or radio buttons instead of a list. */
  radio?: boolean
  rows?: number
  placeholder?: string
  autoComplete?: string
  autoFocus?: boolean
  /** Why it cannot be changed. */
  refused?: string
  /** Shown only when this says so. */
  when?: (values: Readonly<Record<string, unknown>>) => boolean
}
interface Props<S extends z.ZodObject> {
  schema: S
  texts: Texts
  /** Text keys: `<prefix>.<field>`, `….help`, and `<prefix>.<field>.<option>`. */
  prefix: string
  /** Which fields, in this order; all of the schema unless told. A name, or a plan that changes how it is shown. */
  fields?: readonly (string | FieldPlan)[]
  initial?: Partial<z.input<S>>
  /** Keeps a draft under this name; none when left out. Passwords are never kept. */
  draft?: string
  /** Adds a field for attachments. */
  files?: { label: string; help?: string }
  submit: (values: z.output<S>, files: readonly File[]) => Promise<unknown>
  /** The verb on the button. */
  verb: string
  /** Beside the button. */
  extra?: ReactNode
  /** Between the fields and the button; gets the values as they are now. */
  children?: (values: Readonly<Record<string, unknown>>) => ReactNode
  wideButton?: boolean
}

type Raw = Record<string, unknown>
const secret = (field: FieldShape) => field.kind === 'password'

function useDraft(draft: string | undefined, initial: Raw, fields: readonly FieldShape[]) {
  const key = `spil.draft.${draft}`
  const kept = useMemo(() => (draft ? sessionStorage.getItem(key) : null), [draft, key])
  const [values, setValues] = useState<Raw>(() => (kept ? { ...initial, ...(JSON.parse(kept) as Raw) } : initial))
  const [restored, setRestored] = useState(kept !== null)
  const keep = (next: Raw) => {
    setValues(next)
    if (!draft) return
    const safe = Object.fromEntries(Object.entries(next).filter(([name]) => !fields.some((field) => field.name === name && secret(field))))
    sessionStorage.setItem(key, JSON.stringify(safe))
  }
  const forget = () => {
    if (draft) sessionStorage.removeItem(key)
    setRestored(false)
  }
  return {
    values,
    keep,
    forget,
    restored,
    clear: () => {
      forget()
      setValues(initial)
    },
  }
}

/** What was typed as the contract wants it: empty means left out. */
function cleaned(values: Raw, fields: readonly FieldShape[]): Raw {
  const clean: Raw = { ...values }
  for (const field of fields) {
    const value = clean[field.name]
    if (value === '' || value === undefined) delete clean[field.name]
    else if (field.kind === 'number') clean[field.name] = typeof value === 'number' ? value : Number(String(value).replace(',', '.'))
    else if (field.kind === 'moment') clean[field.name] = new Date(String(value)).toISOString()
    else if (field.kind === 'lines' && typeof value === 'string')
      clean[field.name] = value
        .split('\n')
        .map((one) => one.trim())
        .filter(Boolean)
  }
  return clean
}

/** The errors of the server by field; what belongs to no field of this form stands under ''. */
function refusals(error: unknown, names: readonly string[], otherwise: string): Wrong {
  const problem = problemIn(error)
  const wrong: Record<string, string> = {}
  for (const one of problem?.errors ?? []) {
    const field = one.pointer.replace(/^\/(body|query|params)\//, '').split('/', 1)[0] ?? ''
    wrong[names.includes(field) ? field : ''] ??= one.detail
  }
  if (Object.keys(wrong).length === 0) wrong[''] = problem?.title ?? otherwise
  return wrong
}

export interface Shown {
  field: FieldShape
  plan: FieldPlan
  label: string
  help: string | undefined
}
function shownFields(fields: readonly FieldShape[], wanted: Props<z.ZodObject>['fields'], prefix: string, t: Text): readonly Shown[] {
  const plans = (wanted ?? fields.map(({ name }) => name)).map((one) => (typeof one === 'string' ? { name: one } : one))
  return plans.map((plan: FieldPlan) => {
    const found = fields.find(({ name }) => name === plan.name) ?? { name: plan.name, kind: 'text' as const, required: false }
    const key = `${prefix}.${plan.name}`
    const field = { ...found, ...(plan.kind && { kind: plan.kind }), ...(plan.options && { kind: 'choice' as const }) }
    return { field, plan, label: plan.label ?? t(key), help: plan.help ?? (t.has(`${key}.help`) ? t(`${key}.help`) : undefined) }
  })
}

export function Form<S extends z.ZodObject>(props: Props<S>) {
  const { schema, texts, prefix, draft, submit, verb } = props
  const t = useText(texts) as Text
  const words = useWords()
  const say = useText(platformTexts)
  const id = useId()
  const fields = useMemo(() => shapeOf(schema), [schema])
  const defaults = useMemo(() => Object.fromEntries(fields.flatMap((f) => (f.initial === undefined ? [] : [[f.name, f.initial]]))), [fields])
  const { values, keep, forget, restored, clear } = useDraft(draft, { ...defaults, ...(props.initial as Raw | undefined) }, fields)
  const [files, setFiles] = useState<readonly File[]>([])
  const [wrong, setWrong] = useState<Wrong>({})
  const [tries, setTries] = useState(0)
  const [busy, setBusy] = useState(false)
  const shown = shownFields(fields, props.fields, prefix, t).filter(({ plan }) => plan.when?.(values) ?? true)
  const idOf = (name: string) => `${id}-${name}`
  const refuse = (found: Wrong) => {
    setWrong(found)
    setTries((n) => n + 1)
  }
  const go = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    const clean = cleaned(
      values,
      shown.map(({ field }) => field),
    )
    const found = wrongIn(schema, clean, say)
    if (Object.keys(found).length > 0) return refuse(found)
    setBusy(true)
    try {
      await submit(schema.parse(clean) as z.output<S>, files)
      forget()
      setWrong({})
    } catch (error) {
      refuse(
        refusals(
          error,
          shown.map(({ field }) => field.name),
          error instanceof AwayError ? words('kit.away') : words('kit.failed'),
        ),
      )
    } finally {
      setBusy(false)
    }
  }
  const change = (name: string, value: unknown) => {
    keep({ ...values, [name]: value })
    if (wrong[name]) setWrong(Object.fromEntries(Object.entries(wrong).filter(([key]) => key !== name)))
  }
  return (
    <form noValidate className={classes.form} onSubmit={(event) => void go(event)}>
      {restored && (
        <Note tone="grey">
          {words('kit.form.draft')}{' '}
          <button type="button" className={classes.plain} onClick={clear}>
            {words('kit.form.forget')}
          </button>
        </Note>
      )}
      <Summary wrong={wrong} shown={shown} tries={tries} idOf={idOf} />
      {shown.map((one) => (
        <Field
          key={one.field.name}
          id={idOf(one.field.name)}
          {...one}
          value={values[one.field.name]}
          error={wrong[one.field.name]}
          optionText={(option) => t(`${prefix}.${one.field.name}.${option}`)}
          change={(value) => change(one.field.name, value)}
        />
      ))}
      {props.files && <FileField {...props.files} files={files} onChange={setFiles} />}
      {props.children?.(values)}
      <div className={classes.foot}>
        <Button type="submit" loading={busy} size="md" fullWidth={props.wideButton ?? false}>
          {verb}
        </Button>
        {props.extra}
      </div>
    </form>
  )
}

/** On top: how many things are wrong, each a way to its field; takes the focus after a try. */
export function Summary({ wrong, shown, tries, idOf }: { wrong: Wrong; shown: readonly Shown[]; tries: number; idOf: (name: string) => string }) {
  const words = useWords()
  const at = useRef<HTMLDivElement>(null)
  const places = shown.map(({ field }) => field.name)
  const entries = Object.entries(wrong).sort(([a], [b]) => places.indexOf(a) - places.indexOf(b))
  useEffect(() => {
    if (tries > 0) at.current?.focus()
  }, [tries])
  if (entries.length === 0) return null
  return (
    <div ref={at} tabIndex={-1} role="alert" className={classes.summary}>
      <p className={classes.summaryTitle}>{words('kit.form.wrong', { count: entries.length })}</p>
      <ul>
        {entries.map(([name, detail]) => {
          const label = shown.find(({ field }) => field.name === name)?.label
          return (
            <li key={name}>
              {label ? (
                <a
                  href={`#${idOf(name)}`}
                  onClick={(event) => {
                    event.preventDefault()
                    document.getElementById(idOf(name))?.focus()
                  }}
                >
                  {label}
                  {/[?!]$/.test(label) ? ' ' : ': '}
                  {detail}
                </a>
              ) : (
                detail
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

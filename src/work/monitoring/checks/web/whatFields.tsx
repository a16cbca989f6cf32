/** What a kind of check is told: a field for each part of its shape, so that a kind is described in one place only. */
import { Checkbox, MultiSelect, NativeSelect, NumberInput, PasswordInput, TagsInput, Textarea, TextInput } from '@mantine/core'
import type * as z from 'zod'
import { useText } from '#web/kit/texts.ts'
import { type Kind, kinds, type Secret, What } from '../kinds/contract.ts'
import classes from './checks.module.css'
import { checkTexts } from './checkTexts.ts'

/** What is filled in so far; whether it is right is for the shape to say. */
export type Draft = { kind: Kind } & Record<string, unknown>
const shapeOf = (kind: Kind) => What.options.find(({ shape }) => shape.kind.value === kind)?.shape as Record<string, z.ZodType> | undefined
/** Texts that are long, and what has no field of its own (the API has it). */
const long = new Set(['command', 'query', 'url', 'hostKey', 'contains', 'matches'])
const without = new Set(['kind', 'oids'])
/** What a new one of this kind begins with. */
export function blankOf(kind: Kind): Draft {
  const begun = Object.entries(shapeOf(kind) ?? {}).map(([key, shape]) => [key, shape.safeParse(undefined).data ?? ''])
  return { ...Object.fromEntries(begun), kind }
}

interface Def {
  type: string
  innerType?: z.ZodType
  element?: z.ZodType
  entries?: Record<string, string>
}
const defOf = (shape: z.ZodType): Def => shape.def as unknown as Def
/** Without its default, and whether it may be nothing. */
function bare(shape: z.ZodType): { def: Def; nullable: boolean } {
  const def = defOf(shape)
  if (!def.innerType) return { def, nullable: false }
  const inner = bare(def.innerType)
  return { def: inner.def, nullable: inner.nullable || def.type === 'nullable' }
}

interface Fields {
  what: Draft
  set: (part: Record<string, unknown>) => void
  readOnly: boolean
}
export function WhatFields({ what, set, readOnly }: Fields) {
  const t = useText(checkTexts)
  const shape = shapeOf(what.kind) ?? {}
  return (
    <div className={classes.two}>
      <NativeSelect
        label={t('monitoring.check.kind')}
        disabled={readOnly}
        value={what.kind}
        onChange={(event) => set({ ...blankOf(event.currentTarget.value as Kind) })}
        data={kinds.map((kind) => ({ value: kind, label: t(`monitoring.kind.${kind}`) }))}
      />
      {Object.entries(shape)
        .filter(([key]) => !without.has(key))
        .map(([key, one]) => (
          <Field key={key} name={key} shape={one} value={what[key]} put={(value) => set({ [key]: value })} readOnly={readOnly} />
        ))}
    </div>
  )
}

type FieldProps = { name: string; shape: z.ZodType; value: unknown; put: (value: unknown) => void; readOnly: boolean }
function Field({ name, shape, value, put, readOnly }: FieldProps) {
  const t = useText(checkTexts)
  const { def, nullable } = bare(shape)
  const label = t(`monitoring.field.${name}` as 'monitoring.field.address')
  if (def.type === 'boolean')
    return <Checkbox label={label} disabled={readOnly} checked={value === true} onChange={(event) => put(event.currentTarget.checked)} />
  if (def.type === 'number')
    return (
      <NumberInput
        label={label}
        readOnly={readOnly}
        hideControls
        allowDecimal={false}
        value={Number(value)}
        onChange={(typed) => put(Number(typed))}
      />
    )
  if (def.type === 'enum') {
    const data = Object.values(def.entries ?? {}).map((one) => ({ value: one, label: one }))
    const all = nullable ? [{ value: '', label: '–' }, ...data] : data
    return (
      <NativeSelect
        label={label}
        disabled={readOnly}
        value={String(value ?? '')}
        onChange={(event) => put(event.currentTarget.value || null)}
        data={all}
      />
    )
  }
  if (def.type === 'array') {
    const element = def.element ? bare(def.element).def : undefined
    const given = Array.isArray(value) ? value.map(String) : []
    return element?.entries ? (
      <MultiSelect label={label} readOnly={readOnly} value={given} onChange={put} data={Object.values(element.entries)} />
    ) : (
      <TagsInput label={label} readOnly={readOnly} value={given} onChange={put} />
    )
  }
  const text = { label, readOnly, value: String(value ?? '') }
  if (name === 'command')
    return <Textarea {...text} className={classes.wholeRow} autosize minRows={3} onChange={(event) => put(event.currentTarget.value)} />
  return <TextInput {...text} className={long.has(name) ? classes.wholeRow : undefined} onChange={(event) => put(event.currentTarget.value)} />
}

const secretsOf: Partial<Record<Kind, readonly (keyof Secret)[]>> = {
  ...{ http: ['headers'], scrape: ['headers'], ldap: ['password'], database: ['password'], script: ['password', 'privateKey'] },
  snmp: ['community', 'auth', 'priv'],
}
/** As it is typed; header lines as lines. */
export type TypedSecret = Partial<Record<keyof Secret, string>>
/** Undefined: nothing was typed, so what is kept stays. */
export function secretIn(kind: Kind, typed: TypedSecret): Secret | undefined {
  const secret: Secret = {}
  for (const key of secretsOf[kind] ?? []) {
    const text = typed[key] ?? ''
    if (text.trim() === '') continue
    if (key === 'headers') secret.headers = headersIn(text)
    else secret[key] = text
  }
  return Object.keys(secret).length > 0 ? secret : undefined
}
const headersIn = (text: string): NonNullable<Secret['headers']> =>
  text.split('\n').flatMap((line) => {
    const [, name, value] = /^\s*([A-Za-z0-9-]+)\s*:\s*(.*?)\s*$/.exec(line) ?? []
    return name && value !== undefined ? [{ name, value }] : []
  })
export function SecretFields({ what, typed, set, kept }: { what: Draft; typed: TypedSecret; set: (part: TypedSecret) => void; kept: boolean }) {
  const t = useText(checkTexts)
  const isThree = what.protocol === '3'
  const asked = (secretsOf[what.kind] ?? []).filter((key) => what.kind !== 'snmp' || (key === 'community') !== isThree)
  if (asked.length === 0) return null
  return (
    <div className={classes.two}>
      {asked.map((key) => {
        const label = t(`monitoring.secret.${key}`)
        const description = kept ? t('monitoring.secret.kept') : undefined
        const value = typed[key] ?? ''
        return key === 'headers' || key === 'privateKey' ? (
          <Textarea
            key={key}
            className={classes.wholeRow}
            label={label}
            description={description}
            autosize
            minRows={2}
            value={value}
            onChange={(event) => set({ [key]: event.currentTarget.value })}
          />
        ) : (
          <PasswordInput
            key={key}
            label={label}
            description={description}
            autoComplete="new-password"
            value={value}
            onChange={(event) => set({ [key]: event.currentTarget.value })}
          />
        )
      })}
    </div>
  )
}

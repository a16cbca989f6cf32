/** What a form needs to know of a contract's shape: each field's kind, whether it must be filled in, and what is wrong with a value. */
import * as z from 'zod'
import type { Values } from '#platform/i18n.ts'
import type { platformTexts } from '#platform/texts.ts'

export type Kind = 'text' | 'long' | 'number' | 'date' | 'moment' | 'choice' | 'boolean' | 'password' | 'email' | 'lines'
export interface FieldShape {
  name: string
  kind: Kind
  required: boolean
  options?: readonly string[]
  minimum?: number
  maximum?: number
  maxLength?: number
  initial?: unknown
}

interface JsonSchema {
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  format?: string
  minimum?: number
  maximum?: number
  maxLength?: number
  default?: unknown
  anyOf?: JsonSchema[]
  properties?: Record<string, JsonSchema>
  required?: string[]
}

/** Prose (more than 300 characters) becomes a large field. */
function kindOf(schema: JsonSchema, name: string): Kind {
  if (schema.enum) return 'choice'
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== 'null') : schema.type
  if (type === 'boolean') return 'boolean'
  if (type === 'integer' || type === 'number') return 'number'
  if (type === 'array') return 'lines'
  if (schema.format === 'date') return 'date'
  if (schema.format === 'date-time') return 'moment'
  if (schema.format === 'email') return 'email'
  if (/password/i.test(name)) return 'password'
  return (schema.maxLength ?? 0) > 300 ? 'long' : 'text'
}

export function shapeOf(schema: z.ZodObject): readonly FieldShape[] {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema
  return Object.entries(json.properties ?? {}).map(([name, given]) => {
    const nullable = given.anyOf?.some((one) => one.type === 'null') ?? false
    const inner = given.anyOf?.find((one) => one.type !== 'null') ?? given
    const field: FieldShape = { name, kind: kindOf(inner, name), required: (json.required?.includes(name) ?? false) && !nullable }
    if (inner.enum) field.options = inner.enum.filter((one) => one !== null).map(String)
    if (inner.minimum !== undefined && inner.minimum > Number.MIN_SAFE_INTEGER) field.minimum = inner.minimum
    if (inner.maximum !== undefined && inner.maximum < Number.MAX_SAFE_INTEGER) field.maximum = inner.maximum
    if (inner.maxLength !== undefined) field.maxLength = inner.maxLength
    if (given.default !== undefined) field.initial = given.default
    return field
  })
}

type FieldCode = keyof typeof platformTexts
/** The same codes as the server gives, so that the words at a field do not depend on who found the fault. */
function codeOf(issue: z.core.$ZodIssue): FieldCode {
  if (issue.code === 'invalid_type') return issue.input === undefined || issue.input === null ? 'platform.field.required' : 'platform.field.wrongType'
  if (issue.code === 'too_small')
    return issue.origin !== 'string' ? 'platform.field.tooSmall' : Number(issue.minimum) <= 1 ? 'platform.field.required' : 'platform.field.tooShort'
  if (issue.code === 'too_big') return issue.origin === 'string' ? 'platform.field.tooLong' : 'platform.field.tooBig'
  if (issue.code === 'invalid_value') return issue.input === undefined ? 'platform.field.required' : 'platform.field.notAChoice'
  if (issue.code === 'invalid_format') return issue.format === 'email' ? 'platform.field.email' : 'platform.field.format'
  return 'platform.field.invalid'
}

export type Wrong = Readonly<Record<string, string>>

/** Field -> what is wrong, in words; empty when all is well. */
export function wrongIn(schema: z.ZodObject, values: unknown, say: (key: FieldCode, values?: Values) => string): Wrong {
  const parsed = schema.safeParse(values, { reportInput: true })
  if (parsed.success) return {}
  const wrong: Record<string, string> = {}
  for (const issue of parsed.error.issues) {
    const bounds = { ...('minimum' in issue && { minimum: Number(issue.minimum) }), ...('maximum' in issue && { maximum: Number(issue.maximum) }) }
    wrong[String(issue.path[0] ?? '')] ??= say(codeOf(issue), bounds)
  }
  return wrong
}

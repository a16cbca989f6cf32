/** Whatever is sent to any endpoint, the answer is never a 500: fast-check makes input from each contract's own shapes, whole and mangled. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { urlOf } from '#platform/client.ts'
import type { Endpoint } from '#platform/contract.ts'
import { rooms } from '#src/rooms.ts'
import { type Spil, spil } from './spil.ts'

type Schema = Readonly<Record<string, unknown>>
const known: string[] = []

const nasty = fc.constantFrom(
  '',
  ' ',
  '\u0000',
  "' or 1=1 --",
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '\ud800',
  '💥'.repeat(40),
  'a'.repeat(5000),
  '%00',
  '{{7*7}}',
  '-1',
  '1e309',
  'null',
)

/** Values that fit the schema most of the time; formats that no generator knows become plain strings, which is bad input and as welcome. */
function fitting(schema: Schema): fc.Arbitrary<unknown> {
  const { type, format } = schema
  if ('const' in schema) return fc.constant(schema.const)
  if (Array.isArray(schema.enum)) return fc.constantFrom(...(schema.enum as unknown[]))
  const options = (schema.anyOf ?? schema.oneOf) as Schema[] | undefined
  if (options) return fc.oneof(...options.map(fitting))
  if (type === 'string') return text(String(format ?? ''), schema)
  if (type === 'integer' || type === 'number')
    return fc.integer({ min: Math.max(Number(schema.minimum ?? -10), -1_000_000), max: Math.min(Number(schema.maximum ?? 1000), 1_000_000) })
  if (type === 'boolean') return fc.boolean()
  if (type === 'null') return fc.constant(null)
  if (Array.isArray(schema.prefixItems)) return fc.tuple(...(schema.prefixItems as Schema[]).map(fitting))
  if (type === 'array') return fc.array(fitting((schema.items ?? {}) as Schema), { maxLength: 3 })
  if (type === 'object') return object(schema)
  return fc.jsonValue({ maxDepth: 2 })
}

function text(format: string, schema: Schema): fc.Arbitrary<unknown> {
  if (format === 'uuid')
    return fc.oneof(
      fc.uuid(),
      fc.nat().map((n) => known[n % Math.max(known.length, 1)] ?? 'none'),
    )
  if (format === 'date-time') return fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-01-01') }).map((date) => date.toISOString())
  if (format === 'email') return fc.emailAddress()
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc.string({ unit: 'grapheme', minLength: Number(schema.minLength ?? 0), maxLength: Math.min(Number(schema.maxLength ?? 60), 200) }),
    },
    { weight: 1, arbitrary: nasty },
  )
}

function object(schema: Schema): fc.Arbitrary<unknown> {
  const required = new Set((schema.required ?? []) as string[])
  const fields = Object.entries((schema.properties ?? {}) as Record<string, Schema>)
  return fc.record(
    Object.fromEntries(fields.map(([name, one]) => [name, required.has(name) ? fitting(one) : fc.option(fitting(one), { nil: undefined })])),
  )
}

/** One part replaced by anything at all. */
function mangled(whole: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const rubbish = fc.oneof(fc.jsonValue({ maxDepth: 2 }), nasty)
  return fc.tuple(whole, fc.nat(), rubbish).map(([value, at, other]) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return other
    const keys = Object.keys(value)
    return keys.length === 0 ? other : { ...value, [keys[at % keys.length] ?? 'x']: other }
  })
}

const arbitraryOf = (shape: z.ZodType): fc.Arbitrary<unknown> => {
  const whole = fitting(z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }) as Schema)
  return fc.oneof({ weight: 2, arbitrary: whole }, { weight: 1, arbitrary: mangled(whole) })
}

function inputOf(endpoint: Endpoint): fc.Arbitrary<{ params?: Record<string, unknown>; query?: Record<string, unknown>; body?: unknown }> {
  const parts: Record<string, fc.Arbitrary<unknown>> = {}
  for (const part of ['params', 'query', 'body'] as const) if (endpoint[part]) parts[part] = arbitraryOf(endpoint[part])
  return fc.record(parts) as never
}

/** Percent-encoding refuses half a surrogate pair; a client cannot send that in a URL. */
function pathOf(endpoint: Endpoint, input: { params?: Record<string, unknown>; query?: Record<string, unknown> }): string | undefined {
  try {
    return urlOf(endpoint, { params: Object(input.params), query: Object(input.query) })
  } catch {
    return undefined
  }
}

describe('any input', () => {
  let app: Spil
  const tokens: string[] = []
  beforeAll(async () => {
    app = await spil()
    const admin = await app.administrator()
    const reporter = await app.member('reporter')
    tokens.push(admin.token, reporter.token, '')
    const opened = await app.server.inject({
      method: 'POST',
      url: '/api/desk/cases',
      headers: { authorization: `Bearer ${reporter.token}` },
      payload: { kind: 'incident', title: 'Beamer doet het niet', text: 'Lokaal 12', impact: 'group', urgency: 'normal' },
    })
    expect(opened.statusCode).toBe(201)
    known.push(admin.id, reporter.id, admin.organisationId, opened.json().id)
  })
  afterAll(() => app[Symbol.asyncDispose]())

  const all = rooms.flatMap((room) => Object.entries(room.contract).map(([name, endpoint]) => [`${room.name}.${name}`, endpoint] as const))
  test.each(all)('%s', async (_operation, endpoint) => {
    await fc.assert(
      fc.asyncProperty(inputOf(endpoint), fc.nat({ max: 2 }), nasty, async (input, who, bytes) => {
        const url = pathOf(endpoint, input)
        fc.pre(url !== undefined)
        const reply = await app.server.inject({
          method: endpoint.method,
          url,
          headers: {
            ...(tokens[who] && { authorization: `Bearer ${tokens[who]}` }),
            ...(endpoint.accepts
              ? { 'content-type': endpoint.accepts.includes('*') ? 'text/plain' : endpoint.accepts }
              : input.body !== undefined && { 'content-type': 'application/json' }),
          },
          ...(endpoint.accepts ? { payload: bytes } : input.body !== undefined && { payload: JSON.stringify(input.body) }),
        })
        expect({ status: reply.statusCode, body: reply.statusCode >= 500 ? reply.body : '' }).toEqual({
          status: expect.toSatisfy((status: number) => status < 500),
          body: '',
        })
      }),
      { numRuns: 25 },
    )
  })
})

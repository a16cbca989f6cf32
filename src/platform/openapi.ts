/** OpenAPI 3.1 from the contracts: the same shapes that validate. */
import * as z from 'zod'
import { type Endpoint, ProblemShape } from './contract.ts'
import type { Room } from './room.ts'

const schemaOf = (shape: z.ZodType, io: 'input' | 'output'): Record<string, unknown> => {
  const { $schema, ...schema } = z.toJSONSchema(shape, { io, unrepresentable: 'any' }) as Record<string, unknown>
  return schema
}

const json = (shape: z.ZodType, io: 'input' | 'output') => ({ 'application/json': { schema: schemaOf(shape, io) } })

const parameters = (where: 'path' | 'query', shape: z.ZodObject | undefined) =>
  Object.entries(shape?.shape ?? {}).map(([name, one]) => ({
    name,
    in: where,
    required: where === 'path' || !(one as z.ZodType).safeParse(undefined).success,
    schema: schemaOf(one as z.ZodType, 'input'),
  }))

const boundOf = ({ maxBytes }: Endpoint) => (maxBytes === undefined ? 'SPIL_MAX_UPLOAD_MB (25 MB unless set)' : `${maxBytes} bytes`)

function responses(endpoint: Endpoint): Record<string, unknown> {
  const status = endpoint.status ?? (endpoint.method === 'POST' ? 201 : 200)
  const content = endpoint.produces ? { [endpoint.produces]: { schema: { type: 'string', format: 'binary' } } } : json(endpoint.reply, 'output')
  const lists = endpoint.query && 'after' in endpoint.query.shape
  const fails = Map.groupBy(Object.entries({ ...endpoint.fails, ...(lists && { 'platform.after': 400 }) }), ([, code]) => code)
  const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }
  return {
    [status]: { description: 'Done', ...(status === 204 ? {} : { content }) },
    ...Object.fromEntries([...fails].map(([code, list]) => [code, { description: list.map(([key]) => key).join(', '), content: problem }])),
    ...(endpoint.accepts && { 413: { description: `files.tooLarge: more than ${boundOf(endpoint)}`, content: problem } }),
    '4XX': { description: 'Refused, with the reason', content: problem },
  }
}

function operation(room: Room, name: string, endpoint: Endpoint): Record<string, unknown> {
  return {
    operationId: `${room.name}.${name}`,
    summary: endpoint.summary,
    tags: [room.name],
    'x-may': endpoint.may,
    ...(endpoint.may === 'anyone' ? { security: [] } : {}),
    parameters: [...parameters('path', endpoint.params), ...parameters('query', endpoint.query)],
    ...(endpoint.accepts
      ? { requestBody: { required: true, content: { [endpoint.accepts]: { schema: { type: 'string', format: 'binary' } } } } }
      : {}),
    ...(endpoint.body ? { requestBody: { required: true, content: json(endpoint.body, 'input') } } : {}),
    responses: responses(endpoint),
  }
}

export interface Description {
  openapi: string
  info: { title: string; version: string; description: string }
  paths: Record<string, Record<string, Record<string, unknown>>>
  components: unknown
  security: unknown
}

export function openapi(rooms: readonly Room[], version: string): Description {
  const paths: Description['paths'] = {}
  for (const room of rooms)
    for (const [name, endpoint] of Object.entries(room.contract)) {
      const at = endpoint.path.replace('{+', '{')
      const path = paths[at] ?? {}
      path[endpoint.method.toLowerCase()] = operation(room, name, endpoint)
      paths[at] = path
    }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Spil',
      version,
      description:
        'Everything the screens do. Lists use keyset paging (`next` goes back as `after`); unsafe requests accept an Idempotency-Key; failures are RFC 9457 problems.',
    },
    paths,
    components: {
      schemas: { Problem: schemaOf(ProblemShape, 'output') },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' }, session: { type: 'apiKey', in: 'cookie', name: 'spil_session' } },
    },
    security: [{ bearer: [] }, { session: [] }],
  }
}

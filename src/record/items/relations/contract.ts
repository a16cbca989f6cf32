import * as z from 'zod'
import { contract, event, Id, Instant, line } from '#platform/contract.ts'
import { ItemRef, Names, StateName } from '../contract.ts'
import { Key, Words } from '../kinds/contract.ts'

/** Which way a failure goes: back (what it goes to fails, what it comes from is hit), forward (the other way round), or none. */
export const carryings = ['back', 'forward', 'none'] as const
export const RelationKind = z.object({
  names: Words.describe('From here: depends on'),
  back: Words.describe('From the other side: is needed by'),
  carries: z.enum(carryings),
})
export type RelationKind = z.infer<typeof RelationKind>
const KnownRelationKind = z.object({ key: Key, ...RelationKind.shape, shipped: z.boolean(), version: z.int() })
export type KnownRelationKind = z.infer<typeof KnownRelationKind>

const Port = line(60).nullable()
const Group = z.object({ id: z.int(), name: z.string(), needed: z.int(), of: z.int().describe('Relations in it that hold now') })
export const Relation = z.object({
  id: Id,
  kind: Key,
  /** As it reads from the item that was asked about. */
  direction: z.enum(['forward', 'back']),
  label: z.string(),
  other: z.object({ ...Names.shape, state: StateName }),
  port: z.string().nullable().describe('On this item'),
  otherPort: z.string().nullable(),
  note: z.string().nullable(),
  groupId: z.int().nullable(),
  validFrom: Instant,
  validUntil: Instant.nullable(),
})
export type Relation = z.infer<typeof Relation>
export const Relations = z.object({ items: z.array(Relation), groups: z.array(Group), more: z.boolean().describe('There are more than 500') })
export type Relations = z.infer<typeof Relations>

export const NewRelation = z.object({
  kind: Key,
  other: ItemRef,
  direction: z.enum(['forward', 'back']).default('forward').describe('back: from the other item to this one'),
  port: Port.optional(),
  otherPort: Port.optional(),
  note: line(500).nullable().optional(),
  validFrom: Instant.optional().describe('Else now'),
  validUntil: Instant.nullable().optional(),
})
export type NewRelation = z.output<typeof NewRelation>

const Node = z.object({ ...Names.shape, state: StateName, depth: z.int(), more: z.int().describe('Relations that are not drawn') })
export const Surroundings = z.object({
  nodes: z.array(Node),
  edges: z.array(
    z.object({
      ...{ id: Id, from: Id, to: Id, kind: Key, label: z.string(), fromPort: z.string().nullable(), toPort: z.string().nullable() },
      group: z.string().nullable().describe('n of m needed'),
    }),
  ),
})
export type Surroundings = z.infer<typeof Surroundings>

const ofItem = z.object({ id: ItemRef })
const notFound = { 'platform.notFound': 404 } as const
export const itemRelations = contract({
  relations: {
    method: 'GET',
    path: '/api/items/{id}/relations',
    may: 'items.read',
    summary: 'What an item hangs together with, both ways; at most 500',
    params: ofItem,
    query: z.object({ past: z.stringbool().default(false).describe('Also what ended, and what has not begun') }),
    reply: Relations,
    fails: notFound,
  },
  relate: {
    method: 'POST',
    path: '/api/items/{id}/relations',
    may: 'items.work',
    summary: 'Says that an item hangs together with another',
    params: ofItem,
    body: NewRelation,
    reply: Relations,
    status: 201,
    fails: {
      ...notFound,
      'items.relations.noSuchKind': 400,
      'items.relations.itself': 400,
      'items.relations.thereAlready': 409,
      'items.relations.portTaken': 409,
      'items.relations.period': 400,
    },
  },
  unrelate: {
    method: 'POST',
    path: '/api/items/{id}/relations/{relationId}/end',
    may: 'items.work',
    summary: 'A relation holds no longer, from now or from another moment; that it was there is kept',
    params: z.object({ id: ItemRef, relationId: Id }),
    query: z.object({ at: Instant.optional().describe('Else now; before it began: it never held') }),
    reply: Relations,
    status: 200,
    fails: notFound,
  },
  group: {
    method: 'PUT',
    path: '/api/items/{id}/groups',
    may: 'items.work',
    summary: 'Of these relations so many are needed: the item is hit only when fewer are left. `needed` 0 takes the group away',
    params: ofItem,
    body: z.object({ name: line(60), needed: z.int().min(0).max(500), relationIds: z.array(Id).max(500) }),
    reply: Relations,
    fails: { ...notFound, 'items.relations.notInGroup': 400, 'items.relations.tooFew': 400 },
  },
  surroundings: {
    method: 'GET',
    path: '/api/items/{id}/surroundings',
    may: 'items.read',
    summary: 'Items around an item, to draw: so many steps away, at most 150',
    params: ofItem,
    query: z.object({ depth: z.coerce.number().int().min(1).max(4).default(2) }),
    reply: Surroundings,
    fails: notFound,
  },
  relationKinds: {
    method: 'GET',
    path: '/api/items/relation-kinds/{organisationId}',
    may: 'items.read',
    summary: 'The kinds of relations: those that come with Spil, and the organisation’s own',
    params: z.object({ organisationId: Id }),
    reply: z.object({ items: z.array(KnownRelationKind) }),
    fails: notFound,
  },
  saveRelationKind: {
    method: 'PUT',
    path: '/api/items/relation-kinds/{organisationId}/{key}',
    may: 'items.configure',
    summary: 'Adds a kind of relation (version 0), or changes its names; which way failure goes stays as it was',
    params: z.object({ organisationId: Id, key: Key }),
    body: z.object({ version: z.int().min(0), kind: RelationKind }),
    reply: KnownRelationKind,
    fails: { ...notFound, 'items.relations.kindChanged': 409, 'items.relations.carriesFixed': 409, 'items.relations.kindShipped': 409 },
  },
})

const ofOne = { relationId: Id, kind: z.string(), fromId: Id, toId: Id }
export const related = event('items.related', z.object(ofOne))
export const unrelated = event('items.unrelated', z.object(ofOne))
export const grouped = event('items.grouped', z.object({ itemId: Id, needed: z.int(), of: z.int() }))

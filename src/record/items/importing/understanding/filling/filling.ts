/** What rows name is found, and each becomes an item as it would be kept: by the same rules as one that somebody fills in. */
import type { Context } from '#platform/room.ts'
import type { ChangedItem } from '../../../contract.ts'
import { type Coming, type Filled, fillChanges, fillNew, refusedMove, refusedUsers } from '../../../filling/filling.ts'
import { changesBetween } from '../../../history/history.ts'
import type { Kinds } from '../../../kinds/kinds.ts'
import { type Db, listUsers } from '../../../store.ts'
import { cut } from '../../values/rules.ts'
import { Items, type Place, Places, peopleCalled, placesOf, wayTo } from '../reads.ts'
import { type Given, inChunks, type Line, type Named, type Said, type Understood } from '../rules.ts'

interface Naming {
  of: Record<Named['of'], (word: string) => ReadonlySet<string>>
  places: ReadonlyMap<string, Place>
}
const nameOf = ({ said, before }: Line) => said.wish.name ?? before?.name ?? ''
const codeOf = ({ said, before }: Line) => (said.wish.code === undefined ? (before?.code ?? null) : said.wish.code)

/** People, places and items that the rows can mean: of the organisation, and those that the file brings. */
async function namingOf(ctx: Context, organisationId: string, lines: readonly Line[]): Promise<Naming> {
  const known = await placesOf(ctx, organisationId)
  const people = await peopleCalled(ctx, organisationId)
  const [places, items] = [new Places(known), new Items()]
  const words = lines.flatMap(({ said }) => [
    ...said.relations.flatMap((one) => one.words),
    ...said.named.flatMap((one) => (one.of === 'item' ? one.words : [])),
  ])
  await items.load(ctx, organisationId, words)
  for (const line of lines) {
    const { id, said, before } = line
    const one = { id, name: nameOf(line), code: codeOf(line) }
    items.add(one)
    if (said.kind !== 'location') continue
    const around = said.named.find(({ of }) => of === 'place')?.words[0] ?? (before ? wayTo(known, before.locationId ?? '').join('/') : '')
    places.add({ ...one, way: around ? `${around}/${one.name}` : one.name })
  }
  return { of: { person: people, place: (word) => places.get(word), item: (word) => items.get(word) }, places: known }
}

type Wish = Omit<ChangedItem, 'version' | 'why'>
/** What a row says with ids in the place of words. What is not found, or could be several, is told. */
function wishOf(line: Line, naming: Naming, given: Given, understood: Understood): Wish {
  const { said } = line
  const weight = given.mapping.unknown === 'leave' ? 'warning' : 'error'
  const find = (of: Named['of'], word: string, column: string): string | undefined => {
    const found = naming.of[of](word)
    if (found.size === 1) return [...found][0]
    const code = `items.importing.${of}.${found.size === 0 ? 'none' : 'several'}`
    understood.faults.add(said.row, { column, weight, code, given: { value: cut(word, 100) } })
    return undefined
  }
  const wish: Wish = { ...said.wish, attributes: { ...said.wish.attributes } }
  for (const { field, of, words, column } of said.named) {
    const ids = words.flatMap((word) => find(of, word, column) ?? [])
    const [id] = ids
    if (id === undefined) continue
    if (field === 'userIds') wish.userIds = ids
    else if (field === 'ownerId' || field === 'locationId') wish[field] = id
    else if (wish.attributes) wish.attributes[field.slice('attributes.'.length)] = id
  }
  for (const { kind, direction, words, column } of said.relations)
    for (const word of words) {
      const other = find('item', word, column)
      if (other === undefined) continue
      if (other === line.id) understood.faults.add(said.row, { column, weight: 'error', code: 'items.relations.itself', given: {} })
      else {
        const [fromId, toId] = direction === 'back' ? [other, line.id] : [line.id, other]
        understood.relate.push({ kind, fromId, toId, row: said.row })
      }
    }
  return wish
}

/** What the rules of every item say against it, at the column it came from; where the file has none, with the name of the field. */
function refuse({ wrong, row }: Filled, said: Said, kinds: Kinds, understood: Understood): void {
  for (const { field, code } of wrong) {
    const names = kinds.get(row.kind)?.attributes.find(({ key }) => field === key || field === `attributes.${key}`)?.names
    understood.faults.add(said.row, { column: said.columns.get(field) ?? null, weight: 'error', code, given: { field, ...names } })
  }
}

async function fillSome(ctx: Context, given: Given, kinds: Kinds, lines: readonly Line[], naming: Naming, coming: Coming, understood: Understood) {
  const wished = lines.map((line) => ({ line, wish: wishOf(line, naming, given, understood) }))
  const fresh = wished.filter(({ line }) => !line.before)
  for (const { line } of fresh)
    if (!line.said.wish.name)
      understood.faults.add(line.said.row, {
        column: line.said.columns.get('name') ?? null,
        weight: 'error',
        code: 'items.importing.noName',
        given: {},
      })
  const made = await fillNew(
    ctx,
    given.organisationId,
    kinds,
    fresh.map(({ line, wish: { attributes, ...wish } }) => {
      const kept = Object.fromEntries(Object.entries(attributes ?? {}).flatMap(([key, value]) => (value === null ? [] : [[key, value]])))
      return { ...wish, attributes: kept, name: wish.name ?? '', kind: line.said.kind, id: line.id }
    }),
    coming,
  )
  made.forEach((filled, at) => {
    const said = fresh[at]?.line.said
    if (!said) return
    refuse(filled, said, kinds, understood)
    understood.make.push({ filled, row: said.row })
  })
  const there = wished.flatMap(({ line, wish }) => (line.before ? [{ said: line.said, before: line.before, wish }] : []))
  const users = Map.groupBy(
    await listUsers(
      ctx.db as Db,
      there.map(({ before }) => before.id),
    ),
    ({ itemId }) => itemId,
  )
  const changing = there.map(({ before, wish }) => ({ before, change: wish, userIds: (users.get(before.id) ?? []).map(({ personId }) => personId) }))
  const changed = await fillChanges(ctx, given.organisationId, kinds, changing, coming)
  changed.forEach((after, at) => {
    const [one, what] = [there[at], changing[at]]
    if (!one || !what) return
    refuse(after, one.said, kinds, understood)
    const code = refusedMove(kinds.get(one.before.kind), one.before.state, one.wish.state, 'byHand')
    if (code) understood.faults.add(one.said.row, { column: one.said.columns.get('state') ?? null, weight: 'error', code, given: {} })
    if (refusedUsers(ctx, kinds.get(one.before.kind), what))
      understood.faults.add(one.said.row, { column: one.said.columns.get('userIds') ?? null, weight: 'error', code: 'items.usersProven', given: {} })
    const userIds = [...what.userIds]
    if (after.wrong.length === 0 && changesBetween({ row: one.before, userIds }, after).length === 0) understood.same++
    else understood.change.push({ before: one.before, after, userIds, row: one.said.row })
  })
}

export async function fillLines(ctx: Context, given: Given, kinds: Kinds, lines: readonly Line[], understood: Understood): Promise<void> {
  const naming = await namingOf(ctx, given.organisationId, lines)
  const fresh = lines.filter(({ before }) => !before)
  const coming: Coming = new Map(fresh.map(({ id, said }) => [id, { organisationId: given.organisationId, kind: said.kind }]))
  let done = given.sheet.rows.length - lines.length
  for (const part of inChunks(lines)) {
    await fillSome(ctx, given, kinds, part, naming, coming, understood)
    done += part.length
    await given.tick(done)
  }
  refuseCircles(naming.places, lines[0]?.said.columns.get('locationId') ?? null, understood)
}

/** A place does not lie inside itself, whether by the file alone or by the file and what is there. */
function refuseCircles(places: ReadonlyMap<string, Place>, column: string | null, { make, change, faults }: Understood): void {
  const around = new Map([...places.values()].map(({ id, locationId }) => [id, locationId]))
  const rows = [...make.map(({ filled, row }) => ({ ...filled.row, at: row })), ...change.map(({ after, row }) => ({ ...after.row, at: row }))]
  const moved = rows.filter(({ kind }) => kind === 'location')
  for (const { id, locationId } of moved) around.set(id, locationId)
  const inCircle = circlesIn(around, moved)
  for (const { id, at } of moved) if (inCircle.has(id)) faults.add(at, { column, weight: 'error', code: 'items.locationCircle', given: {} })
}
/** The places that lie in themselves. Each place is passed once, however long the ways are. */
function circlesIn(around: ReadonlyMap<string, string | null>, from: readonly { id: string }[]): Set<string> {
  const passed = new Set<string>()
  const circles = new Set<string>()
  for (const { id } of from) {
    const way: string[] = []
    const onWay = new Map<string, number>()
    let place: string | null = id
    for (; place && !passed.has(place) && !onWay.has(place); place = around.get(place) ?? null) {
      onWay.set(place, way.length)
      way.push(place)
    }
    const begin = place ? onWay.get(place) : undefined
    if (begin !== undefined) for (const one of way.slice(begin)) circles.add(one)
    for (const one of way) passed.add(one)
  }
  return circles
}

/** Who and what the words of a file can mean: people, places and items of the organisation, and items that the file itself brings. */
import { type Kysely, sql } from 'kysely'
import type { Context } from '#platform/room.ts'
import { everybodyIn } from '#record/people/people.ts'
import { itemsCalled } from '../../reads.ts'
import { fold, pathOf } from '../values/rules.ts'

type Ids = ReadonlySet<string>
const nothing: Ids = new Set()
/** Word -> what goes by it. */
export class Words {
  #ids = new Map<string, Set<string>>()
  add(word: string | null | undefined, id: string): void {
    if (!word) return
    const known = this.#ids.get(word)
    if (known) known.add(id)
    else this.#ids.set(word, new Set([id]))
  }
  get(word: string): Ids {
    return this.#ids.get(word) ?? nothing
  }
}

/** By address, or by a name that nobody else has. */
export async function peopleCalled(ctx: Context, organisationId: string): Promise<(word: string) => Ids> {
  const [mails, names, logins] = [new Words(), new Words(), new Words()]
  for (const { id, name, email } of await everybodyIn(ctx, organisationId)) {
    mails.add(email?.toLowerCase(), id)
    names.add(fold(name), id)
    // Snipe-IT and GLPI give the name with which somebody signs in: often what stands before the @.
    logins.add(email?.toLowerCase().split('@')[0], id)
  }
  return (word) => {
    const [mail, name] = [mails.get(word.trim().toLowerCase()), names.get(fold(word))]
    return mail.size > 0 ? mail : name.size > 0 ? name : logins.get(word.trim().toLowerCase())
  }
}

export interface Place {
  id: string
  number: number
  name: string
  code: string | null
  locationId: string | null
}
export async function placesOf(ctx: Context, organisationId: string): Promise<Map<string, Place>> {
  const db: Kysely<unknown> = ctx.db
  const { rows } =
    await sql<Place>`select id, number, name, code, location_id from item where organisation_id = ${organisationId} and kind = 'location'`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}
/** From the outermost place to this one, by name. */
export function wayTo(places: ReadonlyMap<string, Place>, id: string): string[] {
  const way: string[] = []
  for (let place = places.get(id); place && way.length < 30; place = places.get(place.locationId ?? '')) way.unshift(place.name)
  return way
}

/** Places by their whole way first, then by code or number, then by a name that is theirs alone. */
export class Places {
  #ways = new Words()
  #codes = new Words()
  #names = new Words()
  constructor(places: ReadonlyMap<string, Place>) {
    for (const { id, number, name, code } of places.values()) {
      this.add({ id, name, code, way: wayTo(places, id).join('/') })
      this.#codes.add(`i-${number}`, id)
    }
  }
  add({ id, name, code, way }: { id: string; name: string; code: string | null; way: string }): void {
    this.#ways.add(pathOf(way), id)
    this.#codes.add(code && fold(code), id)
    this.#names.add(fold(name), id)
  }
  get(word: string): Ids {
    return [this.#ways.get(pathOf(word)), this.#codes.get(fold(word)), this.#names.get(fold(word))].find(({ size }) => size > 0) ?? nothing
  }
}

/** Items that go by these words, by the database's own folding. */
const inParts = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size))

export interface Signs {
  number: number | null
  code: string | null
  serial: string | null
}
/** For each, the items that have its number, its code or its serial number; the surest of the three first. */
export async function recognised(ctx: Context, organisationId: string, all: readonly Signs[]): Promise<Ids[][]> {
  const found: Ids[][] = []
  const db: Kysely<unknown> = ctx.db
  for (const part of inParts(all, 2000)) {
    const [numbers, codes, serials] = [new Words(), new Words(), new Words()]
    const wanted = part.flatMap(({ number }) => (number === null ? [] : [number]))
    const { rows } =
      wanted.length === 0
        ? { rows: [] }
        : await sql<{
            id: string
            number: number
          }>`select id, number from item where organisation_id = ${organisationId} and number = any (${wanted}::int[])`.execute(db)
    for (const { id, number } of rows) numbers.add(String(number), id)
    for (const { word, id } of await itemsCalled(
      ctx,
      organisationId,
      'code',
      part.flatMap(({ code }) => code ?? []),
    ))
      codes.add(word, id)
    for (const { word, id } of await itemsCalled(
      ctx,
      organisationId,
      'serial',
      part.flatMap(({ serial }) => serial ?? []),
    ))
      serials.add(word, id)
    found.push(
      ...part.map(({ number, code, serial }) =>
        [numbers.get(String(number)), codes.get(code ?? ''), serials.get(serial ?? '')].filter(({ size }) => size > 0),
      ),
    )
  }
  return found
}

/** Items by code or number first, then by a name that is theirs alone. Of the database only what these words ask for. */
export class Items {
  #codes = new Words()
  #names = new Words()
  add({ id, name, code }: { id: string; name: string; code: string | null }): void {
    this.#codes.add(code && fold(code), id)
    this.#names.add(fold(name), id)
  }
  get(word: string): Ids {
    const codes = this.#codes.get(fold(word))
    return codes.size > 0 ? codes : this.#names.get(fold(word))
  }
  async load(ctx: Context, organisationId: string, words: readonly string[]): Promise<void> {
    for (const part of inParts([...new Set(words)], 2000)) {
      for (const { word, id } of await itemsCalled(ctx, organisationId, 'code', part)) this.#codes.add(fold(word), id)
      for (const { word, id } of await itemsCalled(ctx, organisationId, 'name', part)) this.#names.add(fold(word), id)
      const signs = part.map((word) => ({ number: Number(/^i-(\d{1,9})$/i.exec(word)?.[1] ?? -1), code: null, serial: null }))
      const numbered = await recognised(ctx, organisationId, signs)
      part.forEach((word, at) => {
        for (const id of numbered[at]?.[0] ?? []) this.#codes.add(fold(word), id)
      })
    }
  }
}

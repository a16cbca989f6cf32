/** Merging keeps everything, doubles nothing, and an undo leaves no trace but the history. */
import { Readable } from 'node:stream'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Context } from '#platform/room.ts'
import { actorOf } from '#record/people/people.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import {
  addEntry,
  addPerson,
  addTasks,
  aroundCase,
  attachmentsOf,
  caseByNumber,
  linkCases,
  mergeCases,
  openCase,
  peopleOf,
  tasksOf,
  undoMerge,
} from '../cases.ts'

let house: Spil
let engineer: Member
let reporters: Member[]
let watcher: Member
beforeAll(async () => {
  house = await spil()
  engineer = await house.member('engineer')
  reporters = [await house.member('reporter'), await house.member('reporter'), await house.member('reporter'), await house.member('reporter')]
  watcher = await house.member('reporter')
})
afterAll(() => house[Symbol.asyncDispose]())

const by = async <T>(who: Member, run: (ctx: Context) => Promise<T>): Promise<T> => house.app.as(await actorOf(house.app, who.id), run)
const rows = async (text: string, values: unknown[] = []) => (await house.app.pools.owner.query<Record<string, unknown>>(text, values)).rows

/** Tables that say what happened, and which therefore grow; and the one that follows from the merges. */
const history = ['case_change', 'case_moment', 'case_merge', 'case_tree', 'notice']
/** Every row of every table that belongs to the case, as it stands in the database. */
async function dump(id: string): Promise<Record<string, unknown[]>> {
  const tables = await rows(
    `select distinct table_name as name from information_schema.columns where table_schema = 'public' and column_name in ('case_id', 'other_id') order by 1`,
  )
  const all: Record<string, unknown[]> = {
    case: await rows(`select to_jsonb(c) - 'version' - 'updated_at' - 'changed_by' as row from "case" c where id = $1`, [id]),
  }
  for (const { name } of tables) {
    if (history.includes(String(name))) continue
    const where = name === 'case_link' ? 'case_id = $1 or other_id = $1' : 'case_id = $1'
    all[String(name)] = await rows(`select to_jsonb(t) as row from "${name}" t where ${where} order by to_jsonb(t)::text`, [id])
  }
  return all
}

interface Made {
  id: string
  number: string
  reporter: Member
}
/** A case with words, a file, people, a link, a task and a clock; the state as given. */
async function make(at: number, extra: { confidential?: boolean } = {}): Promise<Made> {
  const reporter = reporters[at % reporters.length] ?? engineer
  const file = await house.app.files.put(Readable.from([Buffer.from(`een bestand ${at}`)]), 1000)
  return by(engineer, async (ctx) => {
    const row = await openCase(ctx, {
      organisationId: engineer.organisationId,
      kind: 'incident',
      title: `Geval ${at}`,
      text: `Wat er bij ${at} is`,
      reporterId: reporter.id,
      impact: 'group',
      urgency: 'high',
      channel: 'phone',
      registeredBy: engineer.id,
      attachments: [{ ...file, name: 'foto.txt', type: 'text/plain' }],
      ...extra,
    })
    await addEntry(ctx, { caseId: row.id, authorId: engineer.id, visibility: 'internal', channel: 'portal', kind: 'note', text: `Eerste ${at}` })
    await addPerson(ctx, row, watcher.id, 'participant')
    await addTasks(ctx, row.id, [
      { title: `Taak ${at}`, required: true },
      { title: 'Daarna', after: 0 },
    ])
    return { id: row.id, number: `C-${row.number}`, reporter }
  })
}
const say = (one: Made, text: string) =>
  by(one.reporter, async (ctx) => {
    const entry = await addEntry(ctx, { caseId: one.id, authorId: one.reporter.id, visibility: 'public', channel: 'portal', kind: 'message', text })
    return entry.caseId
  })
/** What the page of that number shows. */
const shown = (number: string) =>
  by(engineer, async (ctx) => {
    const row = await caseByNumber(ctx, number)
    if (!row) throw new Error('no such case')
    const around = await aroundCase(ctx, row, 500)
    return {
      id: row.id,
      entries: around.entries.map(({ text }) => text).sort(),
      merged: around.merged.map((one) => one.id).sort(),
      tasks: (await tasksOf(ctx, row.id)).map(({ id }) => id).sort(),
      files: (await attachmentsOf(ctx, row.id)).map(({ id }) => id).sort(),
      people: (await peopleOf(ctx, row.id)).map(({ personId }) => personId).sort(),
    }
  })

describe('merge and undo', () => {
  test('both records equal what they were, row by row', async () => {
    const [a, b, c] = [await make(0), await make(1), await make(2)]
    await by(engineer, (ctx) => linkCases(ctx, a.id, c.id, 'related'))
    await by(engineer, (ctx) => linkCases(ctx, b.id, c.id, 'related'))
    await by(engineer, (ctx) => linkCases(ctx, a.id, b.id, 'duplicates'))
    const before = [await dump(a.id), await dump(b.id)]
    const merge = await by(engineer, (ctx) => mergeCases(ctx, { caseId: a.id, intoId: b.id }))
    const together = await shown(a.number)
    expect(together.id).toBe(b.id)
    expect(together.entries).toEqual(['Eerste 0', 'Eerste 1'])
    expect(together.tasks).toHaveLength(4)
    expect(together.files).toHaveLength(2)
    expect(together.people).toEqual([a.reporter.id, b.reporter.id, watcher.id].sort())
    const around = await by(engineer, async (ctx) => aroundCase(ctx, (await caseByNumber(ctx, b.number)) as never, 10))
    // Both stood linked to the third: shown once, and not to each other.
    expect(around.links.map(({ id, kind }) => [id, kind])).toEqual([[c.id, 'related']])
    const [row] = await rows('select state, end_reason from "case" where id = $1', [a.id])
    expect(row).toEqual({ state: 'cancelled', end_reason: `Samengevoegd met ${b.number}` })
    await by(engineer, (ctx) => undoMerge(ctx, merge.id))
    expect([await dump(a.id), await dump(b.id)]).toEqual(before)
    expect(Object.keys(before[0] ?? {})).toEqual(expect.arrayContaining(['case', 'entry', 'attachment', 'case_person', 'case_link', 'case_task']))
    for (const table of ['case', 'entry', 'attachment', 'case_person', 'case_link', 'case_task'])
      expect(before[0]?.[table]?.length, table).toBeGreaterThan(0)
    expect(await rows('select * from case_tree where case_id = any ($1)', [[a.id, b.id]])).toEqual([])
  })

  test('what was said on the other since stays there, or goes along with its reporter', async () => {
    for (const takeBack of [false, true]) {
      const [a, b] = [await make(0), await make(1)]
      const merge = await by(engineer, (ctx) => mergeCases(ctx, { caseId: a.id, intoId: b.id }))
      expect(await say(a, 'Van de melder van A')).toBe(b.id)
      await say(b, 'Van de melder van B')
      await by(engineer, (ctx) => undoMerge(ctx, merge.id, takeBack))
      expect((await shown(a.number)).entries).toEqual(takeBack ? ['Eerste 0', 'Van de melder van A'] : ['Eerste 0'])
      expect((await shown(b.number)).entries).toEqual(['Eerste 1', ...(takeBack ? [] : ['Van de melder van A']), 'Van de melder van B'])
    }
  })
})

interface Tree {
  /** Which case each of them was merged into, and by which merge. */
  into: Map<number, { at: number; id: string }>
}
const rootOf = ({ into }: Tree, one: number): number => {
  const next = into.get(one)
  return next ? rootOf({ into }, next.at) : one
}
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('merge' as const), one: fc.nat(3), other: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('undo' as const), one: fc.nat(3), other: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('say' as const), one: fc.nat(3), other: fc.nat(3) }) },
)

test('any sequence of merges, undos and words loses nothing and doubles nothing; undoing all gives the beginning', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), fc.infiniteStream(fc.nat(9)), async (steps, dice) => {
      const cases: Made[] = []
      for (let at = 0; at < 4; at++) cases.push(await make(at))
      const before: Record<string, unknown[]>[] = []
      for (const { id } of cases) before.push(await dump(id))
      const tree: Tree = { into: new Map() }
      const said = cases.map((_, at) => [`Eerste ${at}`])
      for (const [place, { do: what, one, other }] of steps.entries()) {
        const made = cases[one] as Made
        if (what === 'say') {
          await say(made, `Woord ${place}`)
          said[rootOf(tree, one)]?.push(`Woord ${place}`)
        } else if (what === 'merge') await tryMerge(cases, tree, one, other)
        else {
          const merge = tree.into.get(one)
          if (!merge) continue
          await by(engineer, (ctx) => undoMerge(ctx, merge.id))
          tree.into.delete(one)
        }
        await sameAsTree(cases, tree, said)
      }
      while (tree.into.size > 0) {
        const all = [...tree.into.keys()]
        const one = all[Number(dice.next().value) % all.length] as number
        await by(engineer, (ctx) => undoMerge(ctx, tree.into.get(one)?.id ?? ''))
        tree.into.delete(one)
      }
      for (const [at, { id }] of cases.entries()) {
        const { entry, ...rest } = await dump(id)
        const { entry: first, ...was } = before[at] ?? {}
        expect(rest).toEqual(was)
        const texts = (entry as { row: { text: string } }[]).map(({ row }) => row.text)
        expect([...texts].sort()).toEqual([...(said[at] ?? [])].sort())
        expect(entry).toEqual(expect.arrayContaining(first ?? []))
      }
    }),
    { numRuns: 12 },
  )
}, 120_000)

async function tryMerge(cases: readonly Made[], tree: Tree, one: number, other: number): Promise<void> {
  const from = rootOf(tree, one)
  const to = rootOf(tree, other)
  const merging = by(engineer, (ctx) => mergeCases(ctx, { caseId: cases[one]?.id ?? '', intoId: cases[other]?.id ?? '' }))
  if (from === to) await expect(merging).rejects.toMatchObject({ code: 'cases.mergeSame' })
  else tree.into.set(from, { at: to, id: (await merging).id })
}

/** Each number shows exactly what was said on its root and on all that lead there. */
async function sameAsTree(cases: readonly Made[], tree: Tree, said: readonly string[][]): Promise<void> {
  for (const [at, { number }] of cases.entries()) {
    const root = rootOf(tree, at)
    const family = cases.map((_, other) => other).filter((other) => rootOf(tree, other) === root)
    const page = await shown(number)
    expect(page.id).toBe(cases[root]?.id)
    expect(page.entries).toEqual(family.flatMap((one) => said[one] ?? []).sort())
    expect(page.merged).toEqual(
      family
        .filter((one) => one !== root)
        .map((one) => cases[one]?.id)
        .sort(),
    )
    expect(page.tasks).toHaveLength(2 * family.length)
    expect(page.files).toHaveLength(family.length)
  }
}

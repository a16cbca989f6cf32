/** Doing and undoing, a few cases at a time: each together with its mark, so that a crash leaves nothing half done and nothing is done twice. */
import { sql } from 'kysely'
import * as z from 'zod'
import { type App, type Context, job, Problem } from '#platform/room.ts'
import {
  addEntry,
  addPerson,
  assignCase,
  type CaseRow,
  editCase,
  findCase,
  linkCases,
  linksOf,
  moveCase,
  peopleOf,
  removePerson,
  unwatch,
  watch,
  watchersOf,
} from '#record/cases/cases.ts'
import { explainOn } from '#record/cases/explanations/explanations.ts'
import { restoreCase, snapshotOf, unlinkCases } from '#record/cases/restoring/restoring.ts'
import { actorOf, membersWith, rolesOf, teamById } from '#record/people/people.ts'
import { type BulkAction, bulkEnded } from './contract.ts'
import { type BulkRow, countItems, type Db, type ItemRow, markItem, nextItems, readBulk, setState, type Was } from './store.ts'

const atOnce = 20
type Mark = Omit<ItemRow, 'caseId' | 'place'>
const marked = (state: ItemRow['state'], more: Partial<Mark> = {}): Mark => ({
  state,
  was: null,
  versionAfter: null,
  code: null,
  given: null,
  ...more,
})

/** The others of the action must fit the organisation of the case. */
async function fits(ctx: Context, action: BulkAction, { organisationId }: CaseRow): Promise<void> {
  if (!ctx.actor.scopes.work.includes(organisationId)) throw new Problem('platform.notAllowed', 403)
  if (action.do === 'assign') {
    const { assigneeId, teamId } = action
    if (assigneeId && !(await membersWith(ctx, 'desk.work', organisationId)).some(({ id }) => id === assigneeId))
      throw new Problem('desk.noSuchPerson', 400)
    if (teamId && (await teamById(ctx, teamId))?.organisationId !== organisationId) throw new Problem('desk.noSuchTeam', 400)
  }
  if (
    (action.do === 'person' || action.do === 'watch') &&
    !(await rolesOf(ctx, action.personId)).some((role) => role.organisationId === organisationId)
  )
    throw new Problem('desk.noSuchPerson', 400)
}

/** Does it with one case; what it was before, for undoing. */
async function act(ctx: Context, action: BulkAction, row: CaseRow): Promise<Was> {
  await fits(ctx, action, row)
  const { version, id } = row
  const snapshot = snapshotOf(row)
  if (action.do === 'assign') await assignCase(ctx, id, { version, assigneeId: action.assigneeId, teamId: action.teamId })
  if (action.do === 'priority') await editCase(ctx, id, { version, priority: action.priority, priorityReason: action.reason })
  if (action.do === 'move') {
    const { do: _, ...move } = action
    await moveCase(ctx, { ...move, caseId: id, by: ctx.actor.scopes.lead.includes(row.organisationId) ? 'lead' : 'engineer' })
  }
  if (action.do === 'entry') {
    const { visibility, text } = action
    const kind = visibility === 'public' ? 'message' : 'note'
    await addEntry(ctx, { caseId: id, authorId: ctx.actor.personId, visibility, text, channel: 'portal', kind })
  }
  if (action.do === 'person') {
    const there = (await peopleOf(ctx, id)).some(({ personId }) => personId === action.personId)
    await addPerson(ctx, row, action.personId, 'participant')
    return { snapshot, there }
  }
  if (action.do === 'watch') {
    const there = (await watchersOf(ctx, row)).some(({ person }) => person?.id === action.personId)
    if (!there) await watch(ctx, row, { personId: action.personId }, 'everything')
    return { snapshot, there }
  }
  if (action.do === 'link') {
    const other = await findCase(ctx, action.other)
    if (!other || other.id === id) throw new Problem('platform.notFound', 404)
    const there = (await linksOf(ctx, id)).some((link) => link.id === other.id)
    await linkCases(ctx, id, other.id, action.kind)
    return { snapshot, there }
  }
  return { snapshot }
}

async function undo(ctx: Context, action: BulkAction, row: CaseRow, item: ItemRow): Promise<Mark> {
  await fits(ctx, { do: 'move', move: 'take' }, row)
  if (row.version !== item.versionAfter) return marked('left', { code: 'desk.bulk.changedSince' })
  if (action.do === 'person') {
    if (!item.was?.there) await removePerson(ctx, row, action.personId)
  } else if (action.do === 'watch') {
    if (!item.was?.there) await unwatch(ctx, row, { personId: action.personId })
  } else if (action.do === 'link') {
    const other = await findCase(ctx, action.other)
    if (other && !item.was?.there) await unlinkCases(ctx, row.id, other.id)
  } else if (item.was) await restoreCase(ctx, row.id, row.version, item.was.snapshot)
  return marked('undone')
}

/** What the sentence of a refusal names. */
const wordsIn = (data: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(data ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))

/** What came of it, written down; what was refused is rolled back to before it. */
async function oneItem(ctx: Context, bulk: BulkRow, item: ItemRow, total: number, back: boolean): Promise<void> {
  const db = ctx.db as Db
  await sql`savepoint one_case`.execute(db)
  let mark: Mark
  try {
    const row = await findCase(ctx, item.caseId, true)
    if (!row) throw new Problem('platform.notFound', 404)
    mark = back ? await undo(ctx, bulk.action, row, item) : marked('done', { was: await act(ctx, bulk.action, row) })
    const after = mark.state === 'left' ? undefined : await findCase(ctx, item.caseId)
    // Whoever took their own access away cannot read it any more.
    if (after) {
      mark = { ...mark, ...(!back && { versionAfter: after.version }) }
      const given = { count: total }
      await explainOn(ctx, after, { source: 'bulk', sourceId: bulk.id, version: 1, key: back ? 'desk.bulk.back' : 'desk.bulk.part', given })
    }
    await sql`release savepoint one_case`.execute(db)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    await sql`rollback to savepoint one_case`.execute(db)
    mark = marked(back ? 'left' : 'refused', { code: error.code, given: wordsIn(error.data) })
  }
  await markItem(db, bulk.id, { place: item.place, ...mark })
}

/** The next few; false when there are none left. */
async function someItems(ctx: Context, bulkId: string, total: number, back: boolean): Promise<boolean> {
  const db = ctx.db as Db
  const bulk = await readBulk(db, bulkId)
  if (!bulk) return false
  const items = await nextItems(db, bulkId, back ? 'done' : 'pending', atOnce)
  for (const item of items) await oneItem(ctx, bulk, item, total, back)
  return items.length > 0
}

async function end(app: App, bulkId: string, total: number, back: boolean): Promise<void> {
  await app.asSystem(async (ctx) => {
    const bulk = await readBulk(ctx.db, bulkId)
    if (!bulk || !(await setState(ctx.db, bulkId, back ? 'undoing' : 'running', back ? 'undone' : 'done', ctx.now))) return
    const { done = 0, refused = 0, left = 0 } = (await countItems(ctx.db, [bulkId])).get(bulkId) ?? {}
    const about = { about: `bulk/${bulkId}`, organisationId: null, people: [bulk.byId] }
    await ctx.emit(bulkEnded, { ...about, data: { bulkId, do: bulk.action.do, total, state: back ? 'undone' : 'done', done, refused, left } })
  })
}

const payload = z.object({ bulkId: z.uuid(), personId: z.uuid(), total: z.int(), back: z.boolean() })
/** `personId`: as whom; what they may do at that moment decides. */
export const workThrough = job({
  name: 'desk.bulk.workThrough',
  payload,
  async run({ bulkId, personId, total, back }, app, signal) {
    const actor = await actorOf(app, personId)
    while (await app.as(actor, (ctx) => someItems(ctx, bulkId, total, back))) if (signal.aborted) throw new Error('stopped; it goes on where it was')
    await end(app, bulkId, total, back)
  },
})

/** Rules of a case: every move from every state by everybody, priority, numbers, files; and what the database itself refuses. */
import { describe, expect, test } from 'vitest'
import { actorOf } from '#record/people/people.ts'
import { spil } from '#test/spil.ts'
import { addEntry, addPerson, caseById, entriesOf, moveCase, openCase } from './cases.ts'
import { everyMove, impacts, type Mover, movers, type State, states, urgencies, usualMatrix } from './contract.ts'
import { propose } from './priority/rules.ts'
import { decide, numberIn, safeName, snippet, typeOf, wordsOf } from './rules.ts'

const now = new Date('2026-03-10T12:00:00Z')
const given = { done: 'a', tested: 'b', reason: 'c', for: 'supplier', text: 'd' } as const

/** The machine once more, written as sentences: from state, move, who, to state. */
const allowed = `
new,take,engineer lead,inProgress inProgress,take,engineer lead,inProgress reopened,take,engineer lead,inProgress waiting,take,engineer lead,waiting
new,wait,engineer lead,waiting inProgress,wait,engineer lead,waiting reopened,wait,engineer lead,waiting waiting,wait,engineer lead,waiting
waiting,resume,engineer lead system,inProgress
new,solve,engineer lead,solved inProgress,solve,engineer lead,solved reopened,solve,engineer lead,solved waiting,solve,engineer lead,solved
solved,confirm,reporter engineer lead,closed closed,askAgain,reporter system,solved reopened,askAgain,reporter system,solved solved,reject,reporter engineer lead system,reopened solved,close,engineer lead system,closed
closed,reopen,reporter engineer lead system,reopened cancelled,reopen,engineer lead system,reopened
new,cancel,reporter engineer lead,cancelled inProgress,cancel,reporter engineer lead,cancelled
reopened,cancel,reporter engineer lead,cancelled waiting,cancel,reporter engineer lead,cancelled`
const table = new Map(
  [...allowed.matchAll(/(\w+),(\w+),([\w ]+?),(\w+)/g)].map(([, from, move, by = '', to]) => [`${from} ${move}`, { by: by.split(' '), to }]),
)

describe('the state machine', () => {
  test.each(states.flatMap((from) => everyMove.map((move) => [from, move] as const)))('%s, %s', (from, move) => {
    for (const by of movers) {
      const decided = decide({ state: from, closedAt: now.toISOString(), waitingFor: from === 'waiting' ? 'supplier' : null }, move, by, given, now)
      const row = table.get(`${from} ${move}`)
      if (row?.by.includes(by)) expect(decided, by).toEqual({ to: row.to })
      else expect(decided, by).toHaveProperty('refused')
    }
  })
  test('what a move needs', () => {
    const at = (state: State, move: (typeof everyMove)[number], fields: object, by: Mover = 'engineer') =>
      decide({ state, closedAt: '2026-02-01T00:00:00Z', waitingFor: 'reporter' }, move, by, fields, now)
    expect(at('new', 'solve', { tested: 'x' })).toEqual({ refused: 'cases.doneNeeded' })
    expect(at('new', 'solve', { done: 'x', tested: '  ' })).toEqual({ refused: 'cases.testedNeeded' })
    expect(at('new', 'wait', {})).toEqual({ refused: 'cases.forNeeded' })
    expect(at('new', 'wait', { for: 'moment' })).toEqual({ refused: 'cases.untilNeeded' })
    expect(at('new', 'wait', { for: 'moment', until: '2026-03-10T11:00:00Z' })).toEqual({ refused: 'cases.untilPast' })
    expect(at('solved', 'close', {})).toEqual({ refused: 'cases.reasonNeeded' })
    expect(at('new', 'cancel', {})).toEqual({ refused: 'cases.reasonNeeded' })
    expect(at('solved', 'reject', {}, 'reporter')).toEqual({ refused: 'cases.reasonNeeded' })
    expect(at('waiting', 'resume', {}, 'reporter')).toEqual({ to: 'inProgress' })
  })
})

test('priority rises with impact and with urgency, and says its cell', () => {
  const rank = { low: 1, normal: 2, high: 3, critical: 4 }
  for (const [row, impact] of impacts.entries())
    for (const [column, urgency] of urgencies.entries()) {
      const here = propose(usualMatrix, impact, urgency)
      expect(here.because).toEqual({ impact, urgency })
      for (const [down, right] of [
        [1, 0],
        [0, 1],
      ] as const) {
        const next = impacts[row + down]
        const beside = urgencies[column + right]
        if (next && beside) expect(rank[propose(usualMatrix, next, beside).priority]).toBeGreaterThanOrEqual(rank[here.priority])
      }
    }
})

test('words, numbers, snippets, files', () => {
  expect(wordsOf("  Coördinator's É-mail ")).toEqual(['coordinator', 's', 'e', 'mail'])
  expect(['C-10', 'c10', '#1042', ' 7 ', '10a', 'C-'].map(numberIn)).toEqual(['10', '10', '1042', '7', undefined, undefined])
  expect(['C-0042', 'c 42', '# 42', '0042', 'LT-0042', '-42'].map(numberIn)).toEqual(['42', '42', '42', '42', undefined, undefined])
  expect(snippet('De coördinator belt', ['coordinator'])).toBe('De \u2068coördinator\u2069 belt')
  expect(typeOf(Buffer.from('<html>'), 'text/html')).toEqual({ type: 'application/octet-stream', inline: false })
  expect(typeOf(Buffer.from('gewone tekst é'), 'text/plain')).toEqual({ type: 'text/plain; charset=utf-8', inline: true })
  expect(typeOf(Buffer.from([0, 1, 2]), 'text/plain').inline).toBe(false)
  expect(typeOf(Buffer.from('x'), 'message/rfc822')).toEqual({ type: 'message/rfc822', inline: false })
  expect(['a/b\\c.txt', '..', 'x\u202egpj.exe', ''].map(safeName)).toEqual(['c.txt', 'file', 'xgpj.exe', 'file'])
})

describe('the database holds the second wall', () => {
  test('numbers have no doubles; who is not on it cannot read, write, or put themselves on it', async () => {
    await using app = await spil()
    const [reporter, stranger, engineer] = [await app.member('reporter'), await app.member('reporter'), await app.member('engineer')]
    const wish = (reporterId: string) =>
      ({
        organisationId: reporter.organisationId,
        kind: 'incident',
        title: 'x',
        text: 'y',
        reporterId,
        impact: 'person',
        urgency: 'low',
        channel: 'portal',
        registeredBy: reporterId,
      }) as const
    const as = async <T>(who: { id: string }, run: Parameters<typeof app.app.as<T>>[1]) => app.app.as(await actorOf(app.app, who.id), run)
    const made = await Promise.all(Array.from({ length: 20 }, () => as(reporter, (ctx) => openCase(ctx, wish(reporter.id)))))
    expect(new Set(made.map(({ number }) => number)).size).toBe(20)
    expect(Math.min(...made.map(({ number }) => number))).toBe(1001)
    const one = made[0] ?? expect.fail()
    await as(engineer, (ctx) =>
      addEntry(ctx, { caseId: one.id, authorId: engineer.id, visibility: 'internal', channel: 'portal', kind: 'note', text: 'stil' }),
    )
    expect(await as(stranger, (ctx) => caseById(ctx, one.id))).toBeUndefined()
    expect(await as(reporter, (ctx) => entriesOf(ctx, one.id, 10))).toEqual([])
    const tries = [
      as(stranger, (ctx) => openCase(ctx, wish(reporter.id))),
      as(stranger, (ctx) =>
        addEntry(ctx, { caseId: one.id, authorId: stranger.id, visibility: 'public', channel: 'portal', kind: 'message', text: 'in' }),
      ),
      as(stranger, (ctx) => addPerson(ctx, one, stranger.id, 'participant')),
      as(reporter, (ctx) => addPerson(ctx, one, stranger.id, 'named')),
      as(reporter, (ctx) => moveCase(ctx, { caseId: one.id, move: 'solve', by: 'engineer', done: 'a', tested: 'b' })),
      as(stranger, (ctx) => moveCase(ctx, { caseId: one.id, move: 'cancel', by: 'reporter', reason: 'c' })),
    ]
    expect((await Promise.allSettled(tries)).map(({ status }) => status)).toEqual(tries.map(() => 'rejected'))
  })

  test('an override without a reason does not exist, whoever writes it', async () => {
    await using app = await spil()
    const { id, organisationId } = await app.administrator()
    const made = await app.app.asSystem((ctx) =>
      openCase(ctx, {
        organisationId,
        kind: 'incident',
        title: 'x',
        text: '',
        reporterId: id,
        impact: 'person',
        urgency: 'low',
        channel: 'api',
        registeredBy: id,
      }),
    )
    await expect(app.app.pools.owner.query(`update "case" set priority = 'critical' where id = $1`, [made.id])).rejects.toThrow(/check/)
  })
})

/** Clocks as functions of what happened: step by step or all at once, before and after what was agreed changed. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { priorities, usualTargets } from '../contract.ts'
import { hoursFrom } from './calendars/calendars.ts'
import type { Hours } from './calendars/rules.ts'
import { happenings, type Moment, type Target, usualAgreement, usualCalendar, type When } from './contract.ts'
import { fallsAt } from './ladder/rules.ts'
import { changedRounds, type Ran, type Round, run, standing, timed } from './rules.ts'

const hours = hoursFrom(usualCalendar('Europe/Amsterdam'))
const targetOf = (kind: Target['kind']): Target => usualAgreement().targets.find((one) => one.kind === kind) as Target
const base: Omit<Moment, 'at' | 'on' | 'state'> = {
  waitingFor: null,
  kind: 'incident',
  priority: 'critical',
  service: null,
  assigneeId: null,
  teamId: null,
  reporterId: 'a',
}
const at = (when: string, state: Moment['state'], on: Moment['on'] = 'moved', more: Partial<Moment> = {}): Moment => ({
  ...base,
  at: new Date(when).toISOString(),
  on,
  state,
  ...(state === 'waiting' && { waitingFor: 'reporter' }),
  ...more,
})
const always = { applies: () => true }
const start = (moments: readonly Moment[]) => ({ startedAt: moments[0]?.at ?? '', startPlace: 0, attachedPlace: 0 })
const only = (target: Target, moments: readonly Moment[]): Ran => run({ target, ...always }, moments, start(moments)).at(-1) as Ran
const dueOf = (target: Target, moments: readonly Moment[], its: Hours = hours) => timed(only(target, moments), target, its, 'critical').dueAt
const friday = at('2026-03-27T15:00:00Z', 'new', 'opened')

const [response, solution] = [targetOf('response'), targetOf('solution')]

describe('the clocks of a case', () => {
  test('Friday four o’clock, over the weekend in which the clock changes', () => {
    expect(usualTargets.critical).toEqual({ response: 30, solution: 240 })
    expect(dueOf(response, [friday])).toBe('2026-03-27T15:30:00.000Z')
    // One hour on Friday, three on Monday from eight o'clock, which is six o'clock UTC by then.
    expect(dueOf(solution, [friday])).toBe('2026-03-30T09:00:00.000Z')
  })
  test('waiting moves the due time by what was waited, in working time, and keeps why', () => {
    const waits = at('2026-03-30T07:00:00Z', 'waiting', 'moved', { reason: 'Welke printer?' })
    const paused = only(solution, [friday, waits])
    expect(paused).toMatchObject({ state: 'paused', pauses: [{ from: waits.at, to: null, why: 'reporter', reason: 'Welke printer?' }] })
    const times = timed(paused, solution, hours, 'critical')
    expect(standing({ ...paused, ...times }, hours, new Date('2026-04-15T12:00:00Z')).left).toBe(7200)
    expect(dueOf(solution, [friday, waits, at('2026-03-31T08:00:00Z', 'inProgress')])).toBe('2026-03-31T10:00:00.000Z')
  })
  test('late is counted in working time too', () => {
    const clock = { ...only(response, [friday]), ...timed(only(response, [friday]), response, hours, 'critical') }
    expect(standing(clock, hours, new Date('2026-03-30T06:30:00Z')).left).toBe(-3600)
  })
  test('the first public word stops the response; solved stops the solution, and reopening takes it up where it was', () => {
    const answered = at('2026-03-27T15:10:00Z', 'new', 'staffReplied')
    expect(timed(only(response, [friday, answered]), response, hours, 'critical')).toMatchObject({ state: 'met', counted: 600 })
    const solved = at('2026-03-27T15:40:00Z', 'solved')
    expect(timed(only(solution, [friday, solved]), solution, hours, 'critical')).toMatchObject({ state: 'met', counted: 2400 })
    const reopened = only(solution, [friday, solved, at('2026-04-02T07:00:00Z', 'reopened')])
    expect(reopened).toMatchObject({ state: 'running', pauses: [{ from: solved.at, to: '2026-04-02T07:00:00.000Z', why: 'solved' }] })
    expect(timed(reopened, solution, hours, 'critical').dueAt).toBe('2026-04-02T10:20:00.000Z')
  })
  test('the next update begins anew with each word of ours: one round each', () => {
    const update: Target = { ...solution, key: 'update', kind: 'update', reset: [{ on: ['staffReplied'] }] }
    const rounds = run(
      { target: update, ...always },
      [friday, at('2026-03-27T15:20:00Z', 'new', 'staffReplied'), at('2026-03-30T08:00:00Z', 'new', 'staffReplied')],
      start([friday]),
    )
    expect(rounds.map(({ startedAt, state }) => [startedAt, state])).toEqual([
      ['2026-03-27T15:00:00.000Z', 'stopped'],
      ['2026-03-27T15:20:00.000Z', 'stopped'],
      ['2026-03-30T08:00:00.000Z', 'running'],
    ])
  })
})

describe('the targets of a case', () => {
  test('attach comes first: a moment that starts a clock and stops it makes none; retroactive counts from the opening', () => {
    const late: Target = { ...solution, start: [{ priority: ['critical'] }], retroactive: false }
    const calm = at('2026-03-27T15:00:00Z', 'new', 'opened', { priority: 'low' })
    const raised = at('2026-03-30T08:00:00Z', 'inProgress', 'changed')
    const attach = (target: Target, moments: Moment[]) => [...changedRounds({ target, ...always }, moments, []).values()]
    expect(attach(late, [calm, { ...raised, state: 'solved' }])).toEqual([])
    expect(attach(late, [calm, raised])).toMatchObject([{ startedAt: raised.at, state: 'running' }])
    expect(attach({ ...late, retroactive: true }, [calm, raised])).toMatchObject([{ startedAt: calm.at, state: 'running' }])
  })
  test('legal deadlines: 72 hours and one month on a calendar that never closes, over the change of the clock', () => {
    const legal = hoursFrom({ ...usualCalendar('Europe/Amsterdam'), always: true })
    const elapsed: Target = {
      ...solution,
      pause: [],
      duration: {
        unit: 'elapsed',
        minutes: Object.fromEntries(priorities.map((one) => [one, 72 * 60])) as Record<(typeof priorities)[number], number>,
      },
    }
    expect(dueOf(elapsed, [friday], legal)).toBe('2026-03-30T15:00:00.000Z')
    expect(dueOf({ ...elapsed, duration: { unit: 'months', months: 1 } }, [friday], legal)).toBe('2026-04-27T14:00:00.000Z')
  })
  test('a step falls at an opening hour, not at midnight: half way, an hour before, and eight hours after it was due', () => {
    const falls = (when: Parameters<typeof fallsAt>[0]['when']) => {
      const ran = only(solution, [friday])
      const step = { key: 'a', when, action: 'notify' as const, to: 'lead' as const, teamId: null, personId: null }
      return fallsAt(step, ran, solution, hours, 'critical', timed(ran, solution, hours, 'critical').dueAt)?.toISOString()
    }
    expect(falls({ by: 'percent', percent: 50 })).toBe('2026-03-30T07:00:00.000Z')
    expect(falls({ by: 'offset', minutes: -60, counted: 'working' })).toBe('2026-03-30T08:00:00.000Z')
    expect(falls({ by: 'offset', minutes: 8 * 60, counted: 'working' })).toBe('2026-03-31T08:00:00.000Z')
    // Due at nine UTC on Monday; nine hours later it is eight in the evening there.
    expect(falls({ by: 'offset', minutes: 9 * 60, counted: 'elapsed' })).toBe('2026-03-31T06:00:00.000Z')
  })
})

const someState = fc.constantFrom<Moment['state']>('new', 'inProgress', 'waiting', 'solved', 'closed', 'reopened', 'cancelled')
const story: fc.Arbitrary<Moment[]> = fc
  .array(fc.tuple(someState, fc.constantFrom(...happenings.slice(1)), fc.integer({ min: 1, max: 3000 }), fc.constantFrom(...priorities)), {
    maxLength: 12,
  })
  .map((steps) => {
    let time = Date.parse(friday.at)
    return [
      friday,
      ...steps.map(([state, on, minutes, priority]) => {
        time += minutes * 60_000
        return at(new Date(time).toISOString(), state, on, { priority })
      }),
    ]
  })
const when: fc.Arbitrary<When[]> = fc.array(
  fc.record({ state: fc.array(someState, { maxLength: 3 }), on: fc.array(fc.constantFrom(...happenings), { maxLength: 2 }) }, { requiredKeys: [] }),
  { maxLength: 2 },
)
const anyTarget: fc.Arbitrary<Target> = fc
  .record({ stop: when, pause: when, resume: when, cancel: when, reset: when, retroactive: fc.boolean() })
  .map((given) => ({ ...targetOf('solution'), ...given }))

const asRound = (ran: Ran, round: number): Round => ({
  ...ran,
  round,
  state: ran.state === 'stopped' ? 'met' : ran.state,
})
/** As the program does it: after each moment only what changed is written over what was. */
function stepByStep(target: Target, moments: readonly Moment[]): Map<number, Ran> {
  const kept = new Map<number, Ran>()
  for (let count = 1; count <= moments.length; count++) {
    const known = [...kept].map(([round, ran]) => asRound(ran, round))
    for (const [round, ran] of changedRounds({ target, ...always }, moments.slice(0, count), known)) kept.set(round, ran)
  }
  return kept
}

describe('whatever happens', () => {
  test('the same moments give the same clocks, one by one or all at once', () => {
    fc.assert(
      fc.property(anyTarget, story, (target, moments) => {
        const kept = stepByStep(target, moments)
        const first = kept.get(1)
        if (!first) return
        const again = run({ target, ...always }, moments, first)
        expect([...kept.values()]).toEqual(again)
      }),
      { numRuns: 500 },
    )
  })
  test('computing anew after another agreement loses no pause, and what has ended stays as it ended', () => {
    fc.assert(
      fc.property(story, fc.integer({ min: 1, max: 100 }), (moments, hoursMore) => {
        const solution = targetOf('solution')
        const longer: Target = {
          ...solution,
          duration: { unit: 'elapsed', minutes: { critical: hoursMore, high: hoursMore, normal: hoursMore, low: hoursMore } },
        }
        const kept = [...stepByStep(solution, moments)].map(([round, ran]) => asRound(ran, round))
        const now = new Date(Date.parse(moments.at(-1)?.at ?? '') + 60_000).toISOString()
        const anew = changedRounds({ target: longer, ...always }, moments, kept, now)
        for (const one of kept) {
          const other = anew.get(one.round)
          if (one.state === 'running' || one.state === 'paused')
            expect(other).toMatchObject({ state: one.state, pauses: one.pauses, startedAt: one.startedAt })
          else expect(other).toBeUndefined()
        }
      }),
      { numRuns: 300 },
    )
  })
  test('pauses follow each other, are in order, and only the last may still go on; one that ended has none that goes on', () => {
    fc.assert(
      fc.property(anyTarget, story, (target, moments) => {
        for (const { pauses, state } of run({ target, ...always }, moments, start(moments))) {
          for (const [place, { from, to }] of pauses.entries()) {
            expect(to === null ? place === pauses.length - 1 && state === 'paused' : from <= to).toBe(true)
            if (place > 0) expect((pauses[place - 1]?.to ?? '') <= from).toBe(true)
          }
        }
      }),
      { numRuns: 500 },
    )
  })
})

/** Priority with arguments: for whatever matrix and answers. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Translate, translator } from '#platform/i18n.ts'
import { impacts, type Matrix, priorities, urgencies, usualMatrix } from '../contract.ts'
import { casesTexts } from '../texts.ts'
import { criticalities, type SaidReason, type Service } from './contract.ts'
import { impactOfPeople, propose, sentences, weigh } from './rules.ts'
import { priorityTexts } from './texts.ts'

const word = (text: string) => ({ nl: text, en: text })
const matrix = fc
  .array(fc.constantFrom(...priorities), { minLength: 12, maxLength: 12 })
  .map((cells) => Object.fromEntries(impacts.map((i, r) => [i, Object.fromEntries(urgencies.map((u, c) => [u, cells[r * 3 + c]]))])) as Matrix)
const said: fc.Arbitrary<SaidReason> = fc.oneof(
  fc.constantFrom(...impacts).map((to): SaidReason => ({ code: 'said', sets: 'impact', question: word('q'), answer: word('a'), to })),
  fc.constantFrom(...urgencies).map((to): SaidReason => ({ code: 'said', sets: 'urgency', question: word('q'), answer: word('a'), to })),
)
const service = fc.constantFrom(...criticalities).map((criticality): Service => ({ id: null, name: word('Magister'), criticality }))
const rank = (priority: (typeof priorities)[number]) => priorities.length - priorities.indexOf(priority)

describe('the proposal', () => {
  test('a service raises the cell of the matrix by one step at most, and says so', () => {
    fc.assert(
      fc.property(matrix, fc.constantFrom(...impacts), fc.constantFrom(...urgencies), fc.option(service), (m, impact, urgency, about) => {
        const plain = propose(m, impact, urgency).priority
        expect(plain).toBe(m[impact][urgency])
        const { priority, reasons } = propose(m, impact, urgency, { service: about })
        const step = rank(priority) - rank(plain)
        expect([0, 1]).toContain(step)
        expect(reasons.filter(({ code }) => code === 'critical')).toHaveLength(step)
        expect(reasons.filter(({ code }) => code === 'matrix')).toEqual([{ code: 'matrix', impact, urgency, priority: plain }])
        if (about?.criticality === 'low' || about?.criticality === 'normal') expect(priority).toBe(plain)
        if (about?.criticality === 'critical' && plain !== 'critical') expect(step).toBe(1)
      }),
    )
  })
  test('the heaviest answer counts, in whatever order; what was overruled is no argument', () => {
    fc.assert(
      fc.property(fc.constantFrom(...impacts), fc.constantFrom(...urgencies), fc.array(said, { maxLength: 6 }), (impact, urgency, answers) => {
        const heard = weigh({ impact, urgency }, answers)
        expect(weigh({ impact, urgency }, [...answers].reverse())).toEqual(heard)
        const most = Math.max(...answers.filter((one) => one.sets === 'impact').map((one) => impacts.indexOf(one.to as 'person')))
        expect(heard.impact).toBe(impacts[most] ?? impact)
        const { reasons } = propose(usualMatrix, heard.impact, heard.urgency, { said: answers })
        for (const reason of reasons) if (reason.code === 'said') expect(reason.to).toBe(heard[reason.sets])
      }),
    )
  })
  test('the number of people hit widens the impact and never narrows it, and says so', () => {
    fc.assert(
      fc.property(matrix, fc.constantFrom(...impacts), fc.constantFrom(...urgencies), service, fc.nat(300), (m, impact, urgency, about, people) => {
        const { because, reasons } = propose(m, impact, urgency, { service: { ...about, people } })
        const widened = impacts.indexOf(because.impact) - impacts.indexOf(impact)
        expect(widened).toBeGreaterThanOrEqual(0)
        expect(because.impact).toBe(widened > 0 ? impactOfPeople(people) : impact)
        expect(reasons.filter(({ code }) => code === 'hit')).toHaveLength(widened > 0 ? 1 : 0)
        expect(impacts.indexOf(impactOfPeople(people + 1))).toBeGreaterThanOrEqual(impacts.indexOf(impactOfPeople(people)))
      }),
    )
  })
  test('every argument is a sentence in both languages', () => {
    for (const locale of ['nl', 'en'] as const) {
      const t = translator({ ...casesTexts, ...priorityTexts }, locale) as Translate
      const answers: SaidReason[] = [
        { code: 'said', sets: 'urgency', question: { nl: 'Hoe erg?', en: 'How bad?' }, answer: { nl: 'Ik kan niet werken', en: '' }, to: 'high' },
      ]
      const { reasons, priority } = propose(usualMatrix, 'group', 'high', {
        said: answers,
        service: { id: null, name: word('Magister'), criticality: 'critical', people: 47 },
      })
      expect(priority).toBe('critical')
      const lines = sentences(t, locale, reasons)
      expect(lines).toHaveLength(4)
      expect(lines.join(' ')).not.toMatch(/cases\.|[{}]/)
      // A word that is missing in one language is shown in the other.
      expect(lines[0]).toContain('Ik kan niet werken')
      if (locale === 'nl') expect(lines[3]).toBe('Eén stap hoger, van Hoog naar Kritiek, omdat het belang van Magister “Onmisbaar” is')
    }
  })
})

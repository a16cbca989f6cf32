/** A request for each endpoint of calendars, agreements and clocks. */
import { usualAgreement, usualCalendar } from '#record/cases/clocks/contract.ts'
import type { Input, Ours } from './access.inputs.ts'

const ourCalendar = { ...usualCalendar('Europe/Amsterdam'), name: 'Werktijden' }
const ourAgreement = { ...usualAgreement(), name: 'Afspraak' }

export const clockInputs: Readonly<Record<string, (ours: Ours) => Input>> = {
  'desk.clocks.caseClocks': ({ caseId }) => ({ params: { id: caseId } }),
  'desk.clocks.calendars': ({ organisationId }) => ({ query: { organisationId } }),
  'desk.clocks.addCalendar': ({ organisationId }) => ({ body: { organisationId, body: ourCalendar } }),
  'desk.clocks.changeCalendarOf': ({ organisationId }) => ({
    params: { id: organisationId },
    body: { organisationId, version: 9, body: ourCalendar },
  }),
  'desk.clocks.removeCalendar': ({ organisationId }) => ({ params: { id: organisationId }, query: { organisationId, version: '9' } }),
  'desk.clocks.removeAgreement': ({ organisationId }) => ({ params: { id: organisationId }, query: { organisationId, version: '9' } }),
  'desk.clocks.importDays': ({ organisationId }) => ({
    params: { id: organisationId },
    query: { organisationId, version: '9' },
    raw: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n',
  }),
  'desk.clocks.calendarYear': () => ({ body: { year: 2026, body: ourCalendar } }),
  'desk.clocks.agreements': ({ organisationId }) => ({ query: { organisationId } }),
  'desk.clocks.addAgreement': ({ organisationId }) => ({ body: { organisationId, body: ourAgreement } }),
  'desk.clocks.changeAgreement': ({ organisationId }) => ({
    params: { id: organisationId },
    body: { organisationId, version: 9, body: ourAgreement },
  }),
  'desk.clocks.recalculation': ({ organisationId }) => ({ query: { organisationId } }),
  'desk.clocks.outcomes': ({ organisationId }) => ({ query: { organisationId, from: '2026-01-01T00:00:00Z', until: '2027-01-01T00:00:00Z' } }),
  ...Object.fromEntries(
    ['clocks', 'clockCases', 'clocksCsv', 'overrides', 'overridden', 'overridesCsv'].map((name) => [
      `desk.reports.${name}`,
      ({ organisationId }: Ours) => ({ query: { organisationId, since: '2026-01-01', until: '2026-12-31' } }),
    ]),
  ),
}

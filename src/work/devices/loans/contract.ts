/** The loan desk: what is lent, to whom it is reserved for which days, and what is due. */
import * as z from 'zod'
import { contract, event, Id, line } from '#platform/contract.ts'
import { Day, ItemRef } from '#record/items/contract.ts'

const Named = z.object({ id: Id, name: z.string() })
const Lent = z.object({ id: Id, number: z.string(), name: z.string(), code: z.string().nullable(), kind: z.string(), state: z.string() })
export const LoanItem = z.object({
  ...Lent.shape,
  organisationId: Id,
  wipes: z.boolean().describe('Wiped after each loan; otherwise ready for the next one as it comes back'),
  out: z.object({ number: z.string(), receiver: z.string() }).nullable().describe('Who has it now, by which receipt'),
})
export type LoanItem = z.infer<typeof LoanItem>
export const reservationStates = ['reserved', 'issued', 'cancelled', 'done'] as const
export const Reservation = z.object({
  id: Id,
  organisationId: Id,
  item: Lent.pick({ id: true, number: true, name: true }),
  person: Named,
  from: Day,
  until: Day.describe('The last day, that one included'),
  purpose: z.string(),
  state: z.enum(reservationStates),
  handout: z.string().nullable().describe('Number of the receipt'),
})
export type Reservation = z.infer<typeof Reservation>

const notFound = { 'platform.notFound': 404 } as const
const days = { from: Day, until: Day }
const ofReservation = z.object({ id: Id })
export const devicesLoans = contract({
  loanItems: {
    method: 'GET',
    path: '/api/devices/loans/items',
    may: 'devices.read',
    summary: 'What the loan desk lends, by name; with `from` and `until` only what is free on all of those days',
    query: z.object({ organisationId: Id, from: Day.optional(), until: Day.optional() }),
    reply: z.object({ items: z.array(LoanItem) }),
    fails: { ...notFound, 'devices.loans.days': 400 },
  },
  lend: {
    method: 'PUT',
    path: '/api/devices/loans/items/{id}',
    may: 'devices.work',
    summary: 'The loan desk lends this device, or no longer does',
    params: z.object({ id: ItemRef }),
    body: z.object({ lent: z.boolean(), wipes: z.boolean().default(true) }),
    reply: z.undefined(),
    status: 204,
    fails: { ...notFound, 'devices.loans.reserved': 409, 'devices.loans.leadOnly': 403 },
  },
  reservations: {
    method: 'GET',
    path: '/api/devices/loans/reservations',
    may: 'devices.read',
    summary: 'Reservations that touch these days, first day first; at most 1,000',
    query: z.object({ organisationId: Id, ...days, all: z.stringbool().default(false).describe('What was cancelled or is done as well') }),
    reply: z.object({ items: z.array(Reservation) }),
    fails: { ...notFound, 'devices.loans.days': 400 },
  },
  reserve: {
    method: 'POST',
    path: '/api/devices/loans/reservations',
    may: 'devices.work',
    summary: 'Reserves a device for a person; whose days touch those of another reservation is refused',
    body: z.object({ itemId: Id, personId: Id, ...days, purpose: line(200).or(z.literal('')).default('') }),
    reply: Reservation,
    status: 201,
    fails: { ...notFound, 'devices.loans.days': 400, 'devices.loans.notLent': 409, 'devices.loans.taken': 409, 'devices.loans.person': 400 },
  },
  cancel: {
    method: 'POST',
    path: '/api/devices/loans/reservations/{id}/cancel',
    may: 'devices.work',
    summary: 'It is not needed any more',
    params: ofReservation,
    reply: Reservation,
    status: 200,
    fails: { ...notFound, 'devices.loans.notReserved': 409 },
  },
  issue: {
    method: 'POST',
    path: '/api/devices/loans/reservations/{id}/issue',
    may: 'devices.work',
    summary:
      'Hands out what was reserved, from today when it was to begin later, as a loan that ends on its last day; the receipt is signed as any other',
    params: ofReservation,
    body: z.object({ accessories: z.array(line(100)).max(30).default([]), condition: line(1000).or(z.literal('')).default('') }),
    reply: Reservation,
    status: 200,
    fails: {
      ...notFound,
      'devices.loans.notReserved': 409,
      'devices.loans.taken': 409,
      'devices.handout.receiver': 422,
      'devices.handout.dueOn': 422,
      'devices.handout.notReady': 409,
      'devices.handout.alreadyOut': 409,
      'devices.handout.reserved': 409,
      'devices.handout.notFilledIn': 409,
      'devices.handout.terms': 409,
    },
  },
})
export const reservationChanged = event(
  'devices.reservationChanged',
  z.object({ reservationId: Id, itemId: Id, personId: Id, state: z.enum(reservationStates) }),
)
export const lendingChanged = event('devices.lendingChanged', z.object({ itemId: Id, lent: z.boolean(), wipes: z.boolean() }))

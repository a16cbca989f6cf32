/** The receipt: what was signed as a PDF, and the proof that it stood in the logbook. */
import * as z from 'zod'
import { contract, event, Id } from '#platform/contract.ts'
import { HandoutRef } from '../contract.ts'

const one = { params: z.object({ id: HandoutRef }), reply: z.unknown(), may: 'devices.receive' } as const
const notFound = { 'platform.notFound': 404 } as const
export const devicesReceipt = contract({
  receipt: {
    ...one,
    method: 'GET',
    path: '/api/devices/handouts/{id}/receipt',
    summary: 'The signed receipt as PDF: always the same bytes, with the sha256 that the hand-out names',
    produces: 'application/pdf',
    fails: { ...notFound, 'devices.receipt.unsigned': 409, 'devices.receipt.beingMade': 409 },
  },
  draft: {
    ...one,
    method: 'GET',
    path: '/api/devices/handouts/{id}/draft',
    summary: 'What is to be signed as PDF, marked on each page as a draft that is not signed',
    produces: 'application/pdf',
    fails: { ...notFound, 'devices.receipt.signed': 409 },
  },
  proof: {
    ...one,
    method: 'GET',
    path: '/api/devices/handouts/{id}/proof',
    summary: 'The proof that goes with the receipt: `spil verify --file U-1001.pdf --proof U-1001.proof.json` needs neither server nor database',
    produces: 'application/json',
    fails: { ...notFound, 'devices.receipt.unsigned': 409, 'devices.receipt.beingMade': 409 },
  },
})
/** From now on the logbook proves this file. */
export const receiptMade = event('devices.receiptMade', z.object({ handoutId: Id, number: z.int(), receiverId: Id, sha256: z.string() }))

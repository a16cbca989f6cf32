import { api } from '#web/kit/api.ts'
import { deskComplaints } from '../contract.ts'

export const complaintCalls = api(deskComplaints)

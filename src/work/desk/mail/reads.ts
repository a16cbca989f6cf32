/** What other rooms that write mail may ask. */
import type { Context } from '#platform/room.ts'
import { mailboxOf } from './letters/module.ts'

/** Where answers to mail of an organisation are read; undefined: nowhere. */
export async function answersReadAt(ctx: Context, organisationId: string): Promise<{ address: string; plusAddressing: boolean } | undefined> {
  const mailbox = await mailboxOf(ctx, organisationId, null)
  return mailbox && { address: mailbox.address, plusAddressing: mailbox.plusAddressing }
}

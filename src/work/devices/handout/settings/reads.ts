/** What holds in an organisation, for whoever hands out or reminds. */
import type { Context } from '#platform/room.ts'
import { type HandoutSettings, usualHandout } from './contract.ts'
import { readSettings } from './store.ts'

export async function handoutSettingsOf(ctx: Context, organisationId: string): Promise<{ settings: HandoutSettings; version: number }> {
  return (await readSettings(ctx.db, organisationId)) ?? { settings: usualHandout, version: 0 }
}

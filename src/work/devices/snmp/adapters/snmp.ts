/** What a device that runs no agent tells of itself by SNMP: the columns that are read of it. */
import { type Access, askColumns, type Bounds, type Told as ToldOf } from '#platform/snmp.ts'
import { columns } from '../reading/rules.ts'

export type { Access } from '#platform/snmp.ts'
export type Told = ToldOf<typeof columns>

/** `address`: looked at already. It answers what was read and what went wrong, and throws nothing. */
export const askDevice = (address: string, port: number, access: Access, bounds: Bounds): Promise<Told> =>
  askColumns({ address, port }, access, columns, bounds)

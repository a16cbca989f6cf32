/** Passwords by argon2id with the parameters OWASP asks for at least (19 MiB, 2 passes, 1 lane), in native threads. */
import { hash, verify } from '@node-rs/argon2'

const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
let decoy: Promise<string> | undefined

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), cost)

/** Takes as long when there is no such account or password: the work is then done on a decoy. */
export async function passwordFits(stored: string | undefined, password: string): Promise<boolean> {
  decoy ??= hashPassword('nobody has this password')
  const fits = await verify(stored ?? (await decoy), password.normalize('NFKC')).catch(() => false)
  return stored !== undefined && fits
}

/** Time-based one-time passwords (RFC 6238): six digits, steps of 30 seconds, one step of tolerance to either side. */
import { generateSecret, generateURI, verify } from 'otplib'

const period = 30

export const newSecret = (): string => generateSecret()

/** What an authenticator app reads from the QR code. */
export const uriOf = (secret: string, account: string): string => generateURI({ issuer: 'Spil', label: account, secret })

/** The time step of the code when it is right and later than `lastStep`; null otherwise, so that a code works once. */
export async function stepOf(secret: string, code: string, now: Date, lastStep: number): Promise<number | null> {
  if (!/^\d{6}$/.test(code)) return null
  const epoch = Math.floor(now.getTime() / 1000)
  const result = await verify({ secret, token: code, epoch, epochTolerance: period })
  if (!result.valid) return null
  const step = Math.floor(epoch / period) + result.delta
  return step > lastStep ? step : null
}

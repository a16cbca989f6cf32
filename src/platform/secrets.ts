/**
 * Secrets under one key file (data/keys/spil.key, readable by its owner only): sealing with AES-256-GCM, signing of links and mail ids
 * with HMAC-SHA256, each purpose with a key of its own (HKDF, RFC 5869).
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface Secrets {
  /** 'v1.<base64url>': what only this installation can open. */
  seal(purpose: string, text: string): string
  /** Throws when it was sealed for another purpose, under another key, or was changed. */
  open(purpose: string, sealed: string): string
  /** 22 characters base64url (128 bits of an HMAC-SHA256). */
  sign(purpose: string, text: string): string
  checks(purpose: string, text: string, signature: string): boolean
  /** Raw 32-byte key for a purpose, for signing heads. */
  derive(purpose: string): Buffer
}

/** Reads the key file, or makes it when it is not there yet (exclusively: two processes make one key). */
export async function secrets(keyFolder: string): Promise<Secrets> {
  await mkdir(keyFolder, { recursive: true, mode: 0o700 })
  const path = join(keyFolder, 'spil.key')
  const made = await open(path, 'wx', 0o600).catch(() => undefined)
  if (made) {
    await made.writeFile(`${randomBytes(32).toString('base64url')}\n`)
    await made.sync()
    await made.close()
  }
  const master = Buffer.from((await readFile(path, 'utf8')).trim(), 'base64url')
  if (master.length !== 32) throw new Error(`${path} holds no 32-byte key; restore it from your back-up of the keys`)
  return secretsFrom(master)
}

export function secretsFrom(master: Buffer): Secrets {
  const keys = new Map<string, Buffer>()
  const derive = (purpose: string) => {
    let key = keys.get(purpose)
    if (!key) {
      key = Buffer.from(hkdfSync('sha256', master, '', `spil ${purpose}`, 32))
      keys.set(purpose, key)
    }
    return key
  }
  const sign = (purpose: string, text: string) => createHmac('sha256', derive(purpose)).update(text).digest().subarray(0, 16).toString('base64url')
  return {
    derive,
    sign,
    checks(purpose, text, signature) {
      const right = Buffer.from(sign(purpose, text))
      const given = Buffer.from(signature)
      return right.length === given.length && timingSafeEqual(right, given)
    },
    seal(purpose, text) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', derive(purpose), nonce)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return `v1.${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`
    },
    open(purpose, sealed) {
      if (!sealed.startsWith('v1.')) throw new Error('not sealed by this program')
      const all = Buffer.from(sealed.slice(3), 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', derive(purpose), all.subarray(0, 12))
      decipher.setAuthTag(all.subarray(12, 28))
      return Buffer.concat([decipher.update(all.subarray(28)), decipher.final()]).toString('utf8')
    },
  }
}

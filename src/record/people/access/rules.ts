/** Pure decisions about passwords, waiting times and the age of sessions and links. */

/** Very common ones of 12 characters and more; shorter ones are refused by their length. */
const common = new Set(
  `123456789012 1234567890123 12345678901234 123456789123 1234567890qwerty 123123123123 111111111111 000000000000 121212121212 112233445566
  qwertyuiop123 qwertyuiop12 qwertyuiopasdf qwertyuiopasdfghjkl qwerty123456 qwerty1234567 qwertyqwerty qwerty12345678 1qaz2wsx3edc
  1q2w3e4r5t6y 1q2w3e4r5t6y7u 1qazxsw23edc q1w2e3r4t5y6 asdfghjkl123 asdfghjklzxcvbnm zxcvbnm12345 zaq12wsxcde3 passwordpassword
  password1234 password12345 password123456 password123! passw0rd1234 p@ssw0rd1234 p@ssword1234 mypassword123 adminadmin123 administrator
  administrator1 admin1234567 adminpassword welcome12345 welcome123456 welkom123456 welkom1234567 welkom012345 wachtwoord12 wachtwoord123
  wachtwoord1234 geheim123456 changeme1234 changemenow1 letmein12345 letmeinplease iloveyou1234 iloveyouforever abcdefghijkl abcdefghijklm
  abcdefghijklmnop abcd1234abcd abc123abc123 abcabcabcabc a1b2c3d4e5f6 aaaaaaaaaaaa trustno1trustno1 superman1234 football1234 baseball1234
  sunshine1234 princess1234 dragon123456 monkey123456 master123456 michael12345 charlie12345 starwars1234 whatever1234 computer1234
  internet1234 samsung12345 november2024 december2024 september2024 september2025 november2025 december2025 september2026 zomer2024!!! correcthorsebatterystaple
  hallo1234567 hallohallo12 nederland123 amsterdam123 rotterdam123 feyenoord123 ajaxamsterdam spilspilspil`.split(/\s+/),
)

/** Why a password is refused, or null. No rules of composition: length and being unknown is what counts (NIST SP 800-63B, 5.1.1.2). */
export function passwordRefused(
  password: string,
  person: { name: string; email: string | null },
): 'people.passwordTooCommon' | 'people.passwordIsYou' | null {
  const low = password.normalize('NFKC').toLowerCase()
  if (common.has(low) || new Set(low).size < 5 || isRow(low)) return 'people.passwordTooCommon'
  const own = [...person.name.split(/[\s.,'-]+/), ...(person.email ?? '').split(/[@.+_-]/), (person.email ?? '').split('@')[0] ?? '']
  const parts = own.map((part) => part.toLowerCase()).filter((part) => part.length >= 4)
  return parts.some((part) => low.includes(part)) ? 'people.passwordIsYou' : null
}

/** Each character follows the one before: 'abcdefghijkl', '210987654321' (modulo ten). */
function isRow(text: string): boolean {
  const codes = [...text].map((one) => one.codePointAt(0) ?? 0)
  const steps = codes.slice(1).map((code, index) => code - (codes[index] ?? 0))
  return steps.every((step) => step === 1 || step === -9) || steps.every((step) => step === -1 || step === 9)
}

/** What is counted per failure: whom it hits decides how long it may hold somebody up. */
export type Counted = 'accountFromNetwork' | 'account' | 'network' | 'device' | 'code'

/** `free`: failures without a wait; then 1 s, doubled by each, up to `most` seconds. Counting begins anew after `forget` seconds of quiet. */
const limits: Record<Counted, { free: number; most: number; forget: number }> = {
  accountFromNetwork: { free: 5, most: 900, forget: 3_600 },
  // All networks together: bounded low, since it also holds up the owner when somebody far away keeps guessing.
  account: { free: 30, most: 30, forget: 3_600 },
  network: { free: 200, most: 60, forget: 1_800 },
  // A browser that has signed in to this account before is counted by itself only: guessing elsewhere does not hold it up.
  device: { free: 10, most: 300, forget: 3_600 },
  // Whoever gets here knows the password, and a code has six digits only: from everywhere together, and remembered for a day.
  code: { free: 5, most: 900, forget: 86_400 },
}

/** Seconds still to wait after this many failures, the last at `lastAt`. */
export function waitFor(counted: Counted, failures: number, lastAt: Date, now: Date): number {
  const { free, most, forget } = limits[counted]
  // Not below zero: a clock that was set back adds no wait.
  const since = Math.max(0, (now.getTime() - lastAt.getTime()) / 1000)
  if (failures < free || since >= forget) return 0
  return Math.max(0, Math.ceil(Math.min(2 ** Math.min(failures - free, 20), most) - since))
}

export const forgetAfter = (counted: Counted): number => limits[counted].forget

/** The network of an address: /24 of IPv4, /64 of IPv6; guessing from the neighbouring address counts as one. */
export function networkOf(ip: string): string {
  const four = /(?:^|:)(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.\d{1,3}$/.exec(ip)
  if (four) return `${four[1]}.${four[2]}.${four[3]}.0/24`
  const [head = '', tail] = ip.toLowerCase().split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const groups = tail === undefined ? left : [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}

/** A session's device in a few words a person recognises: 'Firefox, Windows'. */
export function deviceOf(userAgent: string): string {
  const browser = [
    ['Edg/', 'Edge'],
    ['OPR/', 'Opera'],
    ['Firefox/', 'Firefox'],
    ['Chrome/', 'Chrome'],
    ['Safari/', 'Safari'],
  ].find(([mark = '']) => userAgent.includes(mark))?.[1]
  const system = [
    ['iPhone', 'iPhone'],
    ['iPad', 'iPad'],
    ['Android', 'Android'],
    ['Windows', 'Windows'],
    ['Mac OS', 'macOS'],
    ['CrOS', 'ChromeOS'],
    ['Linux', 'Linux'],
  ].find(([mark = '']) => userAgent.includes(mark))?.[1]
  return [browser, system].filter(Boolean).join(', ') || userAgent.slice(0, 60) || '?'
}

export const sessionSeconds = { idle: 14 * 86_400, absolute: 30 * 86_400 }
export const linkSeconds = { reset: 3_600, invitation: 7 * 86_400 }
export const deviceSeconds = 400 * 86_400

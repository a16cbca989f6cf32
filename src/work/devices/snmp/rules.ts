/** How devices are asked, and what became of it. Pure. */
import type { NewAccess, resultStates } from './contract.ts'

/** Why not, or what of it was not understood: a key of the texts, with what goes in it. */
export interface Reason {
  reason:
    | 'silent'
    | 'nobody'
    | 'nonsense'
    | 'denied'
    | 'unreachable'
    | 'tooSlow'
    | 'empty'
    | 'refused'
    | 'notReachable'
    | 'sealed'
    | 'notRegistered'
    | 'failed'
  given: Readonly<Record<string, string>>
}

/** What is kept of how devices are asked: names to look at, and what is sealed. */
export function accessParts(access: NewAccess) {
  if (access.protocol !== '3')
    return { columns: { protocol: access.protocol, userName: '', authProtocol: null, privProtocol: null }, secret: { community: access.community } }
  const { user, auth, priv } = access
  return {
    columns: { protocol: access.protocol, userName: user, authProtocol: auth?.protocol ?? null, privProtocol: priv?.protocol ?? null },
    secret: { ...(auth && { auth: auth.password }), ...(priv && { priv: priv.password }) },
  }
}

export interface Outcome {
  address: string
  state: (typeof resultStates)[number]
  why: Reason | null
}
/** What a round of these came to. `known`: answered some time before, so that silence there is news; elsewhere in a network nobody is expected. */
export function summaryOf(network: string, outcomes: readonly Outcome[], known: ReadonlySet<string>) {
  const range = network.includes('/')
  const counted = outcomes.filter(({ address, state }) => state !== 'silent' || !range || known.has(address))
  const count = (state: Outcome['state']) => counted.filter((one) => one.state === state).length
  const [first] = counted.filter(({ why, state }) => why !== null && state !== 'answered')
  const nobody: Reason | null =
    range && outcomes.length > 0 && outcomes.every(({ state }) => state === 'silent') ? { reason: 'nobody', given: {} } : null
  const partly = counted.find(({ why }) => why !== null)
  const told = first ?? partly
  const why: Reason | null =
    nobody ?? (told?.why ? { reason: told.why.reason, given: { ...told.why.given, ...(range && { address: told.address }) } } : null)
  return { answered: count('answered'), silent: count('silent'), failed: count('failed'), why }
}

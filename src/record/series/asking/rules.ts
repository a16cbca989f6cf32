/** Few questions are answered at once, so that who asks many leaves room for others. The others wait for their turn. */
import { QueryError } from '../promql/contract.ts'

const mostAtOnce = 4
const mostOfOne = 2
/** Waiting, of one and of all: a page with many graphs asks some dozens at once. */
const mostWaitingOfOne = 40
const mostWaiting = 100
/** As long anybody waits for a turn, in ms. */
const patience = 20_000

const busy: string[] = []
const waiting: { who: string; begin: () => void }[] = []

const isFree = (who: string): boolean => busy.length < mostAtOnce && busy.filter((one) => one === who).length < mostOfOne
function next(): void {
  const place = waiting.findIndex(({ who }) => isFree(who))
  const [one] = place < 0 ? [] : waiting.splice(place, 1)
  if (!one) return
  busy.push(one.who)
  one.begin()
}
function turnOf(who: string): Promise<void> | undefined {
  if (isFree(who)) {
    busy.push(who)
    return undefined
  }
  if (waiting.length >= mostWaiting || waiting.filter((one) => one.who === who).length >= mostWaitingOfOne) throw new QueryError('busy', 0)
  return new Promise((resolve, reject) => {
    const one = {
      who,
      begin() {
        clearTimeout(timer)
        resolve()
      },
    }
    const timer = setTimeout(() => {
      waiting.splice(waiting.indexOf(one), 1)
      reject(new QueryError('busy', 0))
    }, patience)
    waiting.push(one)
  })
}

/** Does it when it is the turn of who asks. Throws QueryError 'busy' where too many are waiting, or it takes too long. */
export async function inTurn<T>(who: string, work: () => Promise<T>): Promise<T> {
  await turnOf(who)
  try {
    return await work()
  } finally {
    busy.splice(busy.indexOf(who), 1)
    next()
  }
}

/** The wall board of a screen without a person. */
import { usePath } from '#web/kit/links.tsx'
import { wallCalls } from './calls.ts'
import { Following } from './following.tsx'

export default function CodePage() {
  const code = usePath().code ?? ''
  return <Following name={code} every={15_000} load={(signal) => wallCalls.wallByCode({ params: { code } }, { signal })} />
}

/** The address on a label: leads to the item it stands on. */
import { useEffect } from 'react'
import { useGo, usePath } from '#web/kit/links.tsx'
import { Skeletons } from '#web/kit/marks.tsx'

export default function OpenPage() {
  const { number = '' } = usePath()
  const go = useGo()
  useEffect(() => go(`/items/I-${number.replace(/^i-/i, '')}`, { replace: true }), [go, number])
  return <Skeletons kind="page" />
}

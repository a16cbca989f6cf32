/** On one of my reports that is closed: how satisfied I am. */
import type { MyCaseProps } from '../../web/portal/parts.ts'
import { Rate } from './rate.tsx'

export default function MyRate({ one }: MyCaseProps) {
  return one.rate === null ? null : <Rate token={one.rate} />
}

/** A signature as it is kept: strokes of a pen or finger in a box, never a picture; or a name typed by who cannot draw. */
import * as z from 'zod'
import { line } from '#platform/contract.ts'

/** Of the box in which somebody signs. Coordinates are whole numbers in it. */
export const signatureBox = { width: 1000, height: 400 } as const
const Point = z.tuple([z.int().min(0).max(signatureBox.width), z.int().min(0).max(signatureBox.height)])
const mostPoints = 5000
/** Fewer is a slip of the finger. */
const fewestPoints = 5
export const Strokes = z
  .array(z.array(Point).min(1).max(mostPoints))
  .min(1)
  .max(200)
  .refine((strokes) => {
    const points = strokes.reduce((sum, stroke) => sum + stroke.length, 0)
    return points >= fewestPoints && points <= mostPoints
  })
export type Strokes = z.infer<typeof Strokes>
export const Signature = z.discriminatedUnion('by', [
  z.object({ by: z.literal('hand'), strokes: Strokes }),
  z.object({ by: z.literal('name'), name: line(200) }),
])
export type Signature = z.infer<typeof Signature>

/** here: on the screen of who hands out. qr: on a phone, by the code on that screen. mail: by the link in a mail. portal: signed in. */
export const signedHows = ['here', 'qr', 'mail', 'portal'] as const
export const SignedHow = z.enum(signedHows)
export type SignedHow = z.infer<typeof SignedHow>

/** The strokes as the path of an SVG with the box as its view box; a dot becomes a short line. */
export const pathOf = (strokes: Strokes): string =>
  strokes
    .map(
      ([first = [0, 0], ...rest]) =>
        `M${first.join(' ')}${(rest.length > 0 ? rest : [[first[0] + 1, first[1]]]).map((at) => `L${at.join(' ')}`).join('')}`,
    )
    .join('')

import { expect, test } from 'vitest'
import { byKey, moved, resized } from './rules.ts'

test('panels move and grow within their bounds, by keys as well', () => {
  const panels = [1, 2, 3].map((width) => ({ width, height: 1 }))
  expect(moved(panels, 0, 2).map(({ width }) => width)).toEqual([2, 3, 1])
  expect(moved(panels, 2, -5).map(({ width }) => width)).toEqual([3, 1, 2])
  expect(resized({ width: 12, height: 6 }, 1, 1)).toEqual({ width: 12, height: 6 })
  expect(resized({ width: 1, height: 1 }, -1, -1)).toEqual({ width: 1, height: 1 })
  expect(byKey(panels, 0, 'ArrowRight', false)).toMatchObject({ at: 1 })
  expect(byKey(panels, 0, 'ArrowLeft', false)).toEqual({ at: 0, panels })
  expect(byKey(panels, 1, 'ArrowDown', true)?.panels[1]).toEqual({ width: 2, height: 2 })
  expect(byKey(panels, 1, 'ArrowRight', true)?.panels[1]).toEqual({ width: 3, height: 1 })
  expect(byKey(panels, 1, 'a', true)).toBeUndefined()
})

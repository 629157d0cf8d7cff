// @vitest-environment happy-dom
import { act, renderHook } from '@testing-library/react'
import { beforeEach, expect, test } from 'vitest'
import { forgetTyped, useKept } from './kept'

beforeEach(() => sessionStorage.clear())

test('what was typed is there again after the screen was left', () => {
  const first = renderHook(() => useKept<string>('a'))
  act(() => first.result.current[1]('gõ dở'))
  first.unmount()
  expect(renderHook(() => useKept<string>('a')).result.current[0]).toBe('gõ dở')
  expect(renderHook(() => useKept<string>('b')).result.current[0]).toBeNull()
})

test('what was sent is forgotten, and so is everything for the next person', () => {
  const { result } = renderHook(() => useKept<string>('a'))
  act(() => result.current[1]('x'))
  act(() => result.current[1](null))
  expect(sessionStorage.length).toBe(0)
  act(() => result.current[1]('y'))
  sessionStorage.setItem('other', '1')
  forgetTyped()
  expect(Object.keys(sessionStorage)).toEqual(['other'])
})

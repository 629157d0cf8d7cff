import {
  closestCenter,
  DndContext,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import {
  arrayMove,
  SortableContext,
  sortableKeyboardCoordinates,
  verticalListSortingStrategy,
} from '@dnd-kit/sortable'
import type { ReactNode } from 'react'

/** What is said while a line is moved; `n` is its place, the first is 1. */
export type MoveWords = (what: 'help' | 'lifted' | 'over' | 'dropped' | 'cancelled', n?: number) => string

/** Lines that are ordered by mouse, by touch and by keyboard. Each of them is a useSortable of its id. */
export function Sorted<T extends { id: string }>({
  lines,
  onOrder,
  words,
  children,
}: {
  lines: T[]
  onOrder: (lines: T[]) => void
  words: MoveWords
  children: ReactNode
}) {
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  )
  const place = (id: string | number) => lines.findIndex((l) => l.id === id) + 1
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={closestCenter}
      accessibility={{
        screenReaderInstructions: { draggable: words('help') },
        announcements: {
          onDragStart: ({ active }) => words('lifted', place(active.id)),
          onDragOver: ({ over }) => (over ? words('over', place(over.id)) : undefined),
          onDragEnd: ({ over, active }) => words('dropped', place(over?.id ?? active.id)),
          onDragCancel: () => words('cancelled'),
        },
      }}
      onDragEnd={({ active, over }) => {
        if (over && active.id !== over.id) onOrder(arrayMove(lines, place(active.id) - 1, place(over.id) - 1))
      }}
    >
      <SortableContext items={lines} strategy={verticalListSortingStrategy}>
        {children}
      </SortableContext>
    </DndContext>
  )
}

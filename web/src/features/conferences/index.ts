export { ConferencePage } from './ConferencePage'
export { Conferences } from './Conferences'
export { ConferenceStateWord, inOrder, isOver } from './state'

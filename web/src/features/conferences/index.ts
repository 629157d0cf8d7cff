export { ConferencePage } from './ConferencePage'
export { Conferences } from './Conferences'
export { PrintWays } from './Ways'
export { ConferenceStateWord, inOrder, isOver } from './state'

export { RecordingsLink } from './Link'
export { Recordings } from './Recordings'

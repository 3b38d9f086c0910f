import { join } from 'node:path'

// Its packages lie two folders up, beside those of the other hosts.
export default { turbopack: { root: join(import.meta.dirname, '../..') } }
